"""The head of each day, kept outside the database: whoever rewrites the whole chain does not reach it.

One line a day, `2026-04-16 1234 digest`, is appended to a file in the data folder and, where settings name another
place, to a file there or to an address that takes it by POST.
"""

from __future__ import annotations

import os
import urllib.request
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tidu.domain.audit.models import Chain
from tidu.kit import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE_NAME = "audit-heads.txt"
_SENT_NAME = "audit-heads.sent"
_PATIENCE = 10  # seconds


class BadHeads(Exception):
    """A line of kept heads cannot be read; the sentence says which."""


@dataclass(frozen=True)
class Head:
    """The last link of the chain as it stood on a day."""

    on: date
    sequence: int
    digest: str

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.sequence} {self.digest}"


def head() -> Head | None:
    """The head as it is now, or None while nothing is sealed. One query."""
    chain = Chain.objects.first()
    return Head(clock.today(), chain.sequence, chain.digest) if chain is not None and chain.sequence else None


def keep_head() -> None:
    """Write down the head once a day, before anything else of that day is sealed upon it for long."""
    kept = Path(settings.DATA_DIR) / FILE_NAME
    elsewhere: str = settings.AUDIT_HEADS
    now = head() if _last_day(kept) != clock.today().isoformat() else None
    if now is not None:
        _append(kept, str(now))
    if elsewhere.startswith(("http://", "https://")):
        _send(kept, elsewhere)
    elif elsewhere:
        _copy(kept, Path(elsewhere) / FILE_NAME)


def read_heads(path: Path) -> list[Head]:
    """The heads of a file that was kept; BadHeads names a line that is none."""
    return list(_parsed(path.read_text(encoding="utf-8").splitlines()))


def kept_heads() -> list[Head]:
    """The heads in the data folder; none where none were kept yet."""
    kept = Path(settings.DATA_DIR) / FILE_NAME
    return read_heads(kept) if kept.exists() else []


def _parsed(lines: Iterable[str]) -> Iterable[Head]:
    for number, line in enumerate(lines, start=1):
        match line.split():
            case []:
                continue
            case [on, sequence, digest] if sequence.isdecimal():
                try:
                    yield Head(date.fromisoformat(on), int(sequence), digest)
                except ValueError:
                    raise BadHeads(f"第 {number} 行的日期看不懂：{on}") from None
            case _:
                raise BadHeads(f"第 {number} 行不是“日期 序号 摘要”：{line[:80]}")


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def _last_day(path: Path) -> str:
    return (_lines(path) or [""])[-1].partition(" ")[0]


def _append(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())


def _after(lines: list[str], day: str) -> list[str]:
    """The lines of later days: what was kept while the other place could not be reached comes after all."""
    return [line for line in lines if line.partition(" ")[0] > day]


def _copy(kept: Path, there: Path) -> None:
    missing = _after(_lines(kept), _last_day(there))
    if missing:
        _append(there, *missing)


def _send(kept: Path, address: str) -> None:
    sent = kept.with_name(_SENT_NAME)
    for line in _after(_lines(kept), _last_day(sent)):
        asked = urllib.request.Request(  # noqa: S310 - the operator chose the address, and it is http or https
            address, data=f"{line}\n".encode(), headers={"Content-Type": "text/plain; charset=utf-8"}, method="POST"
        )
        with urllib.request.urlopen(asked, timeout=_PATIENCE):  # noqa: S310 - as above
            _append(sent, line)
