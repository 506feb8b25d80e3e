"""The standard applied to a table of enterprises: one polars plan, with the rows it cannot hold decided exactly.

A figure beyond `batch_expressions.LARGEST`, or below zero where the vocabulary knows none, sends its whole row to the
exact back end; everything else is whole numbers from end to end.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import polars as pl

from tidu.rules.batch_expressions import LARGEST, plan
from tidu.rules.facts import Fact, fact_cells
from tidu.rules.schema import Checklist, Standard
from tidu.rules.standards import ANY_ROUTE, TOTAL, ReadyIndicator, ReadyRoute, ReadyStandard, ready
from tidu.rules.tallies import tally
from tidu.rules.units import Kind, Value

QUALIFIES, ROUTE = "qualifies", "route"
_POINTS = pl.Int16
BEYOND = "beyond_the_plan"


def kind_of(fact: Fact) -> pl.DataType:
    """The type in which a table keeps a fact: whole kept parts, yes or no, or a word."""
    kinds = {Kind.NUMBER: pl.Int64(), Kind.TRUTH: pl.Boolean()}
    return kinds.get(fact.unit.kind, pl.String())


def score(standard: Standard, table: pl.LazyFrame, *, besides: Iterable[str] = ()) -> pl.LazyFrame:
    """Return `qualifies`, `route`, `total`, the points and the conditions of every row, and the columns ``besides``.

    Columns are cells of the vocabulary in the types of `kind_of`; a missing column is unknown in every row. Points and
    conditions are named by their codes, in the standard's order.
    """
    prepared = ready(standard)
    present = set(table.collect_schema().names())
    missing = [cell for cell in prepared.cells if cell not in present]
    kinds = {cell: kind_of(fact_cells()[cell]) for cell in missing}
    table = table.with_columns(pl.lit(None, dtype=kinds[cell]).alias(cell) for cell in missing)
    table = table.with_columns(_points(each).alias(each.column) for each in prepared.indicators)
    table = table.with_columns(_total(prepared).alias(TOTAL), _beyond(prepared).alias(BEYOND))
    early = [each for each in prepared.conditions if not each.after_routes]
    table = table.with_columns(plan(each.test).alias(each.column) for each in early)
    if prepared.routes:
        table = table.with_columns(pl.any_horizontal(plan(route.test) for route in prepared.routes).alias(ANY_ROUTE))
    late = [each for each in prepared.conditions if each.after_routes]
    table = table.with_columns(plan(each.test).alias(each.column) for each in late)
    table = table.with_columns(plan(prepared.qualifies).alias(QUALIFIES))
    table = table.with_columns(_route(prepared.routes).alias(ROUTE))
    codes = [pl.col(each.column).alias(each.indicator.code) for each in prepared.indicators]
    codes += [pl.col(each.column).alias(each.condition.code) for each in prepared.conditions]
    return table.select(*besides, QUALIFIES, ROUTE, TOTAL, *codes, BEYOND)


def score_exactly(standard: Standard, table: pl.DataFrame, *, besides: Iterable[str] = ()) -> pl.DataFrame:
    """Score a table in memory, the rows beyond the plan one by one in exact numbers."""
    besides = tuple(besides)
    scored = score(standard, table.lazy(), besides=besides).collect()
    beyond = scored[BEYOND]
    if beyond.any():
        rows = beyond.arg_true()
        cells = [cell for cell in ready(standard).cells if cell in table.columns]
        scored = replace_rows(scored, rows, standard, table.select(cells)[rows].iter_rows(named=True))
    return scored.drop(BEYOND)


def replace_rows(
    scored: pl.DataFrame, rows: pl.Series, standard: Standard, facts: Iterable[dict[str, Value]]
) -> pl.DataFrame:
    """Put exact results in place of those of ``rows``; ``facts`` are their cells, in the same order."""
    results = []
    for row, values in zip(rows, facts, strict=True):
        result = tally(standard, values)
        verdict = {QUALIFIES: result.qualifies, ROUTE: result.route or None, TOTAL: result.total}
        results.append({"": row, **verdict, **result.points, **result.conditions})
    names = list(results[0])[1:]
    exact = pl.DataFrame(results, schema={"": pl.UInt32, **{name: scored.schema[name] for name in names}})
    return scored.with_columns(scored[name].scatter(exact[""], exact[name]) for name in names)


def _points(prepared: ReadyIndicator) -> pl.Expr:
    parts = []
    if prepared.steps:
        parts.append(_ladder(prepared))
    if prepared.indicator.checklist:
        parts.append(_checklist(prepared.indicator.checklist))
    if prepared.value:
        parts.append(pl.col(prepared.value.text).cast(_POINTS))
    return reduce(lambda one, other: one + other, parts)


def _ladder(prepared: ReadyIndicator) -> pl.Expr:
    """Take the first true test; an unknown one above it makes the whole unknown.

    The tests of one measure are unknown together, so the first speaks for all of them.
    """
    tests = [(plan(step.test), step.points) for step in prepared.steps if step.test is not None]
    points = pl.lit(prepared.steps[-1].points, dtype=_POINTS)
    on_one_measure = all(step.band.when is None for step in prepared.steps)
    for test, given in reversed(tests):
        points = pl.when(test).then(pl.lit(given, dtype=_POINTS)).otherwise(points)
        if not on_one_measure:
            points = pl.when(test.is_not_null()).then(points)
    return pl.when(tests[0][0].is_not_null()).then(points) if on_one_measure else points


def _checklist(checklist: Checklist) -> pl.Expr:
    count = pl.sum_horizontal([pl.col(item).cast(_POINTS) for item in checklist.items], ignore_nulls=False)
    return (count * checklist.each).clip(upper_bound=checklist.at_most)


def _total(prepared: ReadyStandard) -> pl.Expr:
    if not prepared.indicators:
        return pl.lit(None, dtype=_POINTS)
    return pl.sum_horizontal([pl.col(each.column) for each in prepared.indicators], ignore_nulls=False)


def _route(routes: tuple[ReadyRoute, ...]) -> pl.Expr:
    """The first way that holds where the enterprise qualifies; an unknown way is passed over."""
    if not routes:
        return pl.lit(None, dtype=pl.String)
    first = pl.coalesce(pl.when(plan(route.test)).then(pl.lit(route.key)) for route in routes)
    return pl.when(pl.col(QUALIFIES)).then(first)


def _beyond(prepared: ReadyStandard) -> pl.Expr:
    """Is any figure of the row too large for the plan, or below zero where none should be?"""
    cells = {cell: fact_cells()[cell] for cell in prepared.cells}
    numbers = {cell: fact for cell, fact in cells.items() if fact.unit.kind is Kind.NUMBER}
    lowest = {cell: -LARGEST if fact.may_be_negative else 0 for cell, fact in numbers.items()}
    outside = [(pl.col(cell) > LARGEST) | (pl.col(cell) < low) for cell, low in lowest.items()]
    return pl.any_horizontal(each.fill_null(value=False) for each in outside) if outside else pl.lit(value=False)
