"""What an invented enterprise types into the application of 专精特新中小企业, by the measures of 2022 and of 2026."""

from __future__ import annotations

from typing import Any

from tidu.demo.building.answers_innovative import science_award
from tidu.demo.building.answers_texts import texts
from tidu.demo.building.handwriting import Hand, cells
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.figures import CENT, AnnualFigures
from tidu.demo.seeds import Stream

_OWNERSHIP = {"private": "private", "state_owned": "state", "joint_venture": "joint", "foreign": "foreign"}
_LISTING = {"listed": "listed", "planned": "planned", "none": "none_planned"}
_YEARLY_MONEY = {name: name for name in (
    "revenue", "main_revenue", "operating_cost", "main_cost", "selling_expense", "admin_expense", "total_profit",
    "net_profit", "assets", "net_assets", "liabilities", "tax_paid", "equity_raised", "valuation", "bank_loan",
    "rd_expense", "export_revenue",
)} | {"leading_product_cost": "product_cost", "leading_product_revenue": "product_revenue"}  # fmt: skip
_INSTITUTIONS = ("tech_academy", "tech_centre", "engineering_centre", "design_centre", "key_laboratory")
_INSTITUTION_LEVELS = {"national": "national", "province": "province", "city": "city", "below_city": "own"}
_SYSTEMS = ("design", "production", "supply_chain", "management", "service", "other")
_SHARE_A_YEAR_EARLIER = 92  # of a hundred


def specialised_answers(
    enterprise: SyntheticEnterprise, years: tuple[AnnualFigures, ...], hand: Hand
) -> tuple[dict[str, Any], list[str]]:
    """Return what is typed by cell, and the slots that get a file; cells that an edition lacks are simply not asked."""
    typed: dict[str, Any] = {}
    for part in (_owners, _books, _products, _quality, _market, _research, _property, _other):
        typed |= part(enterprise, years, hand)
    return typed | texts(enterprise), _slots(enterprise, years)


Years = tuple[AnnualFigures, ...]


def _owners(enterprise: SyntheticEnterprise, _years: Years, _hand: Hand) -> dict[str, Any]:
    owner = {
        "state_owned": f"{enterprise.place.city}示例国有资本投资有限公司",
        "foreign": "示例控股（境外）有限公司",
    }.get(enterprise.ownership, enterprise.legal_representative)
    typed: dict[str, Any] = {
        "controlling_shareholder": owner,
        "actual_controller": owner,
        "actual_controller_nationality": "新加坡" if enterprise.ownership == "foreign" else "中国",
        "ownership": _OWNERSHIP[enterprise.ownership],
        "listing_status": _LISTING[enterprise.standing.listing],
    }
    match enterprise.standing.listing:
        case "listed":
            typed["stock_code"] = "示例代码"
        case "planned":
            typed |= {"listing_progress": "before_reform", "listing_venue": "beijing"}
    return typed


def _books(enterprise: SyntheticEnterprise, years: Years, hand: Hand) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for field, column in _YEARLY_MONEY.items():
        for cell, year in zip(cells(field, 3), years, strict=False):
            amount = getattr(year, column)
            if amount is not None:
                typed[cell] = hand.money(cell, amount)
    for field in ("employees", "rd_staff"):
        for cell, year in zip(cells(field, 3), years, strict=False):
            typed[cell] = hand.count(cell, getattr(year, field), "人")
    for cell, year in zip(cells("audit_report_code", 3), years, strict=False):
        typed[cell] = f"示例{year.year}{enterprise.credit_code[11:17]}"
    return typed


