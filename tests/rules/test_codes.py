from __future__ import annotations

import csv
import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from tidu.rules import codes
from tidu.rules.problem import Problem

VECTORS = json.loads((Path(__file__).parent / "code_vectors.json").read_text(encoding="utf-8"))


def divisions() -> frozenset[str]:
    with (files("tidu") / "reference" / "regions.tsv").open(encoding="utf-8") as table:
        return frozenset(row["code"] for row in csv.DictReader(table, delimiter="\t"))


DIVISIONS = divisions()


def is_region(code: str) -> bool:
    return code in DIVISIONS or code == "100000"


@pytest.mark.parametrize("code", VECTORS["uscc_valid"])
def test_a_valid_credit_code_passes_strictly_and_as_typed(code: str) -> None:
    assert codes.credit_code_error(code, is_region=is_region) is None
    assert codes.credit_code(code) == code
    assert codes.credit_code_warnings(code, is_region=is_region) == ()


@pytest.mark.parametrize("vector", VECTORS["uscc_invalid"], ids=lambda vector: vector["code"])
def test_the_strict_reading_names_the_first_rule_an_invalid_code_breaks(vector: dict[str, str]) -> None:
    assert codes.credit_code_error(vector["code"], is_region=is_region) == vector["error"]


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("91320281xxt0abcd09", "91320281XXT0ABCD09"),
        ("  91320102XXT000011C ", "91320102XXT000011C"),
        ("９１３２０１０２ＸＸＴ００００１１Ｃ", "91320102XXT000011C"),
        ("91 320102XXT000011C", "91320102XXT000011C"),
        ("\ufeff9132-0102-XXT0-0001-1C\u200b", "91320102XXT000011C"),
    ],
)
def test_a_credit_code_is_tidied_without_changing_what_it_says(typed: str, tidy: str) -> None:
    assert codes.credit_code(typed) == tidy


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("91320102XXT000011", "信用代码少 1 位：现在 17 位，应为 18 位。"),
        ("91320583XXT00002X30", "信用代码多 1 位：现在 19 位，应为 18 位。"),
        ("91320412XXI3K7Q93F", "信用代码第 11 位不会是‘I’。"),
        ("91321012XXTWXY099N", "信用代码有一位不对。"),
        ("91320853XXT00002X3", "信用代码有一位不对。"),
        ("9Q320102XXT8888829", "信用代码开头的‘9Q’不对。"),
        ("9132010?XXT000011C", "信用代码第 8 位是‘?’，不是字母或数字。"),
    ],
)
def test_a_wrong_credit_code_gets_a_sentence_that_says_where(typed: str, sentence: str) -> None:
    found = codes.credit_code(typed)

    assert isinstance(found, Problem)
    assert found.what == sentence
    assert found.mend


def test_a_letter_taken_for_a_digit_is_offered_back_only_where_the_code_then_holds() -> None:
    one = codes.credit_code("9I320102XXT000011C")
    none = codes.credit_code("9I320102XXT000012C")

    assert isinstance(one, Problem)
    assert one.offers == ("91320102XXT000011C",)
    assert isinstance(none, Problem)
    assert none.offers == ()


def test_an_unknown_region_and_a_wrong_17th_character_are_warnings_only() -> None:
    assert codes.credit_code("91329999XXT666665J") == "91329999XXT666665J"
    assert [w.what for w in codes.credit_code_warnings("91329999XXT666665J", is_region=is_region)] == [
        "没有查到信用代码里的行政区划 329999。"
    ]
    assert codes.credit_code("91320102XXT7777702") == "91320102XXT7777702"
    assert [w.what for w in codes.credit_code_warnings("91320102XXT7777702")] == ["信用代码第 17 位和前面几位对不上。"]


def test_every_single_substitution_and_neighbour_swap_in_a_credit_code_is_noticed() -> None:
    for code in VECTORS["uscc_valid"]:
        for place in range(2, 18):
            for other in codes.ALPHABET:
                if other != code[place]:
                    changed = code[:place] + other + code[place + 1 :]
                    assert isinstance(codes.credit_code(changed), Problem), changed
        for place in range(2, 17):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            if swapped != code:
                assert isinstance(codes.credit_code(swapped), Problem), swapped


