"""Each flaw of the demo is there once and is what it says."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.industries import measured_as
from tidu.demo.plan import Flaw
from tidu.rules.codes import credit_code_error


def _flawed(demo: list[SyntheticEnterprise], flaw: Flaw) -> SyntheticEnterprise:
    (only,) = [enterprise for enterprise in demo if enterprise.flaw is flaw]
    return only


def test_every_flaw_occurs_once(demo: list[SyntheticEnterprise]) -> None:
    flaws = Counter(enterprise.flaw for enterprise in demo if enterprise.flaw)

    assert flaws == dict.fromkeys(Flaw, 1)


@pytest.mark.parametrize(
    ("flaw", "figure", "fen_or_count"),
    [
        (Flaw.REVENUE_AT_BOUND, "revenue", 10_000_000_000),
        (Flaw.REVENUE_BELOW_BOUND, "revenue", 9_999_990_000),
        (Flaw.RD_AMOUNT_AT_BOUND, "rd_expense", 100_000_000),
        (Flaw.EMPLOYEES_1000, "employees", 1_000),
        (Flaw.EMPLOYEES_300, "employees", 300),
        (Flaw.EMPLOYEES_20, "employees", 20),
    ],
)
def test_figures_at_a_bound_stand_on_it(
    demo: list[SyntheticEnterprise], flaw: Flaw, figure: str, fen_or_count: int
) -> None:
    enterprise = _flawed(demo, flaw)

    assert getattr(enterprise.figures[0], figure) == fen_or_count
    assert figure != "employees" or measured_as(enterprise.industry, "S02")


def test_other_flaws_are_what_they_say(demo: list[SyntheticEnterprise]) -> None:
    last = {flaw: _flawed(demo, flaw).figures[0] for flaw in Flaw}
    before = _flawed(demo, Flaw.UNIT_MISTAKE).figures[1]

    assert last[Flaw.RD_SHARE_AT_BOUND].rd_expense * 100 == last[Flaw.RD_SHARE_AT_BOUND].revenue * 3
    assert last[Flaw.UNIT_MISTAKE].revenue > before.revenue * 1_000
    assert len({year.revenue for year in _flawed(demo, Flaw.FLAT_REVENUE).figures}) == 1
    assert last[Flaw.NEGATIVE_NET_ASSETS].net_assets < 0
    assert last[Flaw.RD_OVER_REVENUE].rd_expense > last[Flaw.RD_OVER_REVENUE].revenue
    assert last[Flaw.RD_STAFF_OVER_EMPLOYEES].rd_staff > last[Flaw.RD_STAFF_OVER_EMPLOYEES].employees
    assert _flawed(demo, Flaw.THREE_YEARS_OLD).registered_on == date(2022, 12, 31)
    assert "\u3000" in _flawed(demo, Flaw.WIDE_SPACE).name
    assert "䶮𬭎" in _flawed(demo, Flaw.RARE_CHARACTERS).name
    assert len(set(_flawed(demo, Flaw.FORMER_NAMES).former_names)) == 3


@pytest.mark.parametrize(
    ("flaw", "region"),
    [
        (Flaw.ABOLISHED_500105, "500105"),
        (Flaw.ABOLISHED_500112, "500112"),
        (Flaw.ABOLISHED_320602, "320602"),
        (Flaw.CITY_WITHOUT_COUNTIES, "441900"),
    ],
)
def test_codes_of_abolished_divisions_are_valid_codes(demo: list[SyntheticEnterprise], flaw: Flaw, region: str) -> None:
    code = _flawed(demo, flaw).credit_code

    assert code[2:8] == region
    assert credit_code_error(code) is None


def test_one_legal_person_has_two_enterprises(demo: list[SyntheticEnterprise]) -> None:
    second = _flawed(demo, Flaw.SAME_LEGAL_PERSON)
    first = demo[second.number - 2]

    assert (first.legal_representative, first.legal_mobile) == (second.legal_representative, second.legal_mobile)
    assert first.credit_code != second.credit_code
