"""Finding a division or an industry as people type it; no database is asked."""

from __future__ import annotations

import pytest

from tidu.domain.regions.finding import MOST, find_industries, find_regions


@pytest.mark.parametrize(
    "typed",
    [
        "昆山市",
        "昆山",
        "320583",
        "３２０５８３",
        "苏州 昆山",
        "苏州昆山",
        "江苏省苏州市昆山市",
        " 昆山\t",
        "kss",
        "KSS",
    ],
)
def test_a_county_is_found_as_people_name_it(typed: str) -> None:
    best = find_regions(typed)[0]

    assert (best.code, best.name, best.within) == ("320583", "昆山市", "江苏省苏州市")
    assert best.path == ("320000", "320500", "320583")


@pytest.mark.parametrize(
    ("typed", "code", "path"),
    [
        ("北京 东城", "110101", ("110000", "110101")),  # a municipality has no cities
        ("东莞", "441900", ("440000", "441900")),  # a city without counties is the finest there
        ("香港", "810000", ("810000",)),
    ],
)
def test_the_finest_division_is_found_wherever_it_lies(typed: str, code: str, path: tuple[str, ...]) -> None:
    assert [(each.code, each.path) for each in find_regions(typed)] == [(code, path)]


def test_what_has_finer_divisions_is_not_offered_itself() -> None:
    found = {each.code for each in find_regions("苏州")}

    assert "320583" in found
    assert not found & {"320000", "320500"}


@pytest.mark.parametrize("typed", ["朝阳", "cyq"])
def test_a_character_is_read_as_in_its_word(typed: str) -> None:
    assert "北京市朝阳区" in [each.within + each.name for each in find_regions(typed)]


@pytest.mark.parametrize("typed", ["3489", "其他通用零部件制造", "其他通用零部件", "通用零部件", "qttylbj"])
def test_an_industry_is_found_by_code_name_and_initials(typed: str) -> None:
    best = find_industries(typed)[0]

    assert (best.code, best.name, best.within) == ("3489", "其他通用零部件制造", "通用设备制造业")


def test_signs_in_a_name_need_not_be_typed() -> None:
    assert "3576" in [each.code for each in find_industries("农林牧渔机械")]
    assert [each.code for each in find_industries("瓶罐装饮用水")] == ["1522"]


def test_industries_are_offered_by_their_finest_class_only() -> None:
    assert {len(each.code) for each in find_industries("34")} == {4}


def test_a_better_fit_comes_first() -> None:
    found = [each.code for each in find_industries("通用设备")]

    assert found[0] == "4320"  # its own name begins with it; others lie in 通用设备制造业
    assert found.index("3499") < found.index("3411")


@pytest.mark.parametrize("typed", ["", " ", "（）", "c", "x" * 500, "没有这个地方", "\x00", "%", "' OR 1=1"])
def test_what_fits_nothing_finds_nothing(typed: str) -> None:
    assert find_regions(typed) == []
    assert find_industries(typed) == []


def test_so_many_that_nobody_would_read_them_are_cut_off() -> None:
    assert len(find_regions("江苏")) == MOST + 1
    assert len(find_industries("制造")) == MOST + 1
