from __future__ import annotations

from typing import Any

import pytest

from tests.rules.filled import LAST_YEAR, fill
from tidu.rules import catalogue
from tidu.rules.expressions import ExpressionError
from tidu.rules.fact_map import facts_of, readers
from tidu.rules.schema import Column, Edition, FactMap, FieldType, First, Form, FormField, Section

SPECIALISED = catalogue.edition("specialised@2022-08-01")
INNOVATIVE = catalogue.edition("innovative@2022-08-01")

CERTIFICATES = FormField(
    key="certificates",
    name="证书",
    type=FieldType.CHOICES,
    options={"iso9001": "ISO9001", "other": "其他", "none": "无"},
)
AWARDS = FormField(
    key="awards",
    name="奖励",
    type=FieldType.TABLE,
    columns=(
        Column(key="rank", name="排名", type=FieldType.COUNT, unit="名"),
        Column(key="amount", name="金额", type=FieldType.MONEY, unit="万元"),
        Column(key="level", name="级别", type=FieldType.CHOICE, options={"national": "国家级", "province": "省级"}),
    ),
)
REVENUE = FormField(key="revenue", name="营业收入", type=FieldType.MONEY, unit="万元", years=3)
PROOF = FormField(key="proof", name="证明", type=FieldType.FILES)
BORN = FormField(key="founded_on", name="成立", type=FieldType.DATE)


def edition_with(**facts: FactMap) -> Edition:
    fields = (CERTIFICATES, AWARDS, REVENUE, PROOF, BORN)
    form = Form(sections=(Section(key="all", name="全部", fields=fields),))
    return INNOVATIVE.model_copy(update={"form": form, "facts": facts})


def told(mapping: FactMap, fact: str, answers: dict[str, Any], counts: dict[str, int] | None = None) -> Any:
    found = facts_of(edition_with(**{fact: mapping}), answers, counts or {}, {}, last_year=LAST_YEAR)
    return found[fact]


def row(rank: int | None, amount: int | None = None, level: str | None = None) -> dict[str, Any]:
    return {"id": "x", "rank": rank, "amount": amount, "level": level}


def test_a_fact_that_is_not_mapped_is_the_field_of_its_own_key_in_every_year_it_has() -> None:
    found = facts_of(edition_with(), {"revenue": 3, "revenue[-1]": 2}, {}, {}, last_year=LAST_YEAR)

    assert found == {"revenue": 3, "revenue[-1]": 2, "revenue[-2]": None}


def test_years_that_the_vocabulary_does_not_have_are_left_out() -> None:
    found = fill(SPECIALISED).facts()

    assert "net_profit" in found
    assert "net_profit[-1]" not in found
    assert found["equity_raised[-2]"] == 0


@pytest.mark.parametrize(
    ("rows", "any_top3", "count_top3", "sum_top3", "max_top3"),
    [
        (None, None, None, None, None),
        ([], False, 0, 0, None),
        ([row(4, 7)], False, 0, 0, None),
        ([row(3, 7), row(1, 9), row(4, 1)], True, 2, 16, 9),
        ([row(3, 7), row(None, 9)], True, None, None, None),
        ([row(4, 7), row(None, 9)], None, None, None, None),
        ([row(3, None)], True, 1, None, None),
    ],
)
def test_over_rows_what_cannot_be_told_stays_unknown(
    rows: Any, any_top3: bool | None, count_top3: int | None, sum_top3: int | None, max_top3: int | None
) -> None:
    answers = {"awards": rows}

    assert told(FactMap(any="awards", where="rank <= 3"), "national_award_top3", answers) is any_top3
    assert told(FactMap(count="awards", where="rank <= 3"), "class_1_ip", answers) == count_top3
    assert told(FactMap(sum="awards.amount", where="rank <= 3"), "revenue", answers) == sum_top3
    assert told(FactMap(max="awards.amount", where="rank <= 3"), "revenue", answers) == max_top3


def test_a_filter_may_name_a_choice_of_the_row_and_the_last_year() -> None:
    answers = {"awards": [row(1, level="province"), row(2, level="national")]}

    assert told(FactMap(count="awards", where="level == 'national'"), "class_1_ip", answers) == 1
    assert told(FactMap(count="awards", where="rank >= 1 and last_year >= 2025"), "class_1_ip", answers) == 2
    assert told(FactMap(count="awards", where="last_year >= 2026"), "class_1_ip", answers) == 0
    assert told(FactMap(any="awards"), "science_award", answers) is True


def test_a_list_is_asked_whether_it_contains_one_of_some() -> None:
    mapping = FactMap(contains="certificates", one_of=("iso9001",))

    assert told(mapping, "quality_system", {}) is None
    assert told(mapping, "quality_system", {"certificates": []}) is False
    assert told(mapping, "quality_system", {"certificates": ["other"]}) is False
    assert told(mapping, "quality_system", {"certificates": ["iso9001", "other"]}) is True


