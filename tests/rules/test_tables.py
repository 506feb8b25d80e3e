"""Columns of text: read like single cells, and scored exactly whatever their length."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tidu.rules import catalogue, tables
from tidu.rules.cells import CellProblem, read_cell
from tidu.rules.facts import Fact, fact_cells, facts
from tidu.rules.tallies import tally
from tidu.rules.units import Kind

KINDS_OF_CELL = ["revenue", "net_profit", "employees", "digital_level", "local_other_points", "market_share",
                 "development_score[-1]", "own_brand", "chain_position", "industry", "credit_code"]  # fmt: skip
TYPED = st.text(alphabet="0123456789.-+eE, ，元万%１yesno\n\t", max_size=8)


def one_by_one(fact: Fact, text: str) -> tuple[object, bool]:
    """The value, and whether the cell is refused."""
    try:
        return read_cell(fact, text), False
    except CellProblem:
        return None, True


@pytest.mark.parametrize("cell", KINDS_OF_CELL)
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TYPED | st.sampled_from(["yes", "no", "none", "gap_filling", "3489"]), min_size=1, max_size=30))
@example(
    texts=["1", "01", "1.5", "1.50", "1.505", ".5", "5.", "-1", "-0.01", "+1", "1e3", "1E3", "inf", "nan", "1,000"]
)
@example(
    texts=["99999999999999999999", "9223372036854775808", "1125899906842624", "1125899906.85", "12345678901234567.89"]
)
@example(texts=[" 1", "1 ", "１", "1\n", "0x1", "1_000", "4", "5", "15", "16", "yes ", "YES", "是", "--1", "-", "."])
def test_a_column_is_read_as_its_cells_one_by_one(cell: str, texts: list[str]) -> None:
    fact = fact_cells()[cell]
    column = pl.DataFrame({cell: [text or None for text in texts]}, schema={cell: pl.String})

    refused = {bad.row for bad in tables.bad_cells(column)}
    assert refused == {row for row, text in enumerate(texts) if one_by_one(fact, text)[1]}

    good = [text for row, text in enumerate(texts) if row not in refused]
    kept = tables.typed(pl.DataFrame({cell: [text or None for text in good]}, schema={cell: pl.String}))[cell].to_list()
    for text, value in zip(good, kept, strict=True):
        exact = one_by_one(fact, text)[0]
        too_long = fact.unit.kind is Kind.NUMBER and isinstance(exact, int) and abs(exact) > 2**50
        assert value == exact or (too_long and value > 2**50), text


def test_a_figure_longer_than_any_column_is_still_decided_exactly() -> None:
    standard = catalogue.edition("innovative@2022-08-01").standard
    assert standard is not None
    long = "1" + "0" * 30
    rows = [
        {"rd_expense": long, "revenue": long + "0"},  # exactly 10 %
        {"rd_expense": "3" + "0" * 29, "revenue": "1" + "0" * 31},  # exactly 3 %
        {"rd_expense": "2" + "9" * 29 + ".99", "revenue": "1" + "0" * 31},  # a hundredth below 3 %
        {"rd_expense": "300", "revenue": "10000"},
    ]

    scored = tables.scored(standard, pl.DataFrame(rows), besides=[])

    assert scored["INN-2"].to_list() == [20, 15, 10, 15]
    for row, points in zip(rows, scored["INN-2"], strict=True):
        values = {name: read_cell(facts()[name], text) for name, text in row.items()}
        assert tally(standard, values).points["INN-2"] == points


def test_a_missing_column_is_unknown_in_every_row() -> None:
    standard = catalogue.edition("little_giant@2022-08-01").standard
    assert standard is not None

    scored = tables.scored(standard, pl.DataFrame({"market_years": ["3", None]}), besides=[])

    assert scored["LG-Z1"].to_list() == ["yes", "unknown"]
    assert scored["LG-0"].to_list() == ["unknown", "unknown"]
    assert scored["qualifies"].to_list() == ["unknown", "unknown"]
    assert scored["total"].to_list() == [None, None]


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ("revenue", "1,000", "不能用千分位逗号，只写数字"),
        ("revenue", "１00", "只能用半角数字"),
        ("revenue", "+5", "前面不能有加号"),
        ("revenue", "1e3", "不能用科学计数法，请写出全部数字"),
        ("revenue", "-1", "不能小于 0"),
        ("revenue", "1.234", "最多两位小数"),
        ("revenue", " 1", "数字前后不能有空格"),
        ("revenue", "六千", "不是数字，应为最多两位小数的数字（万元）"),
        ("employees", "12.5", "应为整数"),
        ("employees", "12人", "不是数字，应为整数（人）"),
        ("digital_level", "5", "应在 0 到 4 之间"),
        ("local_feature_points", "16", "应在 0 到 15 之间"),
        ("own_brand", "是", "只能填 yes 或 no"),
        ("chain_position", "gap", "只能填 gap_filling、key_supply、none 之一"),
        ("industry", "C34", "应为国民经济行业分类代码，只用数字，如 3489"),
    ],
)
def test_a_refused_cell_says_what_is_wrong(cell: str, text: str, said: str) -> None:
    with pytest.raises(CellProblem) as problem:
        read_cell(fact_cells()[cell], text)
    assert str(problem.value) == said


def test_a_loss_may_be_below_zero() -> None:
    assert read_cell(fact_cells()["net_profit"], "-0.01") == -10_000
