from __future__ import annotations

from fractions import Fraction

import pytest

from tidu.rules import exact
from tidu.rules.expressions import ExpressionError, parse, parse_test
from tidu.rules.facts import fact_vocabulary
from tidu.rules.units import MONEY, RATIO, Value

W = 1_000_000


def value(text: str, **values: Value) -> exact.Exact:
    return exact.function(parse(text, fact_vocabulary()))(values)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("revenue + employees", "万元 and 人 do not mix"),
        ("revenue >= employees", "万元 and 人 do not mix"),
        ("class_1_ip + employees", "项 and 人 do not mix"),
        ("revenue / employees", "万元 is not divided by 人"),
        ("revenue * rd_expense >= 1", "万元 is not multiplied by 万元"),
        ("revenu > 1", "nothing is called 'revenu'"),
        ("revenue[-3] > 1", "there is no revenue[-3]"),
        ("employees[-1] > 1", "there is no employees[-1]"),
        ("revenue[1] > 1", "the year before is written name[-1]"),
        ("own_brand == 1", "yes and no are not compared"),
        ("revenue and own_brand", "join tests"),
        ("not revenue", "join tests"),
        ("own_brand + 1", "no reckoning with 是否"),
        ("chain_position == 'gap'", "chain_position has no choice 'gap'"),
        ("chain_position in ('gap_filling', 'gap')", "chain_position has no choice 'gap'"),
        ("chain_position >= 'none'", "compared by == or != only"),
        ("revenue >= 0.0000001", "finer than what is kept"),
        ("revenue ** 2 > 1", "only + - * / are known"),
        ("max(revenue, 1) > 1", "has no Call"),
        ("[revenue]", "has no List"),
        ("revenue if own_brand else assets", "has no IfExp"),
        ("own_brand == True", "never True or False"),
        ("revenue >=", "not an expression"),
        ("", "not an expression"),
    ],
)
def test_what_is_not_in_the_language_or_mixes_units_is_refused_at_load(text: str, said: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text, fact_vocabulary())
    assert said in str(refused.value)


def test_a_number_where_a_test_is_needed_is_refused() -> None:
    with pytest.raises(ExpressionError, match="is no test"):
        parse_test("revenue", fact_vocabulary())


def test_a_bare_number_takes_the_unit_of_the_other_side() -> None:
    assert value("revenue >= 1000", revenue=1000 * W) is True
    assert value("revenue >= 1000", revenue=1000 * W - 1) is False
    assert value("market_share >= 10", market_share=1000) is True
    assert value("market_share >= 10", market_share=999) is False
    assert value("1 / 2 * revenue", revenue=3) == Fraction(3, 2)


def test_a_quotient_of_like_things_is_a_ratio_and_half_of_money_is_money() -> None:
    assert parse("rd_expense / revenue", fact_vocabulary()).unit == RATIO
    assert parse("(rd_expense + rd_expense[-1]) / 2", fact_vocabulary()).unit == MONEY


def test_a_decimal_is_read_as_it_is_written_not_as_a_binary_float() -> None:
    assert value("rd_expense / revenue >= 0.1", rd_expense=1, revenue=10) is True
    assert value("rd_expense / revenue > 0.1", rd_expense=1, revenue=10) is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("own_brand and science_award", None),
        ("own_brand and listed_honour", False),
        ("listed_honour and own_brand", False),
        ("own_brand or science_award", True),
        ("science_award or own_brand", True),
        ("own_brand or listed_honour", None),
        ("listed_honour or listed_honour", False),
        ("not own_brand", None),
        ("not listed_honour", True),
        ("revenue >= 1", None),
        ("assets / liabilities >= 1", None),
        ("chain_position == 'none'", None),
        ("chain_position in ('none', 'key_supply')", None),
    ],
)
def test_an_unknown_term_leaves_open_only_what_depends_on_it(text: str, expected: object) -> None:
    facts: dict[str, Value] = {"science_award": True, "listed_honour": False, "assets": 5, "liabilities": 0}
    assert value(text, **facts) is expected


def test_names_can_be_moved_one_year_back() -> None:
    moved = parse("main_revenue <= revenue", fact_vocabulary(), shift=1)
    assert moved.cells == ("main_revenue[-1]", "revenue[-1]")
    with pytest.raises(ExpressionError, match="there is no revenue"):
        parse("revenue[-2] > 1", fact_vocabulary(), shift=1)


def test_comparisons_can_be_chained_and_signs_turned() -> None:
    assert value("-1 <= net_profit - -0.5 < 2", net_profit=-(3 * W) // 2) is True
    assert value("-1 <= net_profit - -0.5 < 2", net_profit=(3 * W) // 2) is False
    assert value("-net_profit", net_profit=5) == -5
