"""One cell of the form as the page shows it: the text in its box, where it came from, whether it may be typed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidu.domain.declarations.cells import EMPTY
from tidu.domain.regions.names import LOOKUPS
from tidu.rules import answers
from tidu.rules.answers_words import NONE_OF_THEM
from tidu.rules.form_words import years_back
from tidu.rules.schema import FieldType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.rules.schema import Column, FormField

#: Types whose name stands beside the code that was typed.
_ECHOED = frozenset({FieldType.REGION, FieldType.INDUSTRY})


@dataclass(frozen=True)
class BoxCell:
    """A cell that holds one value, or a list of chosen options."""

    key: str
    id: str
    label: str
    year: int | None
    text: str
    value: Any
    version: int
    source: str
    original: str
    tidied_from: str
    echo: str
    is_open: bool
    computed: str

    @property
    def is_carried(self) -> bool:
        """Carried over and not touched since: a light blue box."""
        return bool(self.source) and self.version == 0

    @property
    def said_none(self) -> bool:
        """Whether 没有 was said, which is an answer."""
        return isinstance(self.value, list) and not self.value


def html_id(cell: str) -> str:
    """`revenue[-1]` → `f-revenue-1`: what a link from a check can name."""
    return "f-" + cell.replace("[-", "-").removesuffix("]")


def box_cell(
    field: FormField, key: str, kept: Mapping[str, Any], *, last_year: int, is_open: bool, computed: str
) -> BoxCell:
    """Shape one cell."""
    cell = kept.get(key, EMPTY)
    value, has_problem = cell["v"], "p" in cell
    year = last_year - years_back(key) if field.years else None
    shown = "" if value is None else answers.show(field, value, LOOKUPS)
    return BoxCell(
        key=key,
        id=html_id(key),
        label=f"{year or ''}{'年' if year else ''}{field.name}{f'，{unit_of(field)}' if unit_of(field) else ''}",
        year=year,
        text=_typed(cell) if has_problem else in_box(field, value),
        value=value,
        version=cell["n"],
        source=cell.get("s", ""),
        original=_original(field, cell),
        tidied_from=str(cell["t"]) if "t" in cell and not has_problem and not isinstance(cell["t"], list) else "",
        echo=shown if field.type in _ECHOED and not has_problem else "",
        is_open=is_open,
        computed=computed,
    )


def unit_of(spec: FormField | Column) -> str:
    """The unit that stands in the header or behind the box."""
    match spec.type:
        case FieldType.MONEY:
            return spec.unit if spec.unit not in {"", "CNY"} else "万元"
        case FieldType.PERCENT:
            return "%"
        case FieldType.YEAR:
            return ""
        case _:
            return spec.unit


def _typed(cell: Mapping[str, Any]) -> str:
    typed = cell.get("t")
    return "" if typed is None else str(typed)


def in_box(spec: FormField | Column, value: Any) -> str:
    """What stands in the box: as people read it, the unit left to the label."""
    if value is None or isinstance(value, list):
        return ""
    if spec.type is FieldType.PERCENT:
        return answers.show(spec, value).removesuffix("%")
    if spec.type in _ECHOED or spec.type is FieldType.CHOICE:
        return str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return answers.show(spec, value, LOOKUPS)


def _original(field: FormField, cell: Mapping[str, Any]) -> str:
    if "s" not in cell or cell["n"] == 0 or cell.get("o") == cell["v"]:
        return ""
    return answers.show(field, cell.get("o"), LOOKUPS)


# -- tables -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RowCell:
    """One cell of a table's row."""

    column: Column
    id: str
    text: str
    problem: str


@dataclass(frozen=True)
class Row:
    """One row with the id it keeps for ever."""

    id: str
    number: int
    cells: tuple[RowCell, ...]


def table_rows(field: FormField, kept: Mapping[str, Any]) -> tuple[Row, ...]:
    """The rows as they were typed where one of them cannot be read, else as people read them."""
    cell = kept.get(field.key, EMPTY)
    typed = cell.get("t") if "p" in cell else None
    raw = typed if isinstance(typed, list) else (cell["v"] or [])
    problems = {(each["row"], each["column"]): each["problem"]["what"] for each in cell.get("c", ())}
    return tuple(
        table_row(field, row, number, problems, is_typed=isinstance(typed, list))
        for number, row in enumerate((row for row in raw if isinstance(row, dict)), start=1)
    )


def table_row(
    field: FormField, row: Mapping[str, Any], number: int, problems: Mapping[tuple[str, str], str], *, is_typed: bool
) -> Row:
    """One row; its id is the browser's, or the one the reading gave it."""
    row_id = str(row.get("id") or f"row{number}")
    cells = []
    for column in field.columns:
        value = row.get(column.key)
        text = ("" if value is None else str(value)) if is_typed else in_box(column, value)
        cells.append(
            RowCell(column, f"f-{field.key}-{row_id}-{column.key}", text, problems.get((row_id, column.key), ""))
        )
    return Row(row_id, number, tuple(cells))


def blank_row(field: FormField) -> Row:
    """The row that the page copies when one is added; `__row__` stands for its id."""
    return table_row(field, {"id": "__row__"}, 0, {}, is_typed=False)


def chosen(cell: BoxCell) -> list[str]:
    """The keys of a choices field that are ticked."""
    return [str(each) for each in cell.value] if isinstance(cell.value, list) else []


__all__ = ["NONE_OF_THEM", "BoxCell", "Row", "RowCell", "blank_row", "box_cell", "chosen", "html_id", "table_rows"]
