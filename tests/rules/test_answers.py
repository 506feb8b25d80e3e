from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.asked import COUNT, DATE, MONEY, PERCENT, PROFIT, YEAR, problem
from tidu.rules.answers import read, show

FEN = 1_000_000  # fen in one 万元


# -- money ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "fen", "shown"),
    [
        ("6842.5", 6_842_500_000, "6,842.50"),
        ("6,842.50", 6_842_500_000, "6,842.50"),
        ("6 842.50", 6_842_500_000, "6,842.50"),
        (" ６，８４２．５０ ", 6_842_500_000, "6,842.50"),
        ("6842。5", 6_842_500_000, "6,842.50"),
        ("6842.5万元", 6_842_500_000, "6,842.50"),
        ("¥6842.5 万", 6_842_500_000, "6,842.50"),
        ("人民币6842.5万元", 6_842_500_000, "6,842.50"),
        ("68425000元", 6_842_500_000, "6,842.50"),
        ("0.68425亿元", 6_842_500_000, "6,842.50"),
        ("6.8425E3", 6_842_500_000, "6,842.50"),
        ("1.2e3", 1200 * FEN, "1,200.00"),
        ("+12", 12 * FEN, "12.00"),
        ("12.", 12 * FEN, "12.00"),
        (".5", FEN // 2, "0.50"),
        ("0", 0, "0.00"),
        (6842.5, 6_842_500_000, "6,842.50"),
        (12, 12 * FEN, "12.00"),
        ("999,999,999.99", 999_999_999_990_000, "999,999,999.99"),
    ],
)
def test_money_is_read_to_whole_fen_however_it_is_typed(typed: str | float, fen: int, shown: str) -> None:
    reading = read(MONEY, typed)

    assert (reading.value, reading.shown, reading.problem) == (fen, shown, None)
    assert reading.tidied == (typed != shown)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("-12.5", -12_500_000), ("(12.5)", -12_500_000), ("（１２．５）万元", -12_500_000), ("−12.5", -12_500_000)],
)
def test_a_loss_is_typed_with_a_minus_or_in_brackets(typed: str, fen: int) -> None:
    assert read(PROFIT, typed).value == fen
    assert read(PROFIT, typed).shown == "-12.50"


def test_a_minus_where_none_can_be_is_refused_with_the_figure_offered_without_it() -> None:
    reading = read(MONEY, "-12.5")

    assert reading.value is None
    assert reading.problem is not None
    assert reading.problem.what == "‘-12.5’是负数。"
    assert reading.problem.offers == ("12.50",)


def test_words_are_refused_with_the_number_they_spell() -> None:
    assert problem(MONEY, "六千") == "‘六千’不是数字。请填阿拉伯数字，如 6,000。"
    assert read(MONEY, "六千").problem.offers == ("6,000.00",)  # type: ignore[union-attr]
    assert problem(MONEY, "六千万元") == "‘六千万元’不是数字。请填阿拉伯数字，如 6,000。"
    assert problem(MONEY, "三百二十点五") == "‘三百二十点五’不是数字。请填阿拉伯数字，如 6,842.50。"
    assert problem(MONEY, "约6800") == "‘约6800’不是数字。请填阿拉伯数字，如 6,842.50。"


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("12.345", "12.35"),
        ("12.344", "12.34"),
        ("123456元", "12.35"),
        ("0.001", "0.00"),
        ("1.2e-3", "0.00"),
    ],
)
def test_more_than_two_decimals_are_never_rounded_but_offered_rounded(typed: str, suggestion: str) -> None:
    reading = read(MONEY, typed)

    assert reading.value is None
    assert reading.problem is not None
    assert reading.problem.what == f"‘{typed}’超过两位小数。"
    assert reading.problem.offers == (suggestion,)
    assert suggestion in reading.problem.mend


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1,23", ("1.23", "123.00")),
        ("6842,5", ("6,842.50", "68,425.00")),
        ("1.234,56", ("1,234.56", "123,456.00")),
        ("12 34", ("1,234.00",)),
        ("1,2345", ("12,345.00",)),
        ("1.234.567", ("1,234,567.00",)),
    ],
)
def test_an_amount_that_can_be_read_in_two_ways_is_asked_and_never_guessed(
    typed: str, readings: tuple[str, ...]
) -> None:
    reading = read(MONEY, typed)

    assert reading.value is None
    assert reading.problem is not None
    assert reading.problem.what == f"看不准‘{typed}’是多少。"
    assert reading.problem.offers == readings
    assert reading.question == (readings if len(readings) > 1 else ())


