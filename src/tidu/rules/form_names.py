"""The names that expressions over a form may use, and their values in one declaration.

A field is called by its key; a table, choices or files field is the number of its entries (the option `none` is no
entry). Beside the fields there are `last_year` (the last complete year), for each date `registered_on` the number of
calendar years `years_since_registered` counted to the end of that year, for each column of numbers in a table
`table_column`, its sum, and what the platform's record tells (`digital_level`, `is_renewal`). Unknown stays unknown:
the sum of a column with a blank cell is unknown, that of an explicit 没有 is zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tidu.rules.answers_shown import Answer
from tidu.rules.answers_words import NONE_OF_THEM
from tidu.rules.expressions import ExpressionError
from tidu.rules.facts import Name, Vocabulary, cells_of, fact_vocabulary, name_of_field
from tidu.rules.schema import Column, Edition, FieldType, FormField
from tidu.rules.units import YEAR, Value, unit_called

LAST_YEAR = "last_year"
_MOST_YEARS = 3
_SUMMED = frozenset({FieldType.MONEY, FieldType.COUNT})


def form_vocabulary(edition: Edition) -> Vocabulary:
    """Every name with its unit and years; computed fields have none, they are results."""
    names: Vocabulary = {LAST_YEAR: Name(unit=YEAR)}
    for key, mapping in edition.facts.items():
        if mapping.record is not None:
            _add(names, mapping.record, fact_vocabulary()[key])
    for field in edition.fields.values():
        if field.computed:
            continue
        _add(names, field.key, name_of_field(field))
        if field.type is FieldType.DATE:
            _add(names, years_since(field.key), Name(unit=unit_called("年"), may_be_negative=True))
        for column in field.columns:
            if column.type in _SUMMED:
                _add(names, f"{field.key}_{column.key}", name_of_column(column))
    return names


def _add(names: Vocabulary, key: str, name: Name) -> None:
    if key in names:
        raise ExpressionError(f"two things of the form are called {key!r}")
    names[key] = name


def row_vocabulary(table: FormField) -> Vocabulary:
    """The names that a filter over the rows of ``table`` may use: its columns and `last_year`."""
    return {LAST_YEAR: Name(unit=YEAR), **{column.key: name_of_column(column) for column in table.columns}}


def name_of_column(column: Column) -> Name:
    """How a column is read in an expression."""
    as_field = FormField(key=column.key, name=column.name, type=column.type, unit=column.unit, options=column.options)
    return name_of_field(as_field)


def years_since(key: str) -> str:
    """`registered_on` → `years_since_registered`."""
    return f"years_since_{key.removesuffix('_on')}"


def form_values(
    edition: Edition,
    answers: Mapping[str, Answer],
    counts: Mapping[str, int],
    *,
    record: Mapping[str, Value],
    last_year: int | None,
) -> dict[str, Value]:
    """The values of those names; ``counts`` tells how many files stand in each files field, none where it is silent."""
    values: dict[str, Value] = {LAST_YEAR: last_year}
    for mapping in edition.facts.values():
        if mapping.record is not None:
            values.update((cell, record.get(cell)) for cell in cells_of(mapping.record, _MOST_YEARS))
    for field in edition.fields.values():
        if field.computed:
            continue
        if field.type is FieldType.FILES:
            values[field.key] = counts.get(field.key, 0)
            continue
        for cell in field.cells:
            values[cell] = _plain(answers.get(cell))
        if field.type is FieldType.DATE:
            values[years_since(field.key)] = _years_since(answers.get(field.key), last_year)
        for column in field.columns:
            if column.type in _SUMMED:
                values[f"{field.key}_{column.key}"] = column_sum(answers.get(field.key), column.key)
    return values


def _plain(answer: Answer) -> Value:
    if isinstance(answer, list):
        return sum(1 for entry in answer if entry != NONE_OF_THEM)
    return answer


def _years_since(answer: Answer, last_year: int | None) -> int | None:
    if last_year is None or not isinstance(answer, str) or not answer[:4].isdigit():
        return None
    return last_year - int(answer[:4]) + 1


def column_sum(rows: Answer, column: str) -> int | None:
    """The sum of a column; unknown where the table was not answered or a cell is blank."""
    if not isinstance(rows, list):
        return None
    cells: list[Any] = [row.get(column) for row in rows]
    return None if None in cells else sum(cells)
