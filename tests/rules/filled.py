"""A declaration in which everything is filled as people type it; what a test wants otherwise is given by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tidu.rules import fact_map, tallies
from tidu.rules.answers import read
from tidu.rules.checks import Finding, computed_values, problems
from tidu.rules.problem import Problem
from tidu.rules.schema import Column, Edition, FieldType, FormField
from tidu.rules.units import Value

LAST_YEAR = 2025
TYPED: dict[FieldType, Any] = {
    FieldType.TEXT: "澄川",
    FieldType.LONG_TEXT: "说明",
    FieldType.MONEY: "10",
    FieldType.COUNT: "1",
    FieldType.PERCENT: "12.5",
    FieldType.DATE: "2015-6-12",
    FieldType.YEAR: "2024",
    FieldType.YES_NO: "否",
    FieldType.REGION: "320583",
    FieldType.CREDIT_CODE: "91320583XXT00002X3",
    FieldType.MOBILE: "13800000001",
    FieldType.PHONE: "0512-57300000",
    FieldType.EMAIL: "li@example.com",
    FieldType.POSTCODE: "215300",
    FieldType.INDUSTRY: "3489",
}
BY_KEY: dict[str, Any] = {
    "industry": "3489", "industry_division": "34", "size_class": "small", "listing_status": "listed",
    "employees": "186", "rd_staff": "32", "revenue": "6,842.50", "main_revenue": "6,421.30", "operating_cost": "4,300",
    "main_cost": "4,000", "total_profit": "560", "net_profit": "479", "assets": "5,000", "net_assets": "2,320",
    "liabilities": "2,680", "tax_paid": "286.50", "equity_raised": "0", "market_years": "8", "rd_expense": "356.20",
    "class_1_ip_total": "3", "class_1_ip": "2", "class_2_ip": "3", "leading_product_revenue": "5,000",
    "product_1_revenue": "3,000", "basic_fields": ["parts"], "manufacturing_field": "machine_tools",
    "not_blacklisted": "是", "product_allowed": "是", "no_violation": "是", "market_renown": "是",
    "main_revenue[-1]": "5,800", "main_revenue[-2]": "5,300",
}  # fmt: skip


@dataclass
class Filled:
    """The answers of one declaration and what the platform knows beside them."""

    edition: Edition
    answers: dict[str, Any] = field(default_factory=dict)
    typed_problems: dict[str, Problem] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    record: dict[str, Value] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        return problems(
            self.edition, self.answers, self.typed_problems, self.counts, record=self.record, last_year=LAST_YEAR
        )

    def facts(self) -> dict[str, Value]:
        return fact_map.facts_of(self.edition, self.answers, self.counts, self.record, last_year=LAST_YEAR)

    def computed(self) -> dict[str, str]:
        return computed_values(self.edition, self.answers, self.counts, record=self.record, last_year=LAST_YEAR)

    def tally(self) -> tallies.Tally:
        assert self.edition.standard is not None
        return tallies.tally(self.edition.standard, self.facts())


def fill(edition: Edition, otherwise: dict[str, Any] | None = None) -> Filled:
    """Fill every field of ``edition``; ``otherwise`` is what is typed into single cells, None leaves one blank."""
    wanted = otherwise or {}
    filled = Filled(edition, record={"digital_level": 3, "local_feature_points": 10, "local_other_points": 3})
    filled.record |= {"holds_base_title": True, "is_renewal": False, "development_score": 6250}
    for each in edition.fields.values():
        if each.computed:
            continue
        if each.type is FieldType.FILES:
            filled.counts[each.key] = wanted.get(each.key, 1)
            continue
        for cell in each.cells:
            usual = BY_KEY.get(cell, BY_KEY.get(each.key, typed(each)))
            reading = read(each, wanted.get(cell, usual))
            if reading.problem is not None:
                filled.typed_problems[cell] = reading.problem
            elif reading.value is not None:
                filled.answers[cell] = reading.value
    return filled


def typed(spec: FormField | Column) -> Any:
    if spec.type is FieldType.CHOICE:
        return next(iter(spec.options))
    if spec.type is FieldType.CHOICES:
        return [next(iter(spec.options))]
    if isinstance(spec, FormField) and spec.type is FieldType.TABLE:
        return [{"id": "row1", **{column.key: typed(column) for column in spec.columns}}]
    return TYPED[spec.type]