def _products(enterprise: SyntheticEnterprise, years: Years, hand: Hand) -> dict[str, Any]:
    last = years[0]
    rest = last.main_revenue - last.product_revenue
    typed: dict[str, Any] = {
        "market_years": hand.count("market_years", enterprise.market_years, "年"),
        "product_1_name": enterprise.leading_product,
        "product_1_revenue": hand.money("product_1_revenue", last.product_revenue),
        "leading_product": enterprise.leading_product,
        "leading_product_category": f"{enterprise.industry}（示例类别）",
    }
    if rest > 0:
        typed["product_2_name"] = f"{enterprise.leading_product}配件"
        typed["product_2_revenue"] = hand.money("product_2_revenue", rest // 2 // CENT * CENT)
    return typed


def _quality(enterprise: SyntheticEnterprise, _years: Years, hand: Hand) -> dict[str, Any]:
    answers, standards = enterprise.standing.answers, enterprise.standing.property.standards
    certificates = ["iso9001"] if answers["quality_system"] else []
    certificates += ["iso14001"] if answers["system_certificate"] else []
    typed: dict[str, Any] = {
        "standards_international": "0",
        "standards_national": hand.count("standards_national", standards // 2, "项"),
        "standards_industry": hand.count("standards_industry", standards - standards // 2, "项"),
        "quality_award": answers["quality_award"],
        "management_certificates": certificates,
        "foreign_product_certificates": ["ce"] if answers["foreign_product_certificate"] else [],
        "own_brand": answers["own_brand"],
        "core_business_systems": list(_SYSTEMS[: enterprise.standing.core_business_systems]),
    }
    if answers["quality_award"]:
        award = {"award": "江苏省示例质量奖", "level": "province", "granted_by": "示例授予单位", "year": "2023"}
        typed["quality_awards"] = [{"id": "row1"} | award]
    if certificates:
        typed["management_certificate_list"] = [
            {"id": each, "system": each.upper(), "number": f"示例{number:03d}号", "valid_until": "2027-05-20"}
            for number, each in enumerate(certificates, start=1)
        ]
    return typed


def _market(enterprise: SyntheticEnterprise, years: Years, hand: Hand) -> dict[str, Any]:
    standing = enterprise.standing
    typed: dict[str, Any] = {"local_market_position": standing.local_market_position}
    share = standing.market_share or 0
    for cell in cells("market_share", 3):
        typed[cell] = hand.percent(cell, share)
        share = share * _SHARE_A_YEAR_EARLIER // 100
    if standing.domestic_rank is not None:
        typed["domestic_rank"] = hand.count("domestic_rank", standing.domestic_rank, "名")
    if standing.answers["own_brand"]:
        typed["brand_count"] = "1"
        typed["brand_revenue"] = hand.money("brand_revenue", years[0].product_revenue)
    typed["market_renown"] = standing.answers["market_renown"]
    return typed


def _research(enterprise: SyntheticEnterprise, _years: Years, _hand: Hand) -> dict[str, Any]:
    standing = enterprise.standing
    typed: dict[str, Any] = {key: [] for key in _INSTITUTIONS}
    if (level := _INSTITUTION_LEVELS.get(standing.rd_institution)) is not None:
        counts = {each: "1" if each == level else "0" for each in _INSTITUTION_LEVELS.values()}
        typed["tech_centre"] = [{"id": "row1"} | counts]
    typed |= {"academician_station": False, "postdoc_station": False, "national_awards": [], "provincial_awards": []}
    if standing.answers["joint_rd_institution"]:
        typed["partner_institutions"] = "示例工业大学"
    if standing.answers["national_award_top5"]:
        rank = 3 if standing.answers["national_award_top3"] else 5
        award = {"award": "示例国家科学技术奖", "grade": "二等奖", "year": "2024", "rank": rank}
        typed["national_awards"] = [{"id": "row1"} | award]
    elif standing.answers["science_award"]:
        typed["provincial_awards"] = [science_award(enterprise)]
    typed["maker_china_top500"] = standing.answers["maker_china_top500"]
    return typed


def _property(enterprise: SyntheticEnterprise, _years: Years, hand: Hand) -> dict[str, Any]:
    held = enterprise.standing.property
    unrelated = Stream(0, enterprise.credit_code).integer("unrelated-ip", 0, 2)
    designs = (held.class_2 - held.utility_models) // 2
    counts = {
        "class_1_ip_total": held.class_1 + unrelated,
        "class_1_ip": held.class_1,
        "own_class_1_ip": held.own_class_1,
        "high_value_class_1_ip": held.high_value_class_1,
        "invention_patents": held.inventions,
        "class_2_ip": held.class_2,
        "utility_models": held.utility_models,
        "design_patents": designs,
        "software_copyrights": held.class_2 - held.utility_models - designs,
        "applied_class_1_ip": held.applied_class_1,
    }
    typed: dict[str, Any] = {cell: hand.count(cell, number, "项") for cell, number in counts.items()}
    if held.high_value_class_1:
        typed["high_value_kinds"] = ["ten_years"]
    return typed


def _other(enterprise: SyntheticEnterprise, years: Years, hand: Hand) -> dict[str, Any]:
    position = enterprise.standing.chain_position
    typed: dict[str, Any] = {
        "chain_position": position,
        "fills_weak_link": position == "gap_filling",
        "strengthens_advantage": position == "gap_filling",
        "fills_gap": False,
        "import_substitution": Stream(0, enterprise.credit_code).chance("import-substitution", 0.3),
        "basic_fields": ["parts"] if position == "key_supply" else ["none"],
        "manufacturing_field": "none",
        "network_fields": ["none"],
        "had_accident": False,
        "had_violation": False,
        "on_bad_list": False,
        "on_entity_list": False,
        "projects": [],
    }
    if enterprise.standing.answers["chain_role"]:
        amount = hand.money("key_customers", years[0].product_revenue // 5 // CENT * CENT)
        customer = {
            "customer": "示例整机厂",
            "product": enterprise.leading_product,
            "amount": amount,
            "is_direct": True,
        }
        typed["key_customers"] = [{"id": "row1"} | customer]
    if enterprise.standing.answers["listed_honour"]:
        honour = {"honour": "高新技术企业", "level": "国家级", "granted_by": "示例认定机构", "year": "2024"}
        typed["honours"] = [{"id": "row1"} | honour]
    return typed


def _slots(enterprise: SyntheticEnterprise, years: Years) -> list[str]:
    standing = enterprise.standing
    wanted = {
        "ip_file": standing.property.class_1 + standing.property.class_2 > 0,
        "equity_file": any(year.equity_raised for year in years),
        "quality_file": standing.answers["quality_system"] or standing.answers["own_brand"],
        "rd_institution_file": standing.rd_institution in _INSTITUTION_LEVELS,
        "award_file": standing.answers["science_award"],
        "chain_file": standing.chain_position != "none",
    }
    asked = ["truth_statement", "statement_file", "form_file", "licence_file", "audit_file", "social_security_file"]
    asked += ["market_share_file", "digital_file", "credit_file"]
    return asked + [slot for slot, is_wanted in wanted.items() if is_wanted]
