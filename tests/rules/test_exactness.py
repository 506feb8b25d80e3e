"""The engine against fractions written out by hand: at bounds, a hundredth of 万元 off them, and with gaps."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.oracle import ORACLES, W
from tidu.rules import batch, catalogue
from tidu.rules.batch_expressions import LARGEST, plan
from tidu.rules.exact import test as compiled_test
from tidu.rules.expressions import parse_test
from tidu.rules.facts import Fact, fact_cells, fact_vocabulary
from tidu.rules.standards import ready
from tidu.rules.tallies import tally
from tidu.rules.units import MONEY, Kind, Value

STEP = 10_000  # fen: 0.01 万元
PERCENTS = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 50, 55, 60, 70, 75, 80, 90, 105, 110, 115, 120)
SHARES = [*(Fraction(percent, 100) for percent in PERCENTS), Fraction("1.1025")]
AMOUNTS = [0, 100, 200, 300, 400, 500, 1000, 1500, 2000, 3000, 5000, 6000, 8000, 10000]
#: What money is measured against, so that a drawn figure lies on a bound of its ratio.
AGAINST = {
    "rd_expense": "revenue", "rd_expense[-1]": "revenue[-1]", "main_revenue": "revenue", "net_profit": "revenue",
    "liabilities": "assets", "main_revenue[-1]": "main_revenue[-2]", "revenue": "revenue[-2]",
}  # fmt: skip

plain_money = st.one_of(
    st.sampled_from(AMOUNTS).map(lambda amount: amount * W),
    st.integers(0, 3_000_000).map(lambda hundredths: hundredths * STEP),
    st.integers(2**49, 2**66),  # beyond what a plan holds
)
nudges = st.sampled_from([0, 0, STEP, -STEP])


@st.composite
def enterprises(draw: st.DrawFn, cells: tuple[str, ...]) -> dict[str, Value]:
    """The facts of one enterprise: ratios on their bounds or just off them, and some cells unknown."""
    facts: dict[str, Value] = {cell: draw(_plain(fact_cells()[cell])) for cell in cells}
    for cell in reversed([cell for cell in AGAINST if cell in facts and draw(st.booleans())]):
        against = facts.get(AGAINST[cell])
        if isinstance(against, int):
            on_the_bound = draw(st.sampled_from(SHARES)) * against
            facts[cell] = max(int(on_the_bound) // STEP * STEP + draw(nudges), 0)
    if draw(st.booleans()) and {"main_revenue", "main_revenue[-1]", "main_revenue[-2]"} <= set(facts):
        facts.update(draw(_two_growth_rates()))
    for cell in draw(st.lists(st.sampled_from(cells), max_size=3)) if draw(st.booleans()) else []:
        facts[cell] = None
    return facts


@st.composite
def _two_growth_rates(draw: st.DrawFn) -> dict[str, Value]:
    """Three years whose two growth rates have a mean exactly on a bound, or a hundredth of 万元 off it."""
    bound = draw(st.sampled_from(["0", "0.04", "0.05", "0.06", "0.08", "0.1"]))
    first = draw(st.integers(-40, 60))
    second = Fraction(bound) * 200 - first
    start = draw(st.integers(1, 500)) * 10_000 * STEP
    middle = start * (100 + first) // 100
    last = int(middle * (100 + second) / 100)
    return {"main_revenue[-2]": start, "main_revenue[-1]": middle, "main_revenue": max(last + draw(nudges), 0)}


def _plain(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.unit == MONEY:
        return st.one_of(plain_money, plain_money.map(lambda fen: -fen)) if fact.may_be_negative else plain_money
    match fact.unit.kind:
        case Kind.NUMBER:
            most = fact.at_most if fact.at_most is not None else 12
            return st.integers(0, most).map(lambda whole: whole * fact.unit.scale) | st.integers(
                0, most * fact.unit.scale
            )
        case Kind.TRUTH:
            return st.sampled_from([True, True, False])
        case _:
            return st.sampled_from(sorted(fact.choices))


def _written_out(name: str, facts: dict[str, Value]) -> dict[str, Value]:
    points, conditions, ways, qualifies = ORACLES[name](facts)
    route = next((key for key, holds in ways.items() if holds), None) if qualifies else None
    known = [each for each in points.values() if each is not None]
    total = sum(known) if points and len(known) == len(points) else None
    return {"qualifies": qualifies, "route": route, "total": total, **points, **conditions}


@pytest.mark.parametrize("name", list(ORACLES))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_one_by_one_and_in_a_table_equal_the_fractions_written_out_by_hand(name: str, data: st.DataObject) -> None:
    standard = catalogue.edition(name).standard
    assert standard is not None
    cells = ready(standard).cells
    rows = data.draw(st.lists(enterprises(cells), min_size=1, max_size=8))
    schema = {cell: batch.kind_of(fact_cells()[cell]) for cell in cells}
    held = [{cell: _held(value) for cell, value in row.items()} for row in rows]

    in_a_table = batch.score_exactly(standard, pl.DataFrame(held, schema=schema)).rows(named=True)

    for row, from_table in zip(held, in_a_table, strict=True):
        expected = _written_out(name, row)
        one = tally(standard, row)
        found = {"qualifies": one.qualifies, "route": one.route or None, "total": one.total}
        assert {**found, **one.points, **one.conditions} == expected
        assert from_table == expected


def _held(value: Value) -> Value:
    """A column of whole numbers holds 64 bits; what is longer is the business of tables of text."""
    return max(min(value, 2**62), -(2**62)) if isinstance(value, int) and not isinstance(value, bool) else value


@settings(max_examples=150, deadline=None)
@given(
    denominator=st.integers(1, LARGEST),
    share=st.sampled_from(SHARES),
    off=st.integers(-2, 2),
    sign=st.sampled_from([">=", ">", "<=", "<", "==", "!="]),
)
def test_a_ratio_is_compared_exactly_however_near_the_bound(
    denominator: int, share: Fraction, off: int, sign: str
) -> None:
    numerator = max(int(share * denominator) + off, 0)
    bound = f"{float(share):g}"
    expression = parse_test(f"rd_expense / revenue {sign} {bound}", fact_vocabulary())
    values = {"rd_expense": numerator, "revenue": denominator}

    in_a_table = pl.DataFrame({cell: [value] for cell, value in values.items()}).select(plan(expression))

    difference = Fraction(numerator, denominator) - share
    truth = {">=": difference >= 0, ">": difference > 0, "<=": difference <= 0, "<": difference < 0,
             "==": difference == 0, "!=": difference != 0}[sign]  # fmt: skip
    assert compiled_test(expression)(values) is truth
    assert in_a_table.item() is truth


@settings(max_examples=100, deadline=None)
@given(profit=st.integers(-LARGEST, LARGEST), other=st.integers(-LARGEST, LARGEST), share=st.sampled_from(SHARES))
def test_a_denominator_below_zero_turns_nothing_round(profit: int, other: int, share: Fraction) -> None:
    vocabulary = fact_vocabulary() | {"loss": fact_vocabulary()["net_profit"]}
    expression = parse_test(f"(net_profit - loss) / loss >= {float(share):g}", vocabulary)
    values = {"net_profit": profit, "loss": other}

    in_a_table = pl.DataFrame({cell: [value] for cell, value in values.items()}).select(plan(expression)).item()

    truth = None if other == 0 else Fraction(profit - other, other) >= share
    assert compiled_test(expression)(values) is truth
    assert in_a_table is truth
