from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.asked import COUNT, DATE, LOOKUPS, MONEY, PERCENT, PROFIT, YEAR, asked, problem
from tidu.rules.answers import read
from tidu.rules.schema import Column, FieldType

FEN = 1_000_000  # fen in one 万元
TEXT = asked(FieldType.TEXT, max_length=5)
LONG_TEXT = asked(FieldType.LONG_TEXT)
YES_NO = asked(FieldType.YES_NO)
CHOICE = asked(FieldType.CHOICE, options={"listed": "已上市", "planned": "有上市计划", "unlisted": "无上市计划"})
CHOICES = asked(FieldType.CHOICES, options={"parts": "核心基础零部件", "software": "关键软件", "none": "否"})
AWARDS = asked(
    FieldType.TABLE,
    max_rows=3,
    columns=(
        Column(key="award", name="奖项", type=FieldType.TEXT),
        Column(key="year", name="获奖年份", type=FieldType.YEAR),
        Column(key="rank", name="单位排名", type=FieldType.COUNT, unit="名"),
        Column(key="amount", name="金额", type=FieldType.MONEY, unit="万元"),
    ),
)


# -- words ------------------------------------------------------------------------------------------------------------


def test_text_keeps_its_words_and_loses_what_nobody_sees() -> None:
    assert read(TEXT, "\u3000澄川\u200b精密\n").value == "澄川精密"
    assert read(TEXT, "䶮𬭎厂").value == "䶮𬭎厂"
    assert read(LONG_TEXT, "一\r\n二\x07\r\n").value == "一\n二"
    assert read(TEXT, "a\x00b").typed == "ab"
    assert read(TEXT, "\ud800").value is None


def test_text_past_its_length_says_by_how_much() -> None:
    assert problem(TEXT, "一二三四五六七") == "多了 2 字：现在 7 字，最多 5 字。请删减一些；已经填的都还在。"
    assert read(TEXT, "一二三四五").value == "一二三四五"


@pytest.mark.parametrize("typed", [True, "是", "有", "yes", "TRUE", "1", "√"])
def test_yes_is_said_in_many_ways(typed: Any) -> None:
    assert read(YES_NO, typed).value is True


@pytest.mark.parametrize("typed", [False, "否", "无", "no", "false", "0"])
def test_no_is_said_in_many_ways_and_is_not_unknown(typed: Any) -> None:
    assert read(YES_NO, typed).value is False


def test_what_is_neither_yes_nor_no_is_a_problem() -> None:
    assert problem(YES_NO, "也许") == "‘也许’不是‘是’或‘否’。请选是或否。"
    assert problem(YES_NO, [True]) == "‘[True]’不是‘是’或‘否’。请选是或否。"


def test_a_choice_is_named_by_its_key_or_its_words() -> None:
    assert read(CHOICE, "listed").value == "listed"
    assert read(CHOICE, " 有上市计划 ").value == "planned"
    assert read(CHOICE, "listed").shown == "已上市"
    assert problem(CHOICE, "退市") == "没有‘退市’这一项。请在这些里选一项：已上市、有上市计划、无上市计划。"


def test_choices_come_in_the_order_of_the_options_and_each_once() -> None:
    assert read(CHOICES, ["software", "parts", "software"]).value == ["parts", "software"]
    assert read(CHOICES, "关键软件、核心基础零部件").value == ["parts", "software"]
    assert read(CHOICES, ["software", "parts"]).shown == "核心基础零部件、关键软件"


def test_none_of_the_choices_is_an_answer_and_stands_alone() -> None:
    assert (read(CHOICES, []).value, read(CHOICES, []).shown) == ([], "无")
    assert read(CHOICES, "无").value == []
    assert read(CHOICES, "否").value == ["none"]
    assert problem(CHOICES, ["none", "parts"]) == "‘否’和别的选项不能同时选。都不属于就只选‘否’，否则去掉它。"
    assert "没有‘x’这一项" in problem(CHOICES, ["x"])
    assert "读不懂" in problem(CHOICES, [1])


def test_codes_are_read_by_their_own_rules() -> None:
    assert read(asked(FieldType.CREDIT_CODE), "91320102xxt000011c").value == "91320102XXT000011C"
    assert read(asked(FieldType.MOBILE), "138 0000 0001").value == "13800000001"
    assert read(asked(FieldType.PHONE), "02583600000").tidied
    assert read(asked(FieldType.POSTCODE), "215300").value == "215300"
    assert "没有 @" in problem(asked(FieldType.EMAIL), "li.example.com")


