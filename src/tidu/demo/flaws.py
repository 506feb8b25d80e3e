"""Dirty data on purpose: what each flaw does to the figures, and to the division in the credit code."""

from __future__ import annotations

from dataclasses import fields, replace

from tidu.demo.figures import CENT, AnnualFigures, Core
from tidu.demo.plan import Flaw

_YUAN_AS_TEN_THOUSAND = 10_000
_AMOUNTS = frozenset(field.name for field in fields(AnnualFigures)) - {"year", "employees", "rd_staff"}

#: Divisions in credit codes that were merged away, or that have no counties.
CODE_REGIONS = {
    Flaw.ABOLISHED_500105: "500105",
    Flaw.ABOLISHED_500112: "500112",
    Flaw.ABOLISHED_320602: "320602",
    Flaw.CITY_WITHOUT_COUNTIES: "441900",
}
RARE_CHARACTERS = "䶮𬭎"
WIDE_SPACE = "\u3000"


def bend_core(core: Core, flaw: Flaw | None) -> Core:
    """Put the drawn figures on or beside a bound."""
    match flaw:
        case Flaw.REVENUE_AT_BOUND:
            return replace(core, revenue=10_000.0)
        case Flaw.REVENUE_BELOW_BOUND:
            return replace(core, revenue=9_999.99)
        case Flaw.RD_SHARE_AT_BOUND:
            return replace(core, revenue=max(round(core.revenue / 100) * 100.0, 1_000.0), rd_share=0.03)
        case Flaw.RD_AMOUNT_AT_BOUND:
            revenue = max(core.revenue, 1_000.0)
            return replace(core, revenue=revenue, rd_share=100 / revenue)
        case Flaw.RD_OVER_REVENUE:
            return replace(core, revenue=max(core.revenue, 50.0), rd_share=1.2)
        case Flaw.FLAT_REVENUE:
            return replace(core, revenue=max(core.revenue, 100.0))
        case _:
            return _bend_size(core, flaw)


def _bend_size(core: Core, flaw: Flaw | None) -> Core:
    """Stand on a bound of the size classes of industry, with a revenue that leaves the headcount to decide."""
    match flaw:
        case Flaw.EMPLOYEES_1000:
            return replace(core, employees=1_000, revenue=min(max(core.revenue, 20_000.0), 39_000.0))
        case Flaw.EMPLOYEES_300:
            return replace(core, employees=300, revenue=max(core.revenue, 2_500.0))
        case Flaw.EMPLOYEES_20:
            return replace(core, employees=20, revenue=max(core.revenue, 400.0))
        case _:
            return core


def bend_years(years: tuple[AnnualFigures, ...], flaw: Flaw | None) -> tuple[AnnualFigures, ...]:
    """Make the books wrong, the last year's or all."""
    last, before = years[0], years[1:]
    match flaw:
        case Flaw.UNIT_MISTAKE:
            amounts = {name: getattr(last, name) for name in _AMOUNTS}
            wrong = {name: amount * _YUAN_AS_TEN_THOUSAND for name, amount in amounts.items() if amount is not None}
            return (replace(last, **wrong), *before)
        case Flaw.FLAT_REVENUE:
            return (last, *(replace(last, year=year.year) for year in before))
        case Flaw.NEGATIVE_NET_ASSETS:
            liabilities = last.assets * 13 // 10 // CENT * CENT
            return (replace(last, liabilities=liabilities, net_assets=last.assets - liabilities), *before)
        case Flaw.RD_STAFF_OVER_EMPLOYEES:
            return (replace(last, rd_staff=last.employees + 3), *before)
        case _:
            return years


def bend_name(name: str, flaw: Flaw | None) -> str:
    """Put what forms stumble over into a name, behind the region's two characters."""
    match flaw:
        case Flaw.WIDE_SPACE:
            return f"{name[:2]}{WIDE_SPACE}{name[2:]}"
        case Flaw.RARE_CHARACTERS:
            return f"{name[:2]}{RARE_CHARACTERS}{name[2:]}"
        case _:
            return name
