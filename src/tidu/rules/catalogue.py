"""Every edition of every programme, by id, by date in force and by region; and the titles that they grant.

An id is `programme@date`, a provincial variant adds its region: `specialised@2022-08-01+32`. Files are named alike, in
`programmes/<programme>/`; worked examples stand beside them in `cases/`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tidu.rules.citing import Model
from tidu.rules.editions import EditionError, Raw, assembled, edition_of
from tidu.rules.kept import kept_by_identity
from tidu.rules.schema import Edition, Key

PROGRAMMES = Path(__file__).resolve().parent.parent / "programmes"
_FILE_NAME = re.compile(r"^\d{4}-\d{2}-\d{2}(\+\d{2})?$")


class UnknownEdition(KeyError):
    """There is no such edition. Its text is a sentence for the person who asked."""

    def __init__(self, id: str, known: tuple[str, ...]) -> None:  # noqa: A002 - the schema calls it id
        super().__init__(id)
        self.sentence = f"没有“{id}”这一版标准。现有：{'、'.join(known)}。"

    def __str__(self) -> str:
        return self.sentence


class Title(Model):
    """What a recognition makes of an enterprise; tiers rise from 1. The short name stands on a step."""

    key: Key
    name: str
    short_name: str
    tier: int


class Catalogue:
    """The editions of one folder; reading is lazy, and an edition once read is always the same object."""

    def __init__(self, folder: Path = PROGRAMMES) -> None:
        self.folder = folder
        self._raw: dict[str, Raw] = {}
        self._editions: dict[str, Edition] = {}
        self.ids = tuple(
            f"{path.parent.name}@{path.stem}"
            for path in sorted(folder.glob("*/*.yaml"), key=lambda path: (path.parent.name, path.stem))
            if _FILE_NAME.match(path.stem) and path.name.count(".") == 1
        )

    def edition(self, id: str) -> Edition:  # noqa: A002 - the schema calls it id
        if id not in self._editions:
            edition = edition_of(self._content(id, ()))
            self._refuse_unknown_titles(edition)
            self._editions[id] = edition
        return self._editions[id]

    def editions(self) -> tuple[Edition, ...]:
        return tuple(self.edition(id) for id in self.ids)  # noqa: A001 - the schema calls it id

    def in_force(self, programme: str, on: date, region: str | None = None) -> Edition | None:
        """The newest edition that rules ``programme`` on that day; where the region's province has a variant, that."""
        province = (region or "")[:2]
        ruling = [
            edition
            for edition in self.editions()
            if edition.programme == programme
            and edition.region in {None, province}
            and edition.in_force.since <= on
            and (edition.in_force.until is None or on <= edition.in_force.until)
        ]
        return max(ruling, key=lambda each: (each.in_force.since, each.region or ""), default=None)

    @property
    def titles(self) -> Mapping[str, Title]:
        raw: dict[str, dict[str, Any]] = _yaml(self.folder / "titles.yaml")["titles"]
        return {key: Title(key=key, **body) for key, body in raw.items()}

    def _content(self, id: str, asked_by: tuple[str, ...]) -> Raw:  # noqa: A002 - the schema calls it id
        if id not in self.ids:
            raise UnknownEdition(id, self.ids)
        if id in asked_by:
            raise EditionError(f"{id} is like itself, by way of {' and '.join(asked_by)}")
        if id not in self._raw:
            programme, name = id.split("@")
            folder = self.folder / programme
            raw: Raw = {"id": id, **_yaml(folder / f"{name}.yaml")}
            if raw.get("programme", programme) != programme:
                raise EditionError(f"{id}: the file says programme {raw['programme']!r}")
            form = _yaml(folder / raw["form_file"], empty_if_absent=True) if "form_file" in raw else {}
            self._raw[id] = assembled(raw, form, lambda other: self._content(other, (*asked_by, id)))
        return self._raw[id]

    def _refuse_unknown_titles(self, edition: Edition) -> None:
        named = [edition.title, edition.workflow.grant.title, *(each.title for each in edition.preconditions)]
        for title in named:
            if title is not None and title not in self.titles:
                raise EditionError(f"{edition.id}: no title is called {title!r}")


def digest(edition: Edition) -> str:
    """SHA-256 of the edition's whole content, resolved, spelled one way only.

    What an edition does not say is left out, so that a word added to the schema leaves old digests as they are.
    """
    return kept_by_identity(edition, "digest", _digest)


def _digest(edition: Edition) -> str:
    content = edition.model_dump(mode="json", exclude_defaults=True)
    spelled = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


@cache
def published() -> Catalogue:
    return Catalogue()


def edition(id: str) -> Edition:  # noqa: A002 - the schema calls it id
    """The edition of that id; raises UnknownEdition with a sentence."""
    return published().edition(id)


def editions() -> tuple[Edition, ...]:
    return published().editions()


def in_force(programme: str, on: date, region: str | None = None) -> Edition | None:
    """The edition that rules ``programme`` on that day in that region (any code of it); None where there is none."""
    return published().in_force(programme, on, region)


@cache
def titles() -> Mapping[str, Title]:
    """The titles by key, from the base up."""
    return published().titles


def _yaml(path: Path, *, empty_if_absent: bool = False) -> Raw:
    if empty_if_absent and not path.exists():
        return {}
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader, in C if built
    except yaml.YAMLError as wrong:
        raise EditionError(f"{path.parent.name}/{path.name}: {wrong}") from wrong
    if not isinstance(content, dict):
        raise EditionError(f"{path.name} is no mapping")
    return content


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
