"""Exact values written as pages and papers show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tidu.rules.answers_numbers import number_kind
from tidu.rules.schema import Column, FieldType, FormField

Answer = int | bool | str | list[Any] | None


@dataclass(frozen=True)
class Lookups:
    """Names by code; each gives None for a code that does not exist. Without one a code's form alone is judged."""

    region: Callable[[str], str | None] | None = None
    industry: Callable[[str], str | None] | None = None


NO_LOOKUPS = Lookups()


def show(spec: FormField | Column, value: Answer, lookups: Lookups = NO_LOOKUPS) -> str:
    """``6,842.50``, ``12.50%``, 是, the words of a choice, a table row by row; blank where unknown, 无 for none."""
    if value is None:
        return ""
    if isinstance(value, list):
        if spec.type is FieldType.TABLE and isinstance(spec, FormField):
            rows = show_rows(spec, value, lookups)
            return "\n".join("，".join(cell for cell in row if cell) for row in rows) or "无"
        return "、".join(spec.options.get(str(key), str(key)) for key in value) or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return _number(spec, value)
    return _word(spec, value, lookups)


def _number(spec: FormField | Column, value: int) -> str:
    match spec.type:
        case FieldType.MONEY | FieldType.COUNT:
            return number_kind(spec).show(value)
        case FieldType.PERCENT:
            return f"{number_kind(spec).show(value)}%"
        case _:
            return str(value)


def _word(spec: FormField | Column, value: str, lookups: Lookups) -> str:
    match spec.type:
        case FieldType.CHOICE:
            return spec.options.get(value, value)
        case FieldType.REGION if lookups.region is not None:
            return lookups.region(value) or value
        case FieldType.INDUSTRY if lookups.industry is not None:
            return f"{value} {lookups.industry(value) or ''}".strip()
        case _:
            return value


def show_rows(field: FormField, value: Answer, lookups: Lookups = NO_LOOKUPS) -> list[list[str]]:
    """The rows of a table as a paper shows them, in the order of its columns."""
    rows = value if isinstance(value, list) else []
    return [[show(column, row.get(column.key), lookups) for column in field.columns] for row in rows]
