"""Which figures suit the part: who is to pass must look it, who is to be rejected must not.

These are not the standards, which only `tidu.rules` knows; they keep well away from every bound on the right side.
"""

from __future__ import annotations

from enum import Enum

from tidu.demo.figures import TEN_THOUSAND_YUAN, AnnualFigures
from tidu.demo.plan import Role, State
from tidu.demo.shapes import Tier
from tidu.demo.standing import Standing

_STRONG_REVENUE, _STRONG_RD = 1_600 * TEN_THOUSAND_YUAN, 120 * TEN_THOUSAND_YUAN
_STRONG_RD_SHARE, _STRONG_GROWTH, _STRONG_DEBT, _STRONG_MAIN = 0.052, 0.11, 0.48, 0.82
_STRONG_MARKET_YEARS = 4
_WEAK_RD_SHARE = 0.025
_THREE_YEARS = 3  # that growth is averaged over


class Strength(Enum):
    ANY = "any"
    STRONG = "strong"
    WEAK = "weak"


_PASSING = frozenset({State.COUNTY_REVIEW, State.CITY_REVIEW, State.PROVINCE_REVIEW, State.PUBLIC_NOTICE})
_DIRECT = ("science_award", "listed_honour", "provincial_rd_institution", "maker_china_top500")


def strength_of(role: Role) -> Strength:
    if role.state in _PASSING or (role.state is State.RETURNED and role.level != "county"):
        return Strength.STRONG
    return Strength.WEAK if role.state is State.REJECTED else Strength.ANY


def drawn_as(role: Role) -> Tier:
    """Return the tier whose shape the figures take: an applicant looks like those that it wants to join."""
    return {"innovative": Tier.INNOVATIVE, "specialised": Tier.SPECIALISED}.get(role.programme, role.tier)


def suits(role: Role, years: tuple[AnnualFigures, ...], standing: Standing, market_years: int) -> bool:
    strength = strength_of(role)
    if strength is Strength.ANY:
        return True
    growth = _growth(years)
    if strength is Strength.WEAK:
        return (
            _rd_share(years[0]) < _WEAK_RD_SHARE and growth < 0 and not any(standing.answers[fact] for fact in _DIRECT)
        )
    last = years[0]
    return (
        len(years) == _THREE_YEARS
        and growth >= _STRONG_GROWTH
        and last.revenue >= _STRONG_REVENUE
        and all(_researches(year) for year in years[:2])
        and last.liabilities <= _STRONG_DEBT * last.assets
        and last.main_revenue >= _STRONG_MAIN * last.revenue
        and standing.property.own_class_1 > 0
        and standing.property.applied_class_1 > 0
        and market_years >= _STRONG_MARKET_YEARS
        and (role.programme == "innovative" or standing.answers["market_renown"])
    )


def _rd_share(year: AnnualFigures) -> float:
    return year.rd_expense / year.revenue if year.revenue else 0.0


def _growth(years: tuple[AnnualFigures, ...]) -> float:
    if len(years) == 1 or not years[1].main_revenue:
        return 0.0
    return years[0].main_revenue / years[1].main_revenue - 1


def _researches(year: AnnualFigures) -> bool:
    return year.rd_expense >= _STRONG_RD and _rd_share(year) >= _STRONG_RD_SHARE
