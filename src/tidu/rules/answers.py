"""What people type, read into exact values. `show` writes them back as people read them.

Values are JSON: money whole fen, counts whole, percents whole hundredths, dates ISO text, years whole, yes/no true or
false, a choice its key, choices a list of keys, a table a list of rows with an `id`, everything else text. A blank is
None, which is unknown; an empty list is the explicit 没有. A wrong value never raises: it gives a problem, its value is
None, and what was typed is kept.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tidu.rules import codes
from tidu.rules.answers_dates import read_date, read_year
from tidu.rules.answers_numbers import number_kind, read_number
from tidu.rules.answers_shown import NO_LOOKUPS, Answer, Lookups, show, show_rows
from tidu.rules.answers_words import read_choice, read_choices, read_industry, read_region, read_text, read_yes_no
from tidu.rules.problem import Problem
from tidu.rules.schema import Column, FieldType, FormField

__all__ = ["Answer", "CellProblem", "Lookups", "Reading", "read", "show", "show_rows", "storable"]

_LONGEST_ROW_ID = 40
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database takes them as text


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in one cell of a table."""

    row: str
    row_number: int
    column: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed and what it means; `tidied` asks for the mark 已整理 beside it."""

    typed: Any
    value: Answer = None
    shown: str = ""
    tidied: bool = False
    problem: Problem | None = None
    cells: tuple[CellProblem, ...] = ()  # of a table: each wrong cell

    @property
    def question(self) -> tuple[str, ...]:
        """The ways in which the text can be read, where there is more than one."""
        return self.problem.offers if self.problem is not None and self.problem.asks else ()


def read(spec: FormField | Column, typed: Any, lookups: Lookups = NO_LOOKUPS) -> Reading:
    """Read what was typed into ``spec``; ``lookups`` know the regions and the industries."""
    typed = storable(typed)
    if _is_blank(typed):
        return Reading(typed)
    if spec.type is FieldType.TABLE and isinstance(spec, FormField):
        return _read_table(spec, typed, lookups)
    value = _value(spec, typed, lookups)
    if isinstance(value, Problem):
        return Reading(typed, problem=value)
    shown = show(spec, value, lookups)
    return Reading(typed, value, shown, tidied=_is_tidied(spec, typed, value, shown))


def storable(typed: Any) -> Any:
    """What was typed as JSON that every database keeps; only characters that none of them takes are left out."""
    match typed:
        case str():
            return _UNSTORABLE.sub("", typed)
        case None | bool() | int():
            return typed
        case float():
            return typed if math.isfinite(typed) else str(typed)
        case list() | tuple():
            return [storable(each) for each in typed]
        case dict():
            return {storable(str(key)): storable(each) for key, each in typed.items()}
        case _:
            return storable(str(typed))


def _is_blank(typed: Any) -> bool:
    return typed is None or (isinstance(typed, str) and not read_text(typed, many_lines=False))


Spec = FormField | Column
_Reader = Callable[[Spec, str, Lookups], Answer | Problem]


def _as_number(spec: Spec, text: str, _: Lookups) -> Answer | Problem:
    return read_number(text, number_kind(spec))


def _as_industry(spec: Spec, text: str, lookups: Lookups) -> Answer | Problem:
    return read_industry(text, lookups, digits=spec.digits if isinstance(spec, FormField) else None)


def _as_text(spec: Spec, text: str, _: Lookups) -> Answer | Problem:
    tidy = read_text(text, many_lines=spec.type is FieldType.LONG_TEXT)
    if len(tidy) > spec.max_length:
        return Problem(
            f"多了 {len(tidy) - spec.max_length} 字：现在 {len(tidy)} 字，最多 {spec.max_length} 字。",
            mend="请删减一些；已经填的都还在。",
        )
    return tidy


def _elsewhere(spec: Spec, _: str, __: Lookups) -> Answer | Problem:
    return Problem(f"‘{spec.name}’不能当文字填。", mend="请用这一项自己的按钮。")


_READERS: dict[FieldType, _Reader] = {
    FieldType.TEXT: _as_text,
    FieldType.LONG_TEXT: _as_text,
    FieldType.MONEY: _as_number,
    FieldType.COUNT: _as_number,
    FieldType.PERCENT: _as_number,
    FieldType.DATE: lambda _, text, __: read_date(text),
    FieldType.YEAR: lambda _, text, __: read_year(text),
    FieldType.CHOICE: lambda spec, text, _: read_choice(spec, text),
    FieldType.REGION: lambda _, text, lookups: read_region(text, lookups),
    FieldType.INDUSTRY: _as_industry,
    FieldType.CREDIT_CODE: lambda _, text, __: codes.credit_code(text),
    FieldType.MOBILE: lambda _, text, __: codes.mobile(text),
    FieldType.PHONE: lambda _, text, __: codes.phone(text),
    FieldType.EMAIL: lambda _, text, __: codes.email(text),
    FieldType.POSTCODE: lambda _, text, __: codes.postcode(text),
    FieldType.FILES: _elsewhere,
    FieldType.TABLE: _elsewhere,
}


def _value(spec: Spec, typed: Any, lookups: Lookups) -> Answer | Problem:
    if spec.type is FieldType.YES_NO:
        return read_yes_no(typed)
    if spec.type is FieldType.CHOICES:
        return read_choices(spec, typed)
    if isinstance(typed, bool | list | dict):
        return Problem("这里填的内容读不懂。", mend="请重新填这一格。")
    return _READERS[spec.type](spec, str(typed), lookups)


_WRITTEN_OUT = frozenset({FieldType.MONEY, FieldType.COUNT, FieldType.PERCENT, FieldType.DATE, FieldType.YEAR})
_PICKED = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.REGION, FieldType.INDUSTRY, FieldType.YES_NO})


def _is_tidied(spec: Spec, typed: Any, value: Answer, shown: str) -> bool:
    if spec.type in _PICKED:
        return False
    return bool(str(typed).strip() != (shown if spec.type in _WRITTEN_OUT else value))


# -- tables -----------------------------------------------------------------------------------------------------------


def _read_table(field: FormField, typed: Any, lookups: Lookups) -> Reading:
    if not isinstance(typed, list) or not all(isinstance(row, dict) for row in typed):
        return Reading(typed, problem=Problem("这张表的内容读不懂。", mend="请重新填这张表。"))
    if len(typed) > field.max_rows:
        what = f"多了 {len(typed) - field.max_rows} 行：现在 {len(typed)} 行，最多 {field.max_rows} 行。"
        return Reading(typed, problem=Problem(what, mend="请保留最能说明情况的几行。"))
    rows: list[dict[str, Answer]] = []
    wrong: list[CellProblem] = []
    tidied = False
    for number, (row_id, row) in enumerate(zip(_row_ids(typed), typed, strict=True), start=1):
        readings = {column.key: read(column, row.get(column.key), lookups) for column in field.columns}
        wrong += [CellProblem(row_id, number, key, each.problem) for key, each in readings.items() if each.problem]
        tidied = tidied or any(each.tidied for each in readings.values())
        if any(each.value is not None for each in readings.values()):
            rows.append({"id": row_id, **{key: each.value for key, each in readings.items()}})
    if wrong:
        return Reading(typed, problem=_first_of(field, wrong), cells=tuple(wrong))
    if typed and not rows:  # rows were opened, nothing is in them yet: that is not the explicit 没有
        return Reading(typed)
    value: list[Any] = list(rows)
    return Reading(typed, value, show(field, value, lookups), tidied=tidied)


def _first_of(field: FormField, wrong: list[CellProblem]) -> Problem:
    first = wrong[0]
    name = next(column.name for column in field.columns if column.key == first.column)
    more = f"（共 {len(wrong)} 处）" if len(wrong) > 1 else ""
    return Problem(f"第 {first.row_number} 行{name}：{first.problem.what}{more}", first.problem.why, first.problem.mend)


def _row_ids(rows: list[dict[str, Any]]) -> list[str]:
    """The ids that the rows carry; a row without one of its own gets the first that is free."""
    carried = [str(row.get("id") or "")[:_LONGEST_ROW_ID] for row in rows]
    own = ["" if each in carried[:place] else each for place, each in enumerate(carried)]
    free = (f"row{number}" for number in range(1, 2 * len(rows) + 1) if f"row{number}" not in own)
    return [each or next(free) for each in own]
