"""Answers as people read them, section by section: yearly figures as tables, rows as rows, files by name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tidu.domain.declarations.cells import EMPTY, shown
from tidu.domain.regions.names import LOOKUPS
from tidu.rules.answers import show_rows
from tidu.rules.schema import FieldType
from tidu.web.applicant.shown.cells import unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.domain.declarations.judging import Judgement
    from tidu.domain.files.models import StoredFile
    from tidu.rules.schema import FormField, Section


@dataclass(frozen=True)
class ReadField:
    """One field: its texts by year (the last year last), or its rows, or its files."""

    field: FormField
    unit: str
    texts: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    files: tuple[StoredFile, ...] = ()

    @property
    def text(self) -> str:
        return self.texts[-1]

    @property
    def is_table(self) -> bool:
        return self.field.type is FieldType.TABLE


@dataclass(frozen=True)
class ReadBlock:
    """Fields of one kind; `years` where they are figures by year."""

    years: tuple[int, ...]
    fields: tuple[ReadField, ...]


@dataclass(frozen=True)
class ReadChapter:
    """One section."""

    section: Section
    blocks: tuple[ReadBlock, ...]


def chapters_read(judgement: Judgement, files: Mapping[str, StoredFile]) -> list[ReadChapter]:
    """Every section of a declaration as it is saved."""
    return [ReadChapter(each, _blocks(each, judgement, files)) for each in judgement.edition.form.sections]


def _blocks(section: Section, judgement: Judgement, files: Mapping[str, StoredFile]) -> tuple[ReadBlock, ...]:
    fields = [_field(each, judgement, files) for each in section.fields]
    blocks = []
    for years, group in groupby(fields, key=lambda each: each.field.years):
        last = judgement.last_year
        blocks.append(ReadBlock(tuple(range(last - years + 1, last + 1)), tuple(group)))
    return tuple(blocks)


def _field(field: FormField, judgement: Judgement, files: Mapping[str, StoredFile]) -> ReadField:
    kept = judgement.cells.get(field.key, EMPTY)
    unit = unit_of(field)
    if field.type is FieldType.FILES:
        held = kept["v"] or []
        return ReadField(field, unit, ("",), files=tuple(files[each] for each in held if each in files))
    if field.type is FieldType.TABLE and "p" not in kept:
        rows = tuple(tuple(row) for row in show_rows(field, kept["v"], LOOKUPS))
        return ReadField(field, unit, ("没有" if kept["v"] == [] else "",), rows=rows)
    if field.computed:
        return ReadField(field, "", tuple(judgement.computed.get(cell, "") for cell in reversed(field.cells)))
    return ReadField(
        field, unit, tuple(shown(field, judgement.cells.get(cell, EMPTY)) for cell in reversed(field.cells))
    )
