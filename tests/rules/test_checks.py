from __future__ import annotations

import time
from typing import Any

import pytest

from tests.rules.filled import LAST_YEAR, Filled, fill
from tidu.rules import catalogue
from tidu.rules.answers import read
from tidu.rules.checks import Finding, problems, section_states
from tidu.rules.expressions import ExpressionError
from tidu.rules.forms import ready_form
from tidu.rules.schema import Check, CheckLevel, Edition

SPECIALISED = catalogue.edition("specialised@2022-08-01")
INNOVATIVE = catalogue.edition("innovative@2022-08-01")


def only(filled: Filled) -> Finding:
    found = filled.findings()
    assert len(found) == 1, [finding.what for finding in found]
    return found[0]


def changed(edition: Edition, **changes: Any) -> Edition:
    return edition.model_copy(update={"form": edition.form.model_copy(update=changes)})


# -- the edition's checks ---------------------------------------------------------------------------------------------


def test_main_revenue_above_revenue_is_told_with_year_difference_reason_and_remedy() -> None:
    finding = only(fill(INNOVATIVE, {"main_revenue": "6,942.30"}))

    assert finding.what == "2025 年主营业务收入比营业收入多 99.80 万元。"
    assert finding.why == "主营是营业收入的一部分，不会更大。"
    assert finding.mend.startswith("请对照审计报告附注")
    assert (finding.level, finding.check) == (CheckLevel.BLOCK, "main_within_revenue")
    assert finding.cells == ("main_revenue", "revenue")
    assert (finding.section, finding.field, finding.name) == ("score", "main_revenue", "2025 年主营业务收入总额")
    assert finding.blocks


def test_a_check_over_three_years_speaks_of_the_year_that_is_wrong() -> None:
    finding = only(fill(SPECIALISED, {"rd_staff[-2]": "200"}))

    assert finding.what == "2023 年研发人员比全职员工多 14 人。"
    assert finding.cells == ("rd_staff[-2]", "employees[-2]")
    assert finding.name == "2023 年研发人员数量"


