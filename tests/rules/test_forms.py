from __future__ import annotations

import re

import pytest

from tests.rules.filled import LAST_YEAR, fill
from tidu.rules import catalogue, fact_map
from tidu.rules.forms import ready_form
from tidu.rules.schema import Edition, FieldType
from tidu.rules.standards import ready

FORMS = [
    "innovative@2022-08-01",
    "innovative@2022-08-01+32",
    "specialised@2022-08-01",
    "specialised@2022-08-01+32",
    "specialised@2026-04-01",
    "specialised@2026-04-01+32",
]

#: Every field of 专精特新中小企业申请书 by its id, and the key it has here where that is another. Left out:
#: local_feature_3 (Jiangsu has two local indicators, not three) and what officers write (county_review, city_review,
#: province_score), which is decisions and not answers.
SPECIALISED = """
company_name reg_region=region mail_address=address postcode legal_rep=legal_representative
legal_rep_phone=legal_phone legal_rep_mobile=legal_mobile controlling_shareholder actual_controller
controller_nationality=actual_controller_nationality contact_name=contact contact_phone contact_mobile fax email
reg_date=registered_on reg_capital=registered_capital uscc=credit_code size_class industry_division
industry_class=industry ownership listing_status stock_code listing_progress listing_venue employees rd_staff
revenue main_revenue main_revenue_growth operating_cost main_cost main_product_cost=leading_product_cost
selling_expense admin_expense total_profit net_profit net_profit_growth total_assets=assets net_assets
total_liabilities=liabilities debt_ratio tax_paid equity_financing=equity_raised valuation bank_loan
domestic_bond foreign_bond audit_report_code market_years main_revenue_ratio
main_revenue_growth_avg=main_revenue_growth_average product_1_name product_1_revenue product_2_name
product_2_revenue product_3_name product_3_revenue std_international=standards_international
std_national=standards_national std_industry=standards_industry std_names=standard_names
product_field_score=chain_position product_field_desc=chain_position_note digital_level quality_award
quality_award_detail=quality_awards mgmt_certs=management_certificates
mgmt_certs_detail=management_certificate_list foreign_product_certs=foreign_product_certificates own_brand
std_participation=standards_work it_supported_processes=core_business_systems net_margin
debt_ratio_y1=debt_ratio_last_year market_share_cn=market_share market_share_global=international_market_share
rank_cn=domestic_rank rank_prov=provincial_rank market_position_desc=market_position_note
export_amount=export_revenue brand_count brand_revenue local_feature_1=local_market_position
local_feature_2=local_industry_note inst_tech_academy=tech_academy inst_tech_center=tech_centre
inst_eng_center=engineering_centre inst_design_center=design_centre inst_key_lab=key_laboratory
inst_academician=academician_station inst_postdoc=postdoc_station partner_orgs=partner_institutions
rd_inst_level=rd_institution rd_expense rd_ratio rd_staff_ratio ip1_total=class_1_ip_total
ip1_main_product=class_1_ip ip1_self=own_class_1_ip ip1_high_value=high_value_class_1_ip
ip1_high_value_kind=high_value_kinds patent_invention=invention_patents ic_layout=circuit_layouts
ip1_other=other_class_1_ip ip2_main_product=class_2_ip patent_utility=utility_models
patent_design=design_patents software_copyright=software_copyrights ip1_benefit_desc=class_1_ip_benefit_note
award_national=national_awards award_provincial=provincial_awards maker_500=maker_china_top500
rd_expense_avg_2y=rd_expense_average equity_financing_2y=equity_raised_two_years industry_chain
key_account_supply=key_customers fill_short_board=fills_weak_link fill_short_board_desc=fills_weak_link_note
long_board=strengthens_advantage fill_blank=fills_gap fill_blank_desc=fills_gap_note import_substitution
import_substitution_desc=import_substitution_note main_product_name=leading_product
main_product_category=leading_product_category main_product_revenue=leading_product_revenue
six_base=basic_fields ten_fields=manufacturing_field network_power=network_fields projects honors=honours
entity_list=on_entity_list has_accident=had_accident has_violation=had_violation in_bad_list=on_bad_list
company_overview dev_plan=development_plan policy_requests truth_statement att_statement=statement_file
att_form=form_file att_license=licence_file att_audit=audit_file att_rd_audit=rd_audit_file
att_social_security=social_security_file att_ip=ip_file att_equity=equity_file
att_market_share=market_share_file att_digital=digital_file att_quality=quality_file
att_rd_inst=rd_institution_file att_award=award_file att_chain=chain_file att_credit=credit_file
att_other=other_file
"""
#: The same of 创新型中小企业自评表; its base section is the enterprise's record, the points are reckoned, not asked.
INNOVATIVE = """
d1_sci_award=science_award d1_detail=science_awards d2_title=held_honours d3_rd_inst=provincial_rd_institution
d4_equity_3y=equity_raised ip1_high_value=high_value_class_1_ip ip1_self=own_class_1_ip ip1=class_1_ip ip2=class_2_ip
rd_expense revenue main_revenue total_assets=assets total_liabilities=liabilities main_product_name=leading_product
strategic_emerging=product_domain sei_code=strategic_industry_code decl_credit=not_blacklisted
decl_product=product_allowed decl_no_accident=no_violation truth_statement att_form=form_file
att_license=licence_file att_social_security=social_security_file att_audit=audit_file att_direct=direct_file
att_ip=ip_file att_product_field=product_field_file company_name uscc=credit_code reg_region=region
mail_address=address postcode legal_rep=legal_representative legal_rep_phone=legal_phone
legal_rep_mobile=legal_mobile contact_name=contact contact_phone contact_mobile email fax industry_division
industry_class=industry reg_date=registered_on reg_capital=registered_capital size_class
"""


