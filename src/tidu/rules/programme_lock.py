"""The lock of published editions: a digest for each, so that none changes after people have been judged by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tidu.rules.catalogue import PROGRAMMES, Catalogue, digest

LOCK = PROGRAMMES / "programmes.lock"
_HEADER = (
    "# id and SHA-256 of every published edition. A correction is a new file with a new date: `tidu programmes lock`.\n"
)


@dataclass(frozen=True)
class LockState:
    """The lock beside the editions as they are now."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not (self.new or self.changed or self.gone)


def locked() -> dict[str, str]:
    """The digests of the lock, by edition."""
    if not LOCK.exists():
        return {}
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: line.split()[1] for line in lines if line and not line.startswith("#")}


def digests(catalogue: Catalogue) -> dict[str, str]:
    """The digests of the published editions as they are now."""
    return {edition.id: digest(edition) for edition in catalogue.editions() if edition.published}


def compared(lock: Mapping[str, str], now: Mapping[str, str]) -> LockState:
    return LockState(
        new=tuple(name for name in now if name not in lock),
        changed=tuple(name for name in now if name in lock and lock[name] != now[name]),
        gone=tuple(name for name in lock if name not in now),
    )


def write(lock: Mapping[str, str]) -> None:
    LOCK.write_text(_HEADER + "".join(f"{name} {lock[name]}\n" for name in sorted(lock)), encoding="utf-8")
