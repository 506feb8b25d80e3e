"""What an invented enterprise types into the self-evaluation of 创新型中小企业."""

from __future__ import annotations

from typing import Any

from tidu.demo.building.handwriting import Hand, cells
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.figures import TEN_THOUSAND_YUAN, AnnualFigures
from tidu.demo.seeds import Stream

_DIRECT_BY_EQUITY = 500 * TEN_THOUSAND_YUAN
_AWARD_YEAR = 2024
_LAST_YEAR = ("rd_expense", "revenue", "assets", "liabilities")
#: Groups of 战略性新兴产业分类 that suit the demo's industries.
_STRATEGIC = ("1.2.1", "2.1.2", "2.1.4", "3.1.1", "4.2.1", "5.2.3", "7.1.4")


def innovative_answers(
    enterprise: SyntheticEnterprise, years: tuple[AnnualFigures, ...], hand: Hand
) -> tuple[dict[str, Any], list[str]]:
    """Return what is typed by cell, and the slots that get a file; ``years`` begins with the year asked for."""
    last = years[0]
    typed = _direct(enterprise, years, hand) | _property(enterprise, hand)
    typed |= {
        cell: hand.money(cell, getattr(last, cell)) for cell in ("rd_expense", "revenue", "assets", "liabilities")
    }
    for cell, year in zip(cells("main_revenue", 2), years, strict=False):
        typed[cell] = hand.money(cell, year.main_revenue)
    typed |= {"leading_product": enterprise.leading_product, "not_blacklisted": True, "product_allowed": True}
    typed |= {"no_violation": True, "product_domain": "other"}
    if enterprise.standing.answers["strategic_industry"]:
        code = Stream(0, enterprise.credit_code).pick("strategic-code", _STRATEGIC)
        typed |= {"product_domain": "strategic", "strategic_industry_code": code}
    return typed, _slots(enterprise, years)


def _direct(enterprise: SyntheticEnterprise, years: tuple[AnnualFigures, ...], hand: Hand) -> dict[str, Any]:
    answers = enterprise.standing.answers
    typed: dict[str, Any] = {
        "science_award": answers["science_award"],
        "held_honours": ["high_tech"] if answers["listed_honour"] else [],
        "provincial_rd_institution": answers["provincial_rd_institution"],
    }
    if answers["science_award"]:
        typed["science_awards"] = [science_award(enterprise) | {"level": "province"}]
    for back, cell in enumerate(cells("equity_raised", 3)):
        typed[cell] = hand.money(cell, years[back].equity_raised) if back < len(years) else "0"
    return typed


def science_award(enterprise: SyntheticEnterprise) -> dict[str, Any]:
    """A row of the table of awards: invented, of the province, within three years."""
    rank = 2 if enterprise.standing.answers["provincial_award_top3"] else 5
    return {"id": "row1", "award": "江苏省示例科学技术奖", "grade": "三等奖", "year": _AWARD_YEAR, "rank": rank}


def _property(enterprise: SyntheticEnterprise, hand: Hand) -> dict[str, Any]:
    held = enterprise.standing.property
    counts = {
        "high_value_class_1_ip": held.high_value_class_1,
        "own_class_1_ip": held.own_class_1,
        "class_1_ip": held.class_1,
        "class_2_ip": held.class_2,
    }
    return {cell: hand.count(cell, number, "项") for cell, number in counts.items()}


def _slots(enterprise: SyntheticEnterprise, years: tuple[AnnualFigures, ...]) -> list[str]:
    answers = enterprise.standing.answers
    raised = sum(year.equity_raised for year in years)
    is_direct = (
        answers["science_award"]
        or answers["listed_honour"]
        or answers["provincial_rd_institution"]
        or raised >= _DIRECT_BY_EQUITY
    )
    return [
        "truth_statement",
        "form_file",
        "licence_file",
        "social_security_file",
        "audit_file",
        *(["direct_file"] if is_direct else ["ip_file", "product_field_file"]),
    ]