def keys_of(listed: str) -> list[str]:
    return [each.split("=")[-1] for each in listed.split()]


@pytest.fixture(params=FORMS)
def edition(request: pytest.FixtureRequest) -> Edition:
    return catalogue.edition(request.param)


def test_every_field_of_the_application_is_asked_and_nothing_else() -> None:
    keys = keys_of(SPECIALISED)

    assert len(keys) == len(set(keys)) == 161 - 4
    assert set(catalogue.edition("specialised@2022-08-01+32").fields) == set(keys)
    local = {"local_market_position", "local_industry_note"}
    assert set(catalogue.edition("specialised@2022-08-01").fields) == set(keys) - local


def test_every_field_of_the_self_evaluation_is_asked_and_nothing_else() -> None:
    assert set(catalogue.edition("innovative@2022-08-01").fields) == set(keys_of(INNOVATIVE))


def test_the_sections_stand_in_the_order_of_the_tabs() -> None:
    names = [section.name for section in catalogue.edition("specialised@2022-08-01").form.sections]

    assert names == ["基本情况", "经营情况", "专业化", "精细化", "特色化", "创新能力", "其他", "附件"]


def test_the_generation_of_2026_asks_what_its_conditions_need_and_no_local_indicator() -> None:
    before = catalogue.edition("specialised@2022-08-01").fields
    after = catalogue.edition("specialised@2026-04-01").fields

    assert set(before) - set(after) == {
        "chain_position", "chain_position_note", "maker_china_top500", "rd_expense_average"
    }  # fmt: skip
    assert set(after) - set(before) == {
        "market_renown", "market_renown_note", "applied_class_1_ip", "holds_base_title", "is_renewal",
        "development_score", "development_score_before",
    }  # fmt: skip
    assert after["class_1_ip_benefit_note"].required == "applied_class_1_ip >= 1"


def test_every_expression_reference_and_sentence_of_a_form_is_sound(edition: Edition) -> None:
    assert ready_form(edition).checks
    assert fact_map.mapped_facts(edition)