@pytest.mark.parametrize("number", VECTORS["idcard_valid"])
def test_a_valid_identity_number_passes(number: str) -> None:
    assert codes.identity_number(number.lower(), today=date(2026, 4, 16)) == number


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("320102190001010000", "身份证号有一位不对。"),
        ("320102190013010009", "身份证号里的出生日期 19001301 不存在。"),
        ("320102190002290009", "身份证号里的出生日期 19000229 不存在。"),
        ("32058319000228000", "身份证号少 1 位：现在 17 位，应为 18 位。"),
        ("990102190001010006", "身份证号开头的‘99’不是省份代码。"),
        ("32010219000101000Y", "身份证号里有不该有的字符。"),
    ],
)
def test_an_invalid_identity_number_gets_its_sentence(number: str, sentence: str) -> None:
    found = codes.identity_number(number)

    assert isinstance(found, Problem)
    assert found.what == sentence


def test_a_birth_date_to_come_is_refused_only_when_today_is_told() -> None:
    number = "320102190001010001"

    assert codes.identity_number(number, today=date(1900, 1, 1)) == number
    assert isinstance(codes.identity_number(number, today=date(1899, 12, 31)), Problem)


@pytest.mark.parametrize(
    "typed",
    ["13800000001", "138 0000 0001", "138-0000-0001", "+8613800000001", "0086 13800000001", "１３８０００００００１"],
)
def test_a_mobile_number_is_tidied_to_eleven_digits(typed: str) -> None:
    assert codes.mobile(typed) == "13800000001"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1380000000", "手机号少 1 位：现在 10 位，应为 11 位。"),
        ("138000000011", "手机号多 1 位：现在 12 位，应为 11 位。"),
        ("12800000001", "手机号不会以 12 开头。"),
        ("138****0001", "手机号里有星号。"),
        ("没有", "‘没有’不是手机号。"),
    ],
)
def test_a_wrong_mobile_number_gets_its_sentence(typed: str, sentence: str) -> None:
    found = codes.mobile(typed)

    assert isinstance(found, Problem)
    assert found.what == sentence


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("025-83600000", "025-83600000"),
        ("02583600000", "025-83600000"),
        ("(0512)57300000", "0512-57300000"),
        ("（0512）5730 0000 转 801", "0512-57300000-801"),
        ("+86-25-83600000", "025-83600000"),
        ("4008000000", "4008000000"),
        ("95555", "95555"),
    ],
)
def test_a_landline_is_tidied_to_area_and_number(typed: str, tidy: str) -> None:
    assert codes.landline(typed) == tidy


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("83600000", "电话没有区号。"), ("025-1", "‘025-1’不像电话号码。"), ("", "‘’不像电话号码。")],
)
def test_a_wrong_landline_gets_its_sentence(typed: str, sentence: str) -> None:
    found = codes.landline(typed)

    assert isinstance(found, Problem)
    assert found.what == sentence


def test_a_telephone_may_be_a_mobile_or_a_landline() -> None:
    assert codes.phone("138 0000 0001") == "13800000001"
    assert codes.phone("02583600000") == "025-83600000"
    assert isinstance(codes.phone("12"), Problem)


def test_a_postcode_has_six_digits_and_a_known_beginning() -> None:
    assert codes.postcode(" 215300 ") == "215300"
    assert codes.postcode("999077") == "999077"
    assert [found.what for found in map(codes.postcode, ["21530", "000000", "南京"]) if isinstance(found, Problem)] == [
        "邮编少 1 位：现在 5 位，应为 6 位。",
        "没有以 00 开头的邮编。",
        "‘南京’不是邮编。",
    ]


def test_an_email_is_tidied_and_a_wrong_one_says_what_it_lacks() -> None:
    assert codes.email(" Li.Lei＠Example.COM ") == "Li.Lei@example.com"
    assert [
        found.what
        for found in map(codes.email, ["li.example.com", "li@@example.com", "li@example"])
        if isinstance(found, Problem)
    ] == ["邮箱没有 @。", "邮箱有不止一个 @。", "‘li@example’不是完整的邮箱。"]
