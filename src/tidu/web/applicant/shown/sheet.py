"""A section as the page shows it: yearly figures as tables, everything else as fields, slots for files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tidu.domain.declarations.opening import is_cell_open, is_open
from tidu.rules.checks import REQUIRED
from tidu.rules.form_names import form_values
from tidu.rules.forms import ready_form
from tidu.rules.schema import FieldType
from tidu.web.applicant.shown.cells import BoxCell, Row, blank_row, box_cell, table_rows, unit_of
from tidu.web.applicant.shown.uses import Use, uses_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tidu.domain.declarations.judging import Judgement
    from tidu.domain.declarations.models import Declaration
    from tidu.domain.files.models import StoredFile
    from tidu.rules.checks import Finding
    from tidu.rules.schema import FormField, Section


@dataclass(frozen=True)
class Shown:
    """One field with its cells, what is wrong with it, and what its question mark says."""

    field: FormField
    unit: str
    is_required: bool
    cells: tuple[BoxCell, ...]
    findings: tuple[Finding, ...]
    uses: tuple[Use, ...]
    is_pinned: bool
    rows: tuple[Row, ...] = ()
    blank: Row | None = None
    files: tuple[StoredFile, ...] = ()

    @property
    def cell(self) -> BoxCell:
        return self.cells[0]

    @property
    def kind(self) -> str:
        """Which control shows it."""
        return "computed" if self.field.computed else str(self.field.type)

    @property
    def wrong_cells(self) -> frozenset[str]:
        """The cells whose box is marked: the first that each blocking finding names."""
        return frozenset(each.cells[0] for each in self.findings if each.blocks)

    @property
    def errors_id(self) -> str:
        return f"e-{self.field.key}"

    @property
    def is_open(self) -> bool:
        return any(each.is_open for each in self.cells)


@dataclass(frozen=True)
class Block:
    """Fields that stand together: a table of years, evidence slots, or fields one below the other."""

    kind: str
    fields: tuple[Shown, ...]
    years: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    unit: str = ""

    @property
    def lines(self) -> list[tuple[Shown, range]]:
        """Each field with the places of the years, on the left, that it is not asked for."""
        return [(each, range(len(self.years) - len(each.cells))) for each in self.fields]

    @property
    def heads(self) -> list[tuple[int, str]]:
        """Each year with the source that its whole column shares."""
        return list(zip(self.years, self.sources, strict=True))


@dataclass(frozen=True)
class Sheet:
    """One section of one declaration."""

    section: Section
    blocks: tuple[Block, ...]
    is_open: bool
    has_carried: bool

    @property
    def has_record(self) -> bool:
        """Whether anything here is changed in the enterprise's record only."""
        return self.is_open and any(field.read_only for field in self.section.fields)

    @property
    def is_only_files(self) -> bool:
        return all(block.kind == "files" for block in self.blocks)


def sheet_of(
    declaration: Declaration, section: Section, judgement: Judgement, files: Mapping[str, StoredFile]
) -> Sheet:
    """Shape one section of a declaration."""
    shaper = _Shaper(declaration, judgement, files)
    shown = [shaper.shown(each) for each in section.fields]
    blocks = tuple(_block(kind, tuple(group)) for kind, group in groupby(shown, key=_kind_of_block))
    has_carried = any(cell.is_carried and cell.is_open for each in shown for cell in each.cells)
    return Sheet(section, blocks, shaper.is_open, has_carried)


def findings_by_field(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """What is wrong, under the field that gets the focus; what is only blank yet is no error while one types."""
    found: dict[str, list[Finding]] = {}
    for each in findings:
        if each.check != REQUIRED:
            found.setdefault(each.field, []).append(each)
    return found


class _Shaper:
    """Shapes fields of one declaration; what all of them need is worked out once."""

    def __init__(self, declaration: Declaration, judgement: Judgement, files: Mapping[str, StoredFile]) -> None:
        self.declaration = declaration
        self.judgement = judgement
        self.files = files
        self.is_open = is_open(declaration)
        self.findings = findings_by_field(judgement.findings)
        self.pinned = frozenset(declaration.open_cells)
        self.values = form_values(
            judgement.edition,
            judgement.answers,
            judgement.file_counts,
            record=judgement.record,
            last_year=judgement.last_year,
        )

    def shown(self, field: FormField) -> Shown:
        kept = self.judgement.cells
        held = kept.get(field.key, {}).get("v") if field.type is FieldType.FILES else None
        is_table = field.type is FieldType.TABLE
        return Shown(
            field=field,
            unit=unit_of(field),
            is_required=self._is_required(field),
            cells=tuple(self._cell(field, key) for key in field.cells),
            findings=tuple(self.findings.get(field.key, ())),
            uses=uses_of(self.judgement.edition).get(field.key, ()),
            is_pinned=not self.pinned.isdisjoint({field.key, *field.cells}),
            rows=table_rows(field, kept) if is_table else (),
            blank=blank_row(field) if is_table else None,
            files=tuple(self.files[each] for each in held or () if each in self.files),
        )

    def _cell(self, field: FormField, key: str) -> BoxCell:
        typable = self.is_open and not field.computed and not field.read_only
        return box_cell(
            field,
            key,
            self.judgement.cells,
            last_year=self.judgement.last_year,
            is_open=typable and is_cell_open(self.declaration, key),
            computed=self.judgement.computed.get(key, ""),
        )

    def _is_required(self, field: FormField) -> bool:
        if field.computed:
            return False
        return ready_form(self.judgement.edition).by_key[field.key].is_required(self.values)


def _kind_of_block(shown: Shown) -> tuple[str, str]:
    """Neighbours of one kind stand in one block; each table of rows is its own."""
    if shown.field.type is FieldType.FILES:
        return "files", ""
    if shown.field.type is FieldType.TABLE:
        return "table", shown.field.key
    if shown.field.years:
        return "years", ""
    return "fields", ""


def _block(kind: tuple[str, str], fields: tuple[Shown, ...]) -> Block:
    if kind[0] != "years":
        return Block(kind[0], fields)
    typed = [each for each in fields if not each.field.computed]
    most = max(fields, key=lambda each: len(each.cells)).cells
    years = tuple(cell.year or 0 for cell in reversed(most))
    sources = tuple(_shared_source(typed, place) for place in reversed(range(len(most))))
    units = Counter(each.unit for each in typed).most_common(1)
    return Block("years", fields, years, sources, units[0][0] if units else "")


def _shared_source(fields: list[Shown], place: int) -> str:
    """The source of a column of years, where all that was carried over into it has the same."""
    sources = {each.cells[place].source for each in fields if place < len(each.cells)} - {""}
    return sources.pop() if len(sources) == 1 else ""
