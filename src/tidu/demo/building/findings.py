"""What officers find: the faults for which a file is sent back, and the reasons for which one is turned down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tidu.demo.building.handwriting import Hand
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.figures import CENT, AnnualFigures
from tidu.demo.seeds import Stream

_INNOVATIVE = "innovative@2022-08-01+32"
_OF_2022 = "specialised@2022-08-01+32"


@dataclass(frozen=True)
class Fault:
    """Something wrong that the form cannot see: what was typed instead, the officer's words, and what is reopened."""

    reason: str
    pinned: tuple[str, ...]
    files: tuple[str, ...]
    wrong: Callable[[SyntheticEnterprise, Hand], dict[str, Any]]


def _nothing(_enterprise: SyntheticEnterprise, _hand: Hand) -> dict[str, Any]:
    return {}


def _too_much_revenue(enterprise: SyntheticEnterprise, hand: Hand) -> dict[str, Any]:
    revenue = enterprise.figures[0].revenue
    return {"revenue": hand.money("revenue", revenue + revenue // 50 // CENT * CENT)}


def _too_much_research(enterprise: SyntheticEnterprise, hand: Hand) -> dict[str, Any]:
    spent = enterprise.figures[1].rd_expense
    return {"rd_expense[-1]": hand.money("rd_expense[-1]", spent + spent // 20 // CENT * CENT + CENT)}


def _one_too_many(enterprise: SyntheticEnterprise, hand: Hand) -> dict[str, Any]:
    return {"class_2_ip": hand.count("class_2_ip", enterprise.standing.property.class_2 + 1, "项")}


_STAFF = Fault(
    "社保缴费人数证明的所属期是 2025 年 11 月，应为上年度 12 月。"
    "请到人社网办重新下载 2025 年 12 月的证明，补传到“社保”一栏。",
    ("social_security_file",),
    ("social_security_file",),
    _nothing,
)
_PROPERTY = Fault(
    "Ⅱ类知识产权里有 1 项实用新型授权未满 2 年，不应计入。请按证书授权日重新数一遍，改正项数，并补传其余证书。",
    ("class_2_ip", "ip_file"),
    ("ip_file",),
    _one_too_many,
)
_FAULTS: dict[str, tuple[Fault, ...]] = {
    "innovative": (
        Fault(
            "2025 年营业收入总额与审计报告利润表“营业总收入”不一致，填报多出约 2%，疑含税。"
            "请改为不含税金额，并上传带验证码的审计报告原件。",
            ("revenue", "audit_file"),
            ("audit_file",),
            _too_much_revenue,
        ),
        _STAFF,
        _PROPERTY,
    ),
    "specialised": (
        Fault(
            "2024 年研发费用总额比审计报告利润表“研发费用”多约 5%，疑用了加计扣除口径。"
            "请按审计报告改正，没有单列的附研发费用专项审计报告。",
            ("rd_expense", "audit_file", "rd_audit_file"),
            ("rd_audit_file",),
            _too_much_research,
        ),
        _STAFF,
        Fault(
            "细分市场占有率说明只有结论，没有市场规模的出处。请写明市场范围、规模、数据来源，并重新上传说明。",
            ("market_position_note", "market_share_file"),
            ("market_share_file",),
            _nothing,
        ),
    ),
}


def fault_of(enterprise: SyntheticEnterprise, programme: str) -> Fault:
    """The fault that will be found in the enterprise's file."""
    return Stream(0, enterprise.credit_code).pick("fault", _FAULTS[programme])


def rejection_of(enterprise: SyntheticEnterprise, edition_id: str, points: int | None) -> str:
    """Why the file is turned down, in the enterprise's own figures."""
    last, before = enterprise.figures[0], enterprise.figures[1]
    share, growth = _percent(last.rd_expense, last.revenue), _growth(last, before)
    if edition_id == _INNOVATIVE:
        score = f"自评得分 {points} 分，未达到 60 分以上；" if points is not None else ""
        return (
            f"经核对审计报告，2025 年研发费用占营业收入 {share}，主营业务收入{growth}。{score}"
            "也没有符合的直通条件（工信部企业〔2022〕63号附件1）。本次不予推荐，改善后可以参加下一批评价。"
        )
    if edition_id == _OF_2022:
        return (
            f"2025 年研发费用占营业收入 {share}，低于 3%，不符合工信部企业〔2022〕63号附件2 一、（二）；"
            f"主营业务收入{growth}。本次不予认定，研发投入达到要求后可以参加下一批。"
        )
    return (
        f"2025 年研发费用占营业收入 {share}，不符合工信部企业〔2026〕2号附件1（三）"
        "“近两年每年占营业收入总额比重均不低于3%”。本次不予认定，研发投入达到要求后可以参加下一批。"
    )


def _percent(part: int, whole: int) -> str:
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal('0.01'), ROUND_HALF_UP)}%" if whole else "无法计算"


def _growth(last: AnnualFigures, before: AnnualFigures) -> str:
    if not before.main_revenue:
        return "没有上年数可比"
    change = last.main_revenue - before.main_revenue
    return f"比上年{'增长' if change >= 0 else '下降'} {_percent(abs(change), before.main_revenue)}"