@pytest.mark.parametrize(
    ("otherwise", "check", "sentence"),
    [
        ({"assets[-1]": "5,000.02"}, "balance_holds",
         "2024 年资产总额 5,000.02 万元，负债加净资产是 5,000.00 万元，两边不相等。"),
        ({"main_cost": "4,300.01"}, "main_cost_within_cost", "2025 年主营业务成本比营业成本多 0.01 万元。"),
        ({"leading_product_cost": "4,100"}, "product_cost_within_main_cost",
         "2025 年主导产品成本比主营业务成本多 100.00 万元。"),
        ({"leading_product_revenue": "6,500"}, "product_within_main_revenue",
         "2025 年主导产品收入比主营业务收入多 78.70 万元。"),
        ({"own_class_1_ip": "3"}, "own_within_class_1",
         "自主研发的Ⅰ类知识产权 3 项，比与主导产品相关的 2 项还多。"),
        ({"high_value_class_1_ip": "3"}, "high_value_within_class_1",
         "Ⅰ类高价值知识产权 3 项，比与主导产品相关的 2 项还多。"),
        ({"class_1_ip": "4"}, "class_1_within_total", "与主导产品相关的Ⅰ类知识产权 4 项，比总数 3 项还多。"),
        ({"product_1_revenue": "6,500", "product_2_revenue": None}, "product_1_within_main_revenue",
         "2025 年主要产品1的收入比主营业务收入多 78.70 万元。"),
        ({"export_revenue": "6,842.51"}, "export_within_revenue", "2025 年主导产品出口额比营业收入多 0.01 万元。"),
        ({"brand_revenue": "7,000"}, "brand_revenue_within_revenue",
         "2025 年自有品牌产品收入比营业收入多 157.50 万元。"),
        ({"had_accident": "是"}, "no_accident", "近三年发生过重大安全、质量或环境事故。"),
        ({"had_violation": "是"}, "no_violation", "近三年有偷漏税等违法违规行为。"),
        ({"on_bad_list": "是"}, "on_no_bad_list", "企业在经营异常名录或严重失信主体名单里。"),
        ({"size_class": "large"}, "not_large", "企业规模是大型。"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_blocks(otherwise: dict[str, Any], check: str, sentence: str) -> None:
    finding = only(fill(SPECIALISED, otherwise))

    assert (finding.check, finding.what, finding.level) == (check, sentence, CheckLevel.BLOCK)


@pytest.mark.parametrize(
    ("otherwise", "check", "sentence"),
    [
        ({"rd_expense[-1]": "0"}, "some_research", "2024 年研发费用是零。"),
        ({"rd_expense": "7,000"}, "research_within_revenue", "2025 年研发费用比营业收入多 157.50 万元。"),
        ({"leading_product_revenue": "3,421.25"}, "product_leads",
         "2025 年主导产品收入占营业收入 50.0%，没有超过 50%。"),
        ({"market_years": "12"}, "market_years_since_registration",
         "从事细分市场 12 年，比企业注册到上年末的 11 年还长。"),
        ({"net_profit": "600"}, "net_within_total_profit", "2025 年净利润比利润总额多 40.00 万元。"),
        ({"class_2_ip": "4"}, "class_2_adds_up", "Ⅱ类知识产权 4 项，三个分项合计只有 3 项。"),
    ],
)  # fmt: skip
def test_what_is_unusual_only_reminds(otherwise: dict[str, Any], check: str, sentence: str) -> None:
    finding = only(fill(SPECIALISED, otherwise))

    assert (finding.check, finding.what, finding.level) == (check, sentence, CheckLevel.REMIND)
    assert not finding.blocks


@pytest.mark.parametrize(
    "otherwise",
    [
        {"main_revenue": "6,842.50"},
        {"assets": "5,000.01"},
        {"rd_staff": "186"},
        {"leading_product_revenue": "3,421.26"},
        {"market_years": "11"},
        {"total_profit": "-10", "net_profit": "-5"},
    ],
)
def test_a_check_lets_its_bound_pass(otherwise: dict[str, Any]) -> None:
    assert fill(SPECIALISED, otherwise).findings() == []


def test_an_unknown_figure_is_missing_and_never_also_wrong() -> None:
    assert [finding.check for finding in fill(SPECIALISED, {"revenue": None}).findings()] == ["required"]


def test_jiangsu_s_position_must_fit_the_share_that_is_declared() -> None:
    edition = catalogue.edition("specialised@2022-08-01+32")

    assert fill(edition, {"market_share": "10"}).findings() == []
    assert only(fill(edition, {"market_share": "9.99"})).what == (
        "选了‘全国细分市场占有率10%以上’，填报的占有率是 9.99%。"
    )


# -- completeness -----------------------------------------------------------------------------------------------------


def test_what_is_not_there_is_told_with_what_to_do() -> None:
    blanks = {"revenue[-1]": None, "ownership": None, "audit_file": 0, "national_awards": None, "address": None}

    assert [(finding.what, finding.mend) for finding in fill(SPECIALISED, blanks).findings()] == [
        ("通讯地址还没有。", "请到‘企业信息’里补上，这里会自动带出。"),
        ("企业类型没有选。", "请选一项。"),
        (
            "2024 年营业收入没有填。",
            "参照：审计报告利润表第一行‘营业总收入’，不含税。没有审计报告时填所得税年度申报表 A100000 第 1 行。",
        ),
        ("近三年国家级科技奖励（排名前五）没有填。", "请逐行填，确实没有就选‘没有’。"),
        ("近两年审计报告（含验证码）没有上传。", "请上传 PDF、JPG、PNG。"),
    ]


def test_the_explicit_none_answers_a_table_that_may_be_empty_and_no_other() -> None:
    assert fill(SPECIALISED, {"national_awards": [], "tech_academy": []}).findings() == []
    assert only(fill(SPECIALISED, {"quality_award": "是", "quality_awards": []})).what == (
        "质量奖名称、级别和时间没有填。"
    )


def test_what_depends_on_another_answer_is_asked_only_then() -> None:
    listed = fill(SPECIALISED, {"listing_status": "已上市", "stock_code": None})
    planned = fill(SPECIALISED, {"listing_status": "有上市计划", "listing_progress": None, "stock_code": None})
    unknown = fill(SPECIALISED, {"listing_status": None, "stock_code": None, "listing_venue": None})

    assert only(listed).field == "stock_code"
    assert only(planned).field == "listing_progress"
    assert only(unknown).field == "listing_status"


def test_what_cannot_be_read_is_told_once_and_is_not_missing() -> None:
    finding = only(fill(SPECIALISED, {"tax_paid": "六千"}))

    assert (finding.check, finding.what, finding.offers) == ("typed", "‘六千’不是数字。", ("6,000.00",))
    assert finding.blocks


def test_a_row_that_lacks_something_says_which_row_and_what() -> None:
    rows = [
        {"id": "a", "award": "甲", "grade": "二等奖", "year": "2024", "rank": "2"},
        {"id": "b", "award": "乙", "year": "2024"},
    ]

    finding = only(fill(SPECIALISED, {"provincial_awards": rows}))

    assert (finding.check, finding.what) == ("row", "近三年省级科技奖励（排名前三）第 2 行没有填等级、单位排名。")


def test_a_figure_past_its_bounds_is_told_with_the_bound() -> None:
    assert only(fill(SPECIALISED, {"market_share[-1]": "100.01"})).what == (
        "2024 年主导产品全国细分市场占有率是 100.01%，最多 100%。"
    )
    assert only(fill(SPECIALISED, {"domestic_rank": "0"})).what == "2025 年全国排名是 0，至少 1。"
    assert fill(SPECIALISED, {"market_share[-1]": "100"}).findings() == []
    assert only(fill(INNOVATIVE, {"assets": "0", "liabilities": "0"})).what == ("2025 年资产总额是 0.00，至少 0.01。")


# -- 元 typed for 万元 -------------------------------------------------------------------------------------------------


def test_a_figure_typed_in_yuan_is_noticed_beside_its_neighbour_with_the_figure_that_was_meant() -> None:
    finding = only(fill(SPECIALISED, {"tax_paid": "2,865,000", "tax_paid[-1]": "280"}))

    assert finding.what == "2025 年上缴税金是 2024 年的 1 万多倍，像是按‘元’填的。"
    assert finding.why == "这一格的单位是万元。"
    assert finding.offers == ("286.50",)
    assert finding.mend == "改为 286.50，或核对无误后写一句说明。"
    assert (finding.level, finding.cells) == (CheckLevel.REMIND, ("tax_paid",))


def test_the_first_year_in_yuan_is_noticed_by_the_year_after_it() -> None:
    finding = only(fill(SPECIALISED, {"tax_paid[-2]": "2,865,000", "tax_paid[-1]": "280"}))

    assert finding.what == "2023 年上缴税金是 2024 年的 1 万多倍，像是按‘元’填的。"
    assert finding.cells == ("tax_paid[-2]",)


def test_a_thousandfold_is_where_the_slip_begins_and_zero_is_no_neighbour() -> None:
    assert fill(SPECIALISED, {"tax_paid": "279,999.99", "tax_paid[-1]": "280"}).findings() == []
    assert only(fill(SPECIALISED, {"tax_paid": "280,000", "tax_paid[-1]": "280"})).what.startswith(
        "2025 年上缴税金是 2024 年的 1,000 倍"
    )
    assert fill(SPECIALISED, {"bank_loan": "5,000", "bank_loan[-1]": "0", "bank_loan[-2]": "0"}).findings() == []


# -- sections ---------------------------------------------------------------------------------------------------------


def test_a_section_is_done_when_everything_required_is_there_and_nothing_is_to_mend() -> None:
    filled = fill(SPECIALISED, {"revenue": None, "revenue[-1]": None, "tax_paid": "六千", "rd_staff[-2]": "200"})
    findings = filled.findings()

    states = section_states(SPECIALISED, filled.answers, findings, filled.counts, last_year=LAST_YEAR)

    by_key = {state.section: state for state in states}
    assert [state.section for state in states if not state.done] == ["operation"]
    operation = by_key["operation"]
    assert (operation.required - operation.answered, operation.to_mend) == (2, 2)
    assert (by_key["attachments"].answered, by_key["attachments"].required) == (8, 8)


def test_an_untouched_declaration_has_every_section_before_it() -> None:
    findings = problems(SPECIALISED, {}, {}, {}, last_year=LAST_YEAR)

    states = section_states(SPECIALISED, {}, findings, {}, last_year=LAST_YEAR)

    assert [state.done for state in states] == [False] * 8
    assert {state.answered for state in states} == {0}
    assert sum(state.to_mend for state in states) == 0


# -- computed ---------------------------------------------------------------------------------------------------------


def test_computed_fields_are_told_in_percent_amounts_and_words() -> None:
    told = fill(SPECIALISED, {"rd_expense[-1]": "330.15", "tech_centre": [
        {"national": "0", "province": "1", "city": "0", "own": "0"}], "tech_academy": [], "key_laboratory": [],
        "design_centre": [], "engineering_centre": []}).computed()  # fmt: skip

    assert told["debt_ratio"] == "53.6%"
    assert told["rd_ratio"] == "5.2%"
    assert told["main_revenue_growth"] == "10.7%"
    assert told["main_revenue_growth_average"] == "10.1%"
    assert told["rd_expense_average"] == "343.175"
    assert told["equity_raised_two_years"] == "0.00"
    assert told["rd_institution"] == "省级"
    assert told["standards_work"] == "是"
    assert told["digital_level"] == "3"


def test_growth_of_the_first_year_and_from_a_loss_stays_blank() -> None:
    told = fill(SPECIALISED, {"net_profit[-1]": "-20", "net_profit[-2]": "0"}).computed()

    assert "main_revenue_growth[-1]" in told
    assert "main_revenue_growth[-2]" not in told
    assert "net_profit_growth" not in told
    assert "net_profit_growth[-1]" not in told


def test_a_ratio_just_short_of_a_whole_percent_is_not_shown_as_one() -> None:
    told = fill(SPECIALISED, {"liabilities": "2,999.90", "net_assets": "2,000.10"}).computed()

    assert told["debt_ratio"] == "59.998%"


def test_the_development_score_and_the_record_are_told_as_they_are_known() -> None:
    filled = fill(catalogue.edition("specialised@2026-04-01"))
    filled.record["development_score[-1]"] = 4875

    told = filled.computed()

    assert (told["development_score"], told["development_score_before"]) == ("62.5", "48.75")
    assert (told["holds_base_title"], told["is_renewal"]) == ("是", "否")


# -- what an edition may not say --------------------------------------------------------------------------------------


def check(**more: Any) -> Check:
    body: dict[str, Any] = {"key": "made_up", "level": "block", "holds": "main_revenue <= revenue", "at": ["revenue"]}
    return Check.model_validate({**body, "what": "错。", **more})


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"holds": "employees <= revenue"}, "do not mix"),
        ({"holds": "turnover > 0"}, "nothing is called 'turnover'"),
        ({"at": ["turnover"]}, "which the form does not have"),
        ({"what": "比{turnover}多。"}, "which nothing is called"),
        ({"years": 2, "holds": "net_profit <= revenue", "figures": {"sum": "employees + revenue"}}, "do not mix"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused_when_the_form_is_made_ready(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ExpressionError, match=says):
        ready_form(changed(SPECIALISED, checks=(check(**wrong),)))


def test_a_sound_check_of_the_same_kind_is_taken() -> None:
    edition = changed(SPECIALISED, checks=(check(what="{year[-1]} 年：{revenue[-1]}，{revenue}。"),))
    filled = fill(edition, {"main_revenue": "7,000", "revenue[-1]": "6,000"})

    assert only(filled).what == "2024 年：6,000.00，6,842.50。"


# -- speed ------------------------------------------------------------------------------------------------------------


def test_the_long_form_is_judged_well_under_five_milliseconds() -> None:
    filled = fill(SPECIALISED)
    filled.findings()
    best = min(_seconds(filled) for _ in range(15))

    assert best < 0.005


def _seconds(filled: Filled) -> float:
    start = time.perf_counter()
    filled.findings()
    return time.perf_counter() - start


def test_reading_the_same_answers_again_finds_the_same() -> None:
    filled = fill(SPECIALISED, {"main_revenue": "9,000", "tax_paid": "1,23"})

    assert filled.findings() == filled.findings()
    assert read(SPECIALISED.fields["tax_paid"], "1,23").question == ("1.23", "123.00")