def test_a_region_must_exist() -> None:
    spec = asked(FieldType.REGION)

    assert read(spec, "320583000000", LOOKUPS).value == "320583"
    assert read(spec, "320583", LOOKUPS).shown == "江苏省苏州市昆山市"
    assert "没有查到行政区划 320999" in problem(spec, "320999")
    assert "不是行政区划代码" in problem(spec, "昆山")


def test_an_industry_must_exist_with_as_many_digits_as_the_field_asks() -> None:
    spec = asked(FieldType.INDUSTRY, digits=4)

    assert read(spec, "C3489 其他通用零部件制造", LOOKUPS).value == "3489"
    assert read(spec, "3489", LOOKUPS).shown == "3489 其他通用零部件制造"
    assert problem(spec, "34") == "行业代码要 4 位：现在是 34，2 位。请从列表里选到最细的一级。"
    assert "里没有 9999" in problem(spec, "9999")
    assert "不是行业代码" in problem(spec, "机械")


# -- tables -----------------------------------------------------------------------------------------------------------


def test_a_table_is_read_cell_by_cell_and_its_rows_keep_their_ids() -> None:
    reading = read(AWARDS, [{"id": "k3", "award": "科技进步奖", "year": "2024年", "rank": "2", "amount": "1,200"}])

    assert reading.value == [{"id": "k3", "award": "科技进步奖", "year": 2024, "rank": 2, "amount": 1200 * FEN}]
    assert reading.shown == "科技进步奖，2024，2，1,200.00"
    assert reading.tidied


def test_rows_without_an_id_of_their_own_get_the_first_free_one() -> None:
    rows = [{"award": "甲"}, {"id": "row1", "award": "乙"}, {"id": "row1", "award": "丙"}]

    value = read(AWARDS, rows).value

    assert isinstance(value, list)
    assert [row["id"] for row in value] == ["row2", "row1", "row3"]


def test_an_empty_table_is_the_explicit_none_but_opened_rows_are_not() -> None:
    assert (read(AWARDS, []).value, read(AWARDS, []).shown) == ([], "无")
    assert read(AWARDS, [{"id": "row1"}, {"id": "row2", "award": " "}]).value is None
    assert read(AWARDS, None).value is None


def test_blank_rows_between_filled_ones_do_not_count() -> None:
    value = read(AWARDS, [{"id": "a", "award": "甲"}, {"id": "b"}, {"id": "c", "award": "丙"}]).value

    assert isinstance(value, list)
    assert [row["id"] for row in value] == ["a", "c"]


def test_a_wrong_cell_says_in_which_row_and_nothing_typed_is_lost() -> None:
    typed = [{"id": "a", "award": "甲", "year": "去年"}, {"id": "b", "award": "乙", "rank": "第二"}]

    reading = read(AWARDS, typed)

    assert reading.value is None
    assert reading.typed == typed
    assert reading.problem is not None
    assert reading.problem.what == "第 1 行获奖年份：‘去年’不是年份。（共 2 处）"
    assert [(cell.row, cell.row_number, cell.column) for cell in reading.cells] == [("a", 1, "year"), ("b", 2, "rank")]


def test_too_many_rows_and_what_is_no_table_are_problems() -> None:
    assert "多了 1 行" in problem(AWARDS, [{"award": "甲"}] * 4)
    assert "读不懂" in problem(AWARDS, "甲")
    assert "读不懂" in problem(AWARDS, [1])


# -- never raises -----------------------------------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.text("0123456789.,-()元万亿%年月 ", max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "award", "year"]), inner),
    max_leaves=5,
)
EVERY_FIELD = (
    MONEY, PROFIT, COUNT, PERCENT, TEXT, LONG_TEXT, DATE, YEAR, YES_NO, CHOICE, CHOICES, AWARDS,
    *(asked(kind) for kind in FieldType if kind not in {FieldType.CHOICE, FieldType.CHOICES, FieldType.TABLE}),
)  # fmt: skip


@given(ANYTHING)
def test_whatever_is_typed_gives_json_a_value_or_a_problem_and_never_an_exception(typed: Any) -> None:
    for spec in EVERY_FIELD:
        reading = read(spec, typed, LOOKUPS)
        json.dumps([reading.typed, reading.value], allow_nan=False).encode("utf-8")
        assert reading.problem is None or (reading.value is None and reading.problem.what and reading.problem.mend)
        if reading.problem is None and reading.value is not None:
            assert read(spec, reading.value, LOOKUPS).problem is None or spec.type in {
                FieldType.MONEY,
                FieldType.PERCENT,
                FieldType.TABLE,
            }
