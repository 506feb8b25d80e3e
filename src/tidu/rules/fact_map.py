"""The facts of a declaration: what its answers, its files and the platform's record say in the one vocabulary.

A fact is read in the way its edition maps it, else from the field of its own key. Nothing is assumed: a table that
nobody touched is unknown, one saved empty is the explicit 没有 and has no rows. Over rows the logic is three-valued:
`any` is yes as soon as one row fits, `count`, `sum` and `max` are unknown where a row's fitting is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tidu.rules import exact
from tidu.rules.answers_shown import Answer
from tidu.rules.expressions import ExpressionError, parse, parse_test
from tidu.rules.facts import Fact, Vocabulary, cells_of, facts
from tidu.rules.form_names import LAST_YEAR, form_values, form_vocabulary, row_vocabulary
from tidu.rules.kept import kept_by_identity
from tidu.rules.schema import Edition, FactMap, FormField
from tidu.rules.units import BARE, Value

Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Filing:
    """What one declaration holds, as the readers of facts want it."""

    answers: Mapping[str, Answer]
    values: Mapping[str, Value]
    record: Mapping[str, Value]
    last_year: int | None


_Reader = Callable[[_Filing], Value]


def facts_of(
    edition: Edition,
    answers: Mapping[str, Answer],
    counts: Mapping[str, int],
    record: Mapping[str, Value],
    *,
    last_year: int | None,
) -> dict[str, Value]:
    """Every fact of the vocabulary by cell (`revenue`, `revenue[-1]` …); None is unknown.

    ``counts`` are the files in each files field, ``record`` what the platform itself knows (`digital_level`,
    `holds_base_title`, `development_score[-1]` …), ``last_year`` the last complete year, 上年度.
    """
    values = form_values(edition, answers, counts, record=record, last_year=last_year)
    filing = _Filing(answers, values, record, last_year)
    return {cell: read(filing) for cell, read in readers(edition).items()}


def readers(edition: Edition) -> Mapping[str, _Reader]:
    """How each fact of the edition is read, compiled once. Raises `ExpressionError` where the mapping is wrong."""
    return kept_by_identity(edition, "facts", _compiled)


def mapped_facts(edition: Edition) -> frozenset[str]:
    """The facts that this edition's form or the platform's record can tell at all."""
    return frozenset(cell.split("[")[0] for cell in readers(edition))


def _compiled(edition: Edition) -> Mapping[str, _Reader]:
    names = form_vocabulary(edition)
    known = facts()
    if strange := set(edition.facts) - set(known):
        raise ExpressionError(f"{edition.id} maps facts that the vocabulary does not have: {sorted(strange)}")
    found: dict[str, _Reader] = {}
    for key, fact in known.items():
        mapping = edition.facts.get(key)
        if mapping is None:
            field = edition.fields.get(key)
            mapping = FactMap(field=key) if field is not None and not field.computed else None
        if mapping is not None:
            found.update(_FactReaders(edition, names, fact, mapping).by_cell())
    return found


class _FactReaders:
    """Turns one mapping into a reader for each year of its fact."""

    def __init__(self, edition: Edition, names: Vocabulary, fact: Fact, mapping: FactMap) -> None:
        self.edition = edition
        self.names = names
        self.fact = fact
        self.mapping = mapping

    def by_cell(self) -> dict[str, _Reader]:
        mapping = self.mapping
        if mapping.record is not None:
            sources = cells_of(mapping.record, self.fact.years)
            return dict(zip(self.fact.cells, map(_from_record, sources), strict=True))
        if mapping.field is not None:
            return self._from_field(mapping.field)
        if mapping.when is not None or mapping.value is not None:
            return self._from_expression(mapping.when or mapping.value or "")
        return {self.fact.key: self._single()}

    def _from_field(self, key: str) -> dict[str, _Reader]:
        if key not in self.names:
            raise ExpressionError(f"{self.fact.key} is mapped to {key!r}, which the form does not have")
        years = min(self.fact.years, self.names[key].years)
        pairs = zip(cells_of(self.fact.key, years), cells_of(key, years), strict=True)
        return {cell: _from_values(source) for cell, source in pairs}

    def _from_expression(self, text: str) -> dict[str, _Reader]:
        found: dict[str, _Reader] = {}
        for shift, cell in enumerate(self.fact.cells):
            try:
                expression = parse(text, self.names, shift=shift)
            except ExpressionError:
                if shift:  # the form does not ask as many years as the vocabulary knows
                    break
                raise
            if expression.unit not in {self.fact.unit, BARE}:
                wrong = f"{text!r} gives {expression.unit.name}"
                raise ExpressionError(f"{self.fact.key} is kept in {self.fact.unit.name}, {wrong}")
            if shift and not any("[" in each for each in expression.cells):
                break
            found[cell] = _computed(exact.function(expression))
        return found

    def _single(self) -> _Reader:
        mapping = self.mapping
        if mapping.first:
            tests = [(exact.test(parse_test(each.when, self.names)), each.value) for each in mapping.first]
            return _first_true(tests, mapping.otherwise)
        if mapping.contains is not None:
            return _contains(self._field(mapping.contains).key, frozenset(mapping.one_of))
        if mapping.any is not None:
            return _any(*self._rows(mapping.any))
        if mapping.count is not None:
            return _count(*self._rows(mapping.count))
        path = mapping.sum or mapping.max or ""
        table, _, column = path.partition(".")
        if column not in {each.key for each in self._field(table).columns}:
            raise ExpressionError(f"{self.fact.key} is read from {path!r}, which the form does not have")
        return _fold(*self._rows(table), column, sum if mapping.sum else max)

    def _field(self, key: str) -> FormField:
        if key not in self.edition.fields:
            raise ExpressionError(f"{self.fact.key} is read from {key!r}, which the form does not have")
        return self.edition.fields[key]

    def _rows(self, table: str) -> tuple[str, exact.Test]:
        where = self.mapping.where
        if where is None:
            self._field(table)
            return table, lambda _: True
        return table, exact.test(parse_test(where, row_vocabulary(self._field(table))))


# -- one reader for each way ------------------------------------------------------------------------------------------


def _from_record(cell: str) -> _Reader:
    return lambda filing: filing.record.get(cell)


def _from_values(cell: str) -> _Reader:
    return lambda filing: filing.values.get(cell)


def _computed(function: exact.Function) -> _Reader:
    def read(filing: _Filing) -> Value:
        value = function(filing.values)
        if isinstance(value, Fraction):  # a fact is whole; what is not cannot be told from here
            return int(value) if value.denominator == 1 else None
        return value

    return read


def _first_true(tests: list[tuple[exact.Test, str]], otherwise: str | None) -> _Reader:
    def read(filing: _Filing) -> Value:
        for test, value in tests:
            holds = test(filing.values)
            if holds is None:
                return None
            if holds:
                return value
        return otherwise

    return read


def _contains(key: str, wanted: frozenset[str]) -> _Reader:
    def read(filing: _Filing) -> Value:
        chosen = filing.answers.get(key)
        return not wanted.isdisjoint(chosen) if isinstance(chosen, list) else None

    return read


def _fitting(filing: _Filing, table: str, where: exact.Test) -> list[tuple[Row, bool | None]] | None:
    rows = filing.answers.get(table)
    if not isinstance(rows, list):
        return None
    return [(row, where({**row, LAST_YEAR: filing.last_year})) for row in rows]


def _any(table: str, where: exact.Test) -> _Reader:
    def read(filing: _Filing) -> Value:
        rows = _fitting(filing, table, where)
        if rows is None:
            return None
        fits = [fit for _, fit in rows]
        return True if True in fits else None if None in fits else False

    return read


def _count(table: str, where: exact.Test) -> _Reader:
    def read(filing: _Filing) -> Value:
        rows = _fitting(filing, table, where)
        if rows is None or None in [fit for _, fit in rows]:
            return None
        return sum(1 for _, fit in rows if fit)

    return read


def _fold(table: str, where: exact.Test, column: str, fold: Callable[[Iterable[Any]], Any]) -> _Reader:
    def read(filing: _Filing) -> Value:
        rows = _fitting(filing, table, where)
        if rows is None or None in [fit for _, fit in rows]:
            return None
        cells = [row.get(column) for row, fit in rows if fit]
        if None in cells or (fold is max and not cells):  # nothing has no greatest
            return None
        whole: int = fold(cells)
        return whole

    return read