def test_nothing_is_not_zero_until_the_applicant_says_so() -> None:
    for typed in ("无", "-", "/", "N/A"):
        reading = read(MONEY, typed)
        assert reading.value is None
        assert reading.problem is not None
        assert reading.problem.offers == ("0.00",)
        assert "没有发生就填 0" in reading.problem.mend


def test_an_amount_beyond_nine_digits_is_told_to_be_in_yuan() -> None:
    assert problem(MONEY, "68425000000000") == (
        "‘68425000000000’太大。这一格的单位是万元，整数部分最多 9 位。请核对单位，多半是按‘元’填的。"
    )
    assert "太大" in problem(MONEY, "9e99")
    assert "不是数字" in problem(MONEY, "1e999999999")


@given(st.integers(min_value=0, max_value=99_999_999_999))
def test_every_amount_that_is_shown_reads_back_to_the_same_fen(hundredths: int) -> None:
    fen = hundredths * 10_000
    assert read(MONEY, show(MONEY, fen)).value == fen
    assert not read(MONEY, show(MONEY, fen)).tidied


# -- counts and percents ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value"), [("23", 23), ("23人", 23), ("1,234", 1234), ("２３", 23), ("12.0", 12), ("1.2万人", 12_000)]
)
def test_a_count_is_whole(typed: str, value: int) -> None:
    assert read(COUNT, typed).value == value


def test_a_broken_count_is_asked() -> None:
    reading = read(COUNT, "12.5")

    assert reading.problem is not None
    assert reading.problem.what == "‘12.5’不是整数。"
    assert reading.question == ("12", "13")


@pytest.mark.parametrize(
    ("typed", "hundredths", "shown"),
    [
        ("12.5", 1250, "12.50%"),
        ("12.5%", 1250, "12.50%"),
        ("１２．５％", 1250, "12.50%"),
        ("百分之12.5", 1250, "12.50%"),
        ("0", 0, "0.00%"),
        ("125‰", 1250, "12.50%"),
    ],
)
def test_a_percent_is_read_with_or_without_its_sign(typed: str, hundredths: int, shown: str) -> None:
    reading = read(PERCENT, typed)

    assert (reading.value, reading.shown) == (hundredths, shown)


def test_a_percent_with_three_decimals_is_offered_rounded() -> None:
    assert read(PERCENT, "12.345").problem.offers == ("12.35",)  # type: ignore[union-attr]


# -- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["2019-6-12", "2019年6月12日", "2019/6/12", "20190612", "2019.06.12", "２０１９－６－１２", "2019 年 6 月 12 日",
     "2019-06-12 00:00:00", "2019-06-12"],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_spelling(typed: str) -> None:
    reading = read(DATE, typed)

    assert (reading.value, reading.problem) == ("2019-06-12", None)
    assert reading.tidied == (typed != "2019-06-12")


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("6/12/2019", ("2019-06-12", "2019-12-06")),
        ("25/12/2019", ("2019-12-25",)),
        ("19-6-12", ("2019-06-12", "1919-06-12")),
        ("43628", ("2019-06-12",)),
    ],
)
def test_a_date_whose_order_or_century_is_unclear_is_asked(typed: str, offers: tuple[str, ...]) -> None:
    reading = read(DATE, typed)

    assert reading.value is None
    assert reading.problem is not None
    assert reading.problem.offers == offers


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2019-2-30", "‘2019-2-30’这一天不存在。2019 年 2 月没有 30 日。请对照原件核对。"),
        ("2019-13-01", "‘2019-13-01’这一天不存在。没有 13 月。请对照原件核对。"),
        ("2019-6", "‘2019-6’没有写到哪一天。请填到日，如 2019-06-15。"),
        ("去年", "‘去年’不是日期。请填年月日，如 2019-06-12。"),
        ("0019-06-12", "‘0019-06-12’的年份不对。请对照原件核对年份。"),
        ("99/99/9999", "‘99/99/9999’不是日期。请填年月日，如 2019-06-12。"),
    ],
)
def test_what_is_no_date_gets_its_sentence(typed: str, sentence: str) -> None:
    assert problem(DATE, typed) == sentence


def test_a_year_has_four_digits() -> None:
    assert read(YEAR, "2019年").value == 2019
    assert read(YEAR, 2019).shown == "2019"
    assert problem(YEAR, "19") == "‘19’不是年份。请填四位数的年份，如 2019。"
    assert "不是年份" in problem(YEAR, "3019")