def test_the_option_none_is_no_entry() -> None:
    mapping = FactMap(when="certificates >= 1")

    assert told(mapping, "system_certificate", {"certificates": ["none"]}) is False
    assert told(mapping, "system_certificate", {"certificates": ["other"]}) is True


def test_files_are_counted_and_none_of_them_is_not_unknown() -> None:
    mapping = FactMap(when="proof >= 1")

    assert told(mapping, "own_brand", {}) is False
    assert told(mapping, "own_brand", {}, {"proof": 2}) is True


def test_the_first_true_test_gives_the_word_and_an_unknown_one_above_it_none() -> None:
    mapping = FactMap(
        first=(First(when="awards >= 2", value="national"), First(when="proof >= 1", value="province")),
        otherwise="none",
    )

    assert told(mapping, "rd_institution", {"awards": [row(1), row(2)]}) == "national"
    assert told(mapping, "rd_institution", {"awards": []}, {"proof": 1}) == "province"
    assert told(mapping, "rd_institution", {"awards": []}) == "none"
    assert told(mapping, "rd_institution", {}, {"proof": 1}) is None


def test_an_expression_over_years_gives_the_fact_in_each_year_it_can() -> None:
    edition = edition_with(main_revenue=FactMap(value="revenue + revenue[-1]"))

    found = facts_of(edition, {"revenue": 1, "revenue[-1]": 2, "revenue[-2]": 4}, {}, {}, last_year=LAST_YEAR)

    assert (found["main_revenue"], found["main_revenue[-1]"]) == (3, 6)
    assert "main_revenue[-2]" not in found


def test_a_date_is_also_the_number_of_years_since() -> None:
    mapping = FactMap(value="years_since_founded")

    assert told(mapping, "market_years", {"founded_on": "2015-06-12"}) == 11
    assert told(mapping, "market_years", {}) is None


def test_the_platform_s_record_is_the_source_of_what_nobody_types() -> None:
    filled = fill(catalogue.edition("specialised@2026-04-01"))
    filled.record = {"digital_level": 2, "development_score[-1]": 5000, "is_renewal": True}

    found = filled.facts()

    assert (found["digital_level"], found["development_score"], found["development_score[-1]"]) == (2, None, 5000)
    assert (found["is_renewal"], found["holds_base_title"]) == (True, None)


def test_the_level_of_the_research_institution_is_read_from_the_counts() -> None:
    kinds = ("tech_academy", "tech_centre", "engineering_centre", "design_centre", "key_laboratory")
    nothing: dict[str, Any] = {key: [] for key in kinds}
    own = [{"national": "0", "province": "0", "city": "0", "own": "1"}]
    city = [{"national": "0", "province": "0", "city": "2", "own": "0"}]

    def level(otherwise: dict[str, Any]) -> Any:
        return fill(SPECIALISED, {**nothing, **otherwise}).facts()["rd_institution"]

    assert level({}) == "none"
    assert level({"tech_centre": own}) == "below_city"
    assert level({"postdoc_station": "是"}) == "below_city"
    assert level({"tech_centre": own, "key_laboratory": city}) == "city"
    assert level({"tech_centre": None}) is None


def test_an_award_counts_by_its_rank_and_within_three_years() -> None:
    def awarded(year: str, rank: str) -> tuple[Any, Any]:
        awards = [{"award": "甲", "grade": "一等奖", "year": year, "rank": rank}]
        found = fill(SPECIALISED, {"national_awards": awards, "provincial_awards": awards}).facts()
        return found["national_award_top5"], found["provincial_award_top3"]

    assert awarded("2023", "3") == (True, True)
    assert awarded("2023", "5") == (True, False)
    assert awarded("2022", "1") == (False, False)
    assert awarded("2024", "6") == (False, False)


def test_a_filled_application_is_tallied_by_its_standard() -> None:
    tally = fill(SPECIALISED).tally()

    assert tally.points["ZJ-01"] == 5
    assert tally.points["ZJ-05"] == 5
    assert tally.points["ZJ-09"] == 10
    assert tally.points["ZJ-11"] == 6
    assert tally.qualifies is True


@pytest.mark.parametrize(
    ("mapping", "fact", "says"),
    [
        (FactMap(field="turnover"), "revenue", "which the form does not have"),
        (FactMap(any="turnover"), "science_award", "which the form does not have"),
        (FactMap(sum="awards.turnover"), "revenue", "which the form does not have"),
        (FactMap(value="awards"), "revenue", "is kept in 万元"),
        (FactMap(any="awards", where="rank <= revenue"), "science_award", "nothing is called 'revenue'"),
        (FactMap(field="revenue"), "turnover", "the vocabulary does not have"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(mapping: FactMap, fact: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=says):
        readers(edition_with(**{fact: mapping}))
