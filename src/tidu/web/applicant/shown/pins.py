"""Cells as links: their names, the section they stand in, the place on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.rules.form_words import cell_name, field_name
from tidu.web.applicant.shown.cells import html_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tidu.rules.schema import Edition, FormField


@dataclass(frozen=True)
class Pin:
    """One cell that somebody should look at."""

    name: str
    section: str
    section_name: str
    id: str
    cell: str


def pins_of(edition: Edition, cells: Iterable[str], last_year: int) -> list[Pin]:
    """The cells, or whole fields, in the form's order; what the edition does not have is left out."""
    wanted = set(cells)
    return [
        Pin(_name(field, cell, last_year), section.key, section.name, html_id(cell), cell)
        for section in edition.form.sections
        for field in section.fields
        for cell in field.cells
        if cell in wanted
    ]


def _name(field: FormField, cell: str, last_year: int) -> str:
    return field_name(field) if cell == field.key else cell_name(field, cell, last_year)
