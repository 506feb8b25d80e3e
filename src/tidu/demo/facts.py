"""An invented enterprise in the vocabulary of the standards (`reference/facts.yaml`)."""

from __future__ import annotations

from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.figures import YEARS
from tidu.demo.plan import State
from tidu.demo.titles import DEMO_DAY

Value = int | bool | str | None

_YEARLY = ("revenue", "main_revenue", "rd_expense", "equity_raised")
_YEARS_OF = {"rd_expense": 2}
_LAST_ONLY = ("net_profit", "assets", "liabilities", "employees", "rd_staff")


def facts_of(enterprise: SyntheticEnterprise) -> dict[str, Value]:
    """Return every fact by column: money in fen, percent in hundredths, unknown as None.

    A year before the enterprise existed is unknown; the platform's own score (`development_score`) is not drawn.
    """
    facts: dict[str, Value] = {"credit_code": enterprise.credit_code, "industry": enterprise.industry}
    facts |= _yearly(enterprise)
    facts |= enterprise.standing.answers
    facts |= _counted(enterprise)
    held = {title.programme for title in enterprise.titles if title.granted_on <= DEMO_DAY <= title.until}
    facts |= {
        "market_years": enterprise.market_years,
        "holds_base_title": "innovative" in held,
        "holds_specialised_title": "specialised" in held,
        "is_renewal": enterprise.state is State.RENEWAL_DUE,
        "development_score": None,
        "development_score[-1]": None,
    }
    return facts


def _yearly(enterprise: SyntheticEnterprise) -> dict[str, Value]:
    years = {figures.year: figures for figures in enterprise.figures}
    columns: dict[str, Value] = {name: getattr(enterprise.figures[0], name) for name in _LAST_ONLY}
    for name in _YEARLY:
        for back, year in enumerate(YEARS[: _YEARS_OF.get(name, len(YEARS))]):
            column = f"{name}[-{back}]" if back else name
            columns[column] = getattr(years[year], name) if year in years else None
    return columns


def _counted(enterprise: SyntheticEnterprise) -> dict[str, Value]:
    standing = enterprise.standing
    return {
        "high_value_class_1_ip": standing.property.high_value_class_1,
        "own_class_1_ip": standing.property.own_class_1,
        "class_1_ip": standing.property.class_1,
        "class_2_ip": standing.property.class_2,
        "applied_class_1_ip": standing.property.applied_class_1,
        "chain_position": standing.chain_position,
        "digital_level": standing.digital_level,
        "rd_institution": standing.rd_institution,
        "local_feature_points": standing.local_feature_points,
        "local_market_position": standing.local_market_position,
        "local_other_points": standing.local_other_points,
        "core_business_systems": standing.core_business_systems,
        "market_share": standing.market_share,
        "domestic_rank": standing.domestic_rank,
    }
