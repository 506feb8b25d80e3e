"""The bulk rows for measuring are complete, typed as the rules keep them, and the same every time."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl

from tidu.rules.facts import fact_cells
from tidu.rules.units import Kind
from tools.bench_data import rows_for_score, write_csv

KINDS = {Kind.NUMBER: pl.Int64(), Kind.TRUTH: pl.Boolean(), Kind.WORD: pl.String()}


def test_bulk_rows_have_every_column_in_the_type_that_the_rules_keep() -> None:
    table = rows_for_score(500)

    assert table.shape == (500, len(fact_cells()))
    assert table.schema == {cell: KINDS[fact.unit.kind] for cell, fact in fact_cells().items()}


def test_bulk_rows_are_the_same_for_the_same_seed_only() -> None:
    assert rows_for_score(300, seed=5).equals(rows_for_score(300, seed=5))
    assert not rows_for_score(300, seed=5).equals(rows_for_score(300, seed=6))


def test_some_cells_are_unknown_but_never_the_code() -> None:
    table = rows_for_score(5_000)
    unknown = table.null_count().row(0, named=True)

    assert unknown.pop("credit_code") == 0
    assert all(50 <= count <= 150 for count in unknown.values())


def test_a_written_table_reads_as_people_type_it(tmp_path: Path) -> None:
    table = rows_for_score(200)
    write_csv(table, tmp_path / "facts.csv")

    with (tmp_path / "facts.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))

    assert len(written) == 200
    for row, profit, revenue, brand in zip(
        written, table["net_profit"], table["revenue"], table["own_brand"], strict=True
    ):
        assert row["revenue"] == ("" if revenue is None else f"{revenue / 1_000_000:.2f}")
        assert row["net_profit"] == ("" if profit is None else f"{profit / 1_000_000:.2f}")
        assert row["own_brand"] == {None: "", True: "yes", False: "no"}[brand]