def test_every_field_says_where_to_copy_from_unless_it_is_reckoned_or_the_record_s(edition: Edition) -> None:
    silent = [
        field.key
        for field in edition.fields.values()
        if not field.help.copy_from and not field.computed and not field.read_only
    ]

    assert silent == []


def test_every_fact_of_the_standard_can_be_told_from_the_form_or_the_record(edition: Edition) -> None:
    assert edition.standard is not None
    used = set(ready(edition.standard).cells)

    assert used
    assert used - set(fact_map.readers(edition)) == set()


def test_a_form_that_is_filled_has_no_finding_and_leaves_no_fact_of_the_standard_unknown(edition: Edition) -> None:
    assert edition.standard is not None
    filled = fill(edition)

    assert [(finding.name, finding.check, finding.what) for finding in filled.findings()] == []
    facts = filled.facts()
    unknown = [cell for cell in ready(edition.standard).cells if facts[cell] is None]
    assert unknown == (["development_score[-1]"] if edition.id.startswith("specialised@2026") else [])
    assert filled.tally().qualifies is not None


def test_what_is_required_is_enough_to_know_every_fact_of_the_standard(edition: Edition) -> None:
    assert edition.standard is not None
    form = ready_form(edition)
    optional = {
        cell: None
        for each in form.fields
        if each.required is False and not each.field.computed and not each.field.read_only
        for cell in each.field.cells
        if each.field.type is not FieldType.FILES
    }
    filled = fill(edition, optional)

    assert [finding.name for finding in filled.findings() if finding.blocks] == []
    facts = filled.facts()
    unknown = {cell for cell in ready(edition.standard).cells if facts[cell] is None}
    assert unknown <= {"development_score[-1]"}


def test_money_is_asked_in_ten_thousands_and_every_sentence_is_quiet(edition: Edition) -> None:
    for field in edition.fields.values():
        if field.type is FieldType.MONEY:
            assert field.unit == "万元", field.key
    texts = [part for check in edition.form.checks for part in (check.what, check.why, check.mend)]
    assert texts
    assert [text for text in texts if not text.endswith("。") or re.search("[!！]|请核实后重试", text)] == []


def test_evidence_and_table_columns_have_names_of_their_own(edition: Edition) -> None:
    for field in edition.fields.values():
        names = [column.name for column in field.columns]
        assert len(names) == len(set(names)), field.key
        if field.evidence:
            assert edition.fields[field.evidence].type is FieldType.FILES


def test_an_evaluation_by_points_asks_for_other_evidence_than_a_direct_one() -> None:
    edition = catalogue.edition("innovative@2022-08-01")
    files = {"direct_file": 0, "ip_file": 0, "product_field_file": 0}

    by_points = fill(edition, {**files, "held_honours": []}).findings()
    direct = fill(edition, {**files, "held_honours": ["high_tech"]}).findings()

    assert [finding.field for finding in by_points] == ["ip_file", "product_field_file"]
    assert [finding.field for finding in direct] == ["direct_file"]


def test_equity_that_was_raised_in_any_year_needs_its_proof() -> None:
    edition = catalogue.edition("specialised@2022-08-01")

    none = fill(edition, {"equity_file": 0})
    some = fill(edition, {"equity_file": 0, "equity_raised[-2]": "500"})

    assert none.findings() == []
    assert [finding.what for finding in some.findings()] == ["股权融资到账凭证、投资协议、合格机构备案没有上传。"]


def test_the_years_are_those_before_the_filing() -> None:
    blank = fill(catalogue.edition("innovative@2022-08-01"), {"main_revenue": None, "main_revenue[-1]": None})

    assert [finding.name for finding in blank.findings()] == [
        f"{LAST_YEAR} 年主营业务收入总额",
        f"{LAST_YEAR - 1} 年主营业务收入总额",
    ]
