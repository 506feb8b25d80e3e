"""A table of text read column by column into the types of the vocabulary, with every cell that its type refuses.

The same patterns as `cells`, over whole columns. A number too long for the column stands as one above the largest that
a plan holds, so that its row is decided from the text in exact numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from tidu.rules.batch import BEYOND, kind_of, replace_rows, score
from tidu.rules.batch_expressions import LARGEST, plan
from tidu.rules.cells import NO, YES, CellProblem, decimals_of, pattern, read_cell
from tidu.rules.facts import Fact, fact_cells
from tidu.rules.schema import Standard
from tidu.rules.size import FIGURES, Size, industries, size_classes
from tidu.rules.standards import ready
from tidu.rules.units import Kind

UNKNOWN = "unknown"


@dataclass(frozen=True)
class BadCell:
    """A cell that its own type refuses; ``row`` counts from 0, without the header."""

    row: int
    column: str
    value: str
    what: str


def bad_cells(text: pl.DataFrame) -> list[BadCell]:
    """Every cell of the vocabulary's columns that its type refuses, row by row."""
    columns = [name for name in text.columns if name in fact_cells()]
    refused = text.lazy().select(_refused(fact_cells()[name], name) for name in columns).collect()
    found = [bad for name in columns for bad in _bad_cells_of(text[name], refused[name].arg_true())]
    places = {name: place for place, name in enumerate(columns)}
    return sorted(found, key=lambda bad: (bad.row, places[bad.column]))


def typed(text: pl.DataFrame) -> pl.DataFrame:
    """The vocabulary's columns of a table without bad cells, in kept parts; other columns as they are."""
    facts = fact_cells()
    return text.lazy().with_columns(_typed(facts[name], name) for name in text.columns if name in facts).collect()


def scored(standard: Standard, text: pl.DataFrame, *, besides: Sequence[str]) -> pl.DataFrame:
    """Score a table of text; `qualifies` and conditions as yes, no, unknown."""
    cells = [cell for cell in ready(standard).cells if cell in text.columns]
    kept = typed(text.select(cells))
    plain = [name for name in besides if name not in cells]
    result = score(standard, pl.concat([text.select(plain), kept], how="horizontal").lazy(), besides=besides).collect()
    rows = result[BEYOND].arg_true()
    if len(rows):
        facts = (
            {name: read_cell(fact_cells()[name], value) for name, value in row.items()}
            for row in _rows(text, cells, rows)
        )
        result = replace_rows(result, rows, standard, facts)
    truths = [name for name, kind in result.schema.items() if kind == pl.Boolean and name != BEYOND]
    return result.drop(BEYOND).with_columns(yes_no_unknown(pl.col(name)) for name in truths)


def sized(text: pl.DataFrame) -> pl.Series:
    """The size class of every row of a table of text with the columns `industry`, `employees`, `revenue`, `assets`."""
    chosen = pl.lit(Size.OUTSIDE.value)
    for each in size_classes():
        codes = [code for code in industries() if code.startswith(each.industries)]
        ladder = pl.lit(Size.MICRO.value)
        for size in (Size.SMALL, Size.MEDIUM, Size.LARGE):
            test = plan(each.test(size))
            ladder = pl.when(test.is_null()).then(pl.lit(UNKNOWN)).when(test).then(pl.lit(size.value)).otherwise(ladder)
        chosen = pl.when(pl.col("industry").is_in(codes)).then(ladder).otherwise(chosen)
    known = pl.col("industry").is_in(list(industries()))
    missing = [name for name in ("industry", *FIGURES) if name not in text.columns]
    text = text.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)
    return typed(text).select(pl.when(known).then(chosen).otherwise(pl.lit(UNKNOWN)).alias("size"))["size"]


def yes_no_unknown(truth: pl.Expr) -> pl.Expr:
    return (
        pl.when(truth.is_null()).then(pl.lit(UNKNOWN)).when(truth).then(pl.lit(YES)).otherwise(pl.lit(NO)).name.keep()
    )


def _refused(fact: Fact, name: str) -> pl.Expr:
    cell = pl.col(name)
    match fact.unit.kind:
        case Kind.NUMBER:
            refused = ~cell.str.contains(pattern(fact))
            if fact.at_most is not None:
                refused |= _number(fact, name) > fact.at_most * fact.unit.scale
        case Kind.TRUTH:
            refused = ~cell.is_in([YES, NO])
        case _ if fact.choices:
            refused = ~cell.is_in(list(fact.choices))
        case _ if fact.unit_name == "code":
            refused = ~cell.str.contains(r"^[0-9]+$")
        case _:
            refused = pl.lit(value=False)
    return refused.fill_null(value=False).alias(name)


def _typed(fact: Fact, name: str) -> pl.Expr:
    match fact.unit.kind:
        case Kind.NUMBER:
            return _number(fact, name).alias(name)
        case Kind.TRUTH:
            return (pl.col(name) == YES).alias(name)
        case _:
            return pl.col(name).cast(kind_of(fact))


def _number(fact: Fact, name: str) -> pl.Expr:
    """Whole kept parts; up to the largest, a number of two decimals is exact to the hundredth even as a float."""
    cell = pl.col(name)
    if not decimals_of(fact):
        number = cell.cast(pl.Int64, strict=False) * fact.unit.scale
        return pl.when(cell.is_null() | number.is_not_null()).then(number).otherwise(LARGEST + 1)
    hundredths = cell.cast(pl.Float64, strict=False) * 100
    within = hundredths.abs() <= LARGEST * 100 // fact.unit.scale
    number = hundredths.round().cast(pl.Int64, strict=False) * (fact.unit.scale // 100)
    return pl.when(cell.is_null() | within).then(number).otherwise(LARGEST + 1)


def _bad_cells_of(cells: pl.Series, rows: pl.Series) -> Iterator[BadCell]:
    fact = fact_cells()[cells.name]
    for row, value in zip(rows, cells.gather(rows), strict=True):
        try:
            read_cell(fact, value)
        except CellProblem as problem:
            yield BadCell(row, cells.name, value, str(problem))
        else:
            raise AssertionError(f"one cell and a column of {cells.name} are read differently: {value!r}")


def _rows(text: pl.DataFrame, cells: list[str], rows: pl.Series) -> Iterator[dict[str, str | None]]:
    return text.select(cells)[rows].iter_rows(named=True)
