"""A clerk before the form: opens it, types cell by cell, attaches files, submits; every key and file id is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from tidu.demo.building.evidence import evidence_name, evidence_pdf
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.seeds import Stream
from tidu.domain.accounts.access import Actor
from tidu.domain.declarations.actions import attach, save_field, submit
from tidu.domain.declarations.models import Declaration
from tidu.domain.declarations.queries import declaration_for, sections_of
from tidu.domain.files.actions import make_room
from tidu.domain.regions.names import LOOKUPS
from tidu.kit import clock
from tidu.rules import answers, catalogue
from tidu.rules.schema import FieldType, FormField

#: Names of saved cells and of files are derived from it, so that they are the same in every demo.
_NAMESPACE = UUID("0f0e2a52-3c1b-5d6a-9b5e-7469647564d0")
_SECONDS_A_CELL = (8, 40)
_SECONDS_A_FILE = (25, 90)
_SECONDS_TO_CHECK = (120, 900)
_SLIPS = 0.02


@dataclass(frozen=True)
class Sheet:
    """What is going to be typed, by cell, and the slots that get a file."""

    typed: Mapping[str, Any]
    slots: list[str]


class Clerk:
    """Works on one declaration from an instant on; the clock moves on with each thing done."""

    def __init__(self, actor: Actor, enterprise: SyntheticEnterprise, declaration: Declaration) -> None:
        self._actor = actor
        self._enterprise = enterprise
        self._number = declaration.number
        self._edition = catalogue.edition(declaration.edition_id)
        self._last_year = declaration.window.year - 1
        self._stream = Stream(0, declaration.number)
        self._cells = {row.section: row.cells for row in sections_of(declaration)}
        self._now = clock.now()
        self._done = 0

    @property
    def places(self) -> Iterator[tuple[str, FormField]]:
        """Every field that is typed or attached, with its section, in the order of the form."""
        for section in self._edition.form.sections:
            for each in section.fields:
                if not (each.computed or each.read_only):
                    yield section.key, each

    def fill(self, sheet: Sheet, *, share: float = 1.0) -> None:
        """Type what is known and not carried over, up to a share of the form; then attach, if it came to the end."""
        asked = [
            (section, each, cell)
            for section, each in self.places
            for cell in each.cells
            if each.type is not FieldType.FILES and cell in sheet.typed
        ]
        for section, each, cell in asked[: round(len(asked) * share)]:
            self.type(section, each, cell, sheet.typed[cell])
        if share >= 1:
            self.attach_all(sheet.slots)

    def type(self, section: str, of: FormField, cell: str, typed: Any) -> None:
        """Type one cell, unless it already says so; now and then a slip is corrected at once."""
        there = self._cells[section].get(cell)
        if there is not None and "p" not in there and answers.read(of, typed, LOOKUPS).value == there["v"]:
            return
        if of.type is FieldType.MONEY and self._stream.chance(f"slip-{cell}-{self._done}", _SLIPS):
            self._save(section, cell, f"约{typed}")
        self._save(section, cell, typed)

    def mend(self, typed: Mapping[str, Any], slots: list[str]) -> None:
        """Type some cells again as they should be, and add a file to some slots."""
        for section, each in list(self.places):
            for cell in each.cells:
                if cell in typed:
                    self.type(section, each, cell, typed[cell])
        self.attach_all(slots, prefix="补充-")

    def attach_all(self, slots: list[str], *, prefix: str = "") -> None:
        """Put a file into each of the slots that the form has."""
        for section, each in list(self.places):
            if each.type is FieldType.FILES and each.key in slots:
                name = prefix + evidence_name(each.key, self._last_year)
                self.attach(section, each.key, evidence_pdf(each.key, self._enterprise.credit_code, name))

    def attach(self, section: str, slot: str, upload: SimpleUploadedFile) -> None:
        """Put a given file into a slot."""
        self._wait(*_SECONDS_A_FILE)
        file_id = self._key(f"file-{slot}")
        with clock.stopped_at(self._now):
            make_room(file_id)
            attach(self._actor, self._number, section, slot, upload, file_id=file_id)

    def submit(self) -> None:
        """Check and send what is saved, some minutes later."""
        self._wait(*_SECONDS_TO_CHECK)
        with clock.stopped_at(self._now):
            send(self._actor, self._number)

    def _save(self, section: str, cell: str, typed: Any) -> None:
        self._wait(*_SECONDS_A_CELL)
        version = self._cells[section].get(cell, {"n": 0})["n"]
        with clock.stopped_at(self._now):
            saved = save_field(self._actor, self._number, section, cell, typed, based_on=version, key=self._key(cell))
        self._cells[section][cell] = {"n": saved.version, "v": saved.value} | ({"p": True} if saved.problem else {})

    def _key(self, what: str) -> UUID:
        return uuid5(_NAMESPACE, f"{self._number} {what} {self._now.isoformat()}")

    def _wait(self, least: int, most: int) -> None:
        self._done += 1
        self._now += timedelta(seconds=self._stream.integer(f"pause-{self._done}-{self._now}", least, most))


def send(actor: Actor, number: str) -> None:
    """Submit what the screen shows."""
    declaration = declaration_for(actor, number)
    submit(actor, number, seen={row.section: row.revision for row in sections_of(declaration)})
