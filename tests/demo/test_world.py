"""The synthetic world is the same every time, valid in form, in the promised numbers, and belongs to nobody."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest

from tidu.demo import plan
from tidu.demo.candidates import drawn_as
from tidu.demo.enterprises import LOAD_SEED, SyntheticEnterprise, world
from tidu.demo.facts import facts_of
from tidu.demo.largeness import is_large
from tidu.demo.names import well_known
from tidu.demo.national import national_parts
from tidu.demo.officers import officers
from tidu.demo.plan import Flaw, State
from tidu.demo.shapes import Tier
from tidu.demo.tables import rows
from tidu.demo.titles import DEMO_DAY
from tidu.rules.codes import credit_code_error, email, landline, mobile, postcode
from tidu.rules.facts import fact_cells
from tidu.rules.size import class_of

#: Of the whole table. A change here changes every demo installation: make it on purpose and say so in the changelog.
DEMO_DIGEST = "7c075dc51295f0e85c8da02275e8f09f30ee2c3e61ec446af85c4786c30e0d6e"

_DIGEST_SCRIPT = (
    "from tests.demo.test_world import digest; from tidu.demo.enterprises import world; print(digest(world()))"
)


def digest(enterprises: object) -> str:
    table = sha256()
    for enterprise in enterprises:  # type: ignore[attr-defined]
        table.update(repr(enterprise).encode())
    return table.hexdigest()


def test_the_demo_is_the_same_to_the_byte_every_time(demo: list[SyntheticEnterprise]) -> None:
    assert digest(world()) == digest(demo) == DEMO_DIGEST


def test_another_process_with_another_hash_seed_makes_the_same_demo() -> None:
    root = Path(__file__).resolve().parents[2]
    ran = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", _DIGEST_SCRIPT],
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": f"{root / 'src'}:{root}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.strip() == DEMO_DIGEST


def test_the_generator_needs_no_django() -> None:
    src = Path(__file__).resolve().parents[2] / "src"
    script = "import sys, tidu.demo.officers, tidu.demo.facts; print('django' in sys.modules)"
    ran = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script], env={"PYTHONPATH": str(src)}, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "False"


def test_the_nth_enterprise_does_not_depend_on_how_many_follow(country: list[SyntheticEnterprise]) -> None:
    assert list(world(LOAD_SEED, 40)) == country[:40]


def test_the_demo_refuses_more_than_its_three_hundred() -> None:
    with pytest.raises(ValueError, match="300"):
        next(world(count=301))


def test_a_thousand_credit_codes_are_valid_synthetic_and_unique(country: list[SyntheticEnterprise]) -> None:
    codes = [enterprise.credit_code for enterprise in country]

    assert [code for code in codes if credit_code_error(code)] == []
    assert [code for code in codes if code[8:11] != "XXT"] == []
    assert len(set(codes)) == 1_000


def test_names_are_unique_but_for_the_one_that_is_there_twice_on_purpose(
    demo: list[SyntheticEnterprise], country: list[SyntheticEnterprise]
) -> None:
    for enterprises in (demo, country):
        twins = [enterprise for enterprise in enterprises if enterprise.flaw is Flaw.SAME_NAME]
        names = {enterprise.name for enterprise in enterprises}

        assert len(names) == len(enterprises) - len(twins)
        assert {twin.name for twin in twins} <= names


def test_contacts_are_valid_in_form_and_marked_as_invented(demo: list[SyntheticEnterprise]) -> None:
    for enterprise in demo:
        assert enterprise.legal_mobile.startswith("1380000")
        assert enterprise.contact_mobile.startswith("1390000")
        assert mobile(enterprise.contact_mobile) == enterprise.contact_mobile
        assert landline(enterprise.landline) == enterprise.landline
        assert postcode(enterprise.postcode) == enterprise.postcode
        assert email(enterprise.email) == enterprise.email
        assert enterprise.email.endswith("@example.com")
        assert any(word in enterprise.address for word in ("示例", "样本", "演示", "示范", "样例", "模拟"))


def test_no_name_bears_the_trade_name_of_a_known_firm_behind_its_region(demo: list[SyntheticEnterprise]) -> None:
    for enterprise in demo:
        for region in (enterprise.place.province[:2], enterprise.place.city[:2]):
            behind = enterprise.name.removeprefix(region)
            assert behind == enterprise.name or behind[:2] not in well_known()


def test_what_is_held_against_an_enterprise_is_said_under_a_trade_name_of_four(demo: list[SyntheticEnterprise]) -> None:
    against = {State.DISHONEST, State.ACCIDENT, State.CANCELLED, State.REJECTED}
    accused = [enterprise for enterprise in demo if enterprise.state in against]

    assert len(accused) == 15
    assert min(len(enterprise.name) for enterprise in accused) >= 2 + 4 + 2 + 4


def test_each_city_has_its_number_and_no_county_is_empty(demo: list[SyntheticEnterprise]) -> None:
    cities = Counter(enterprise.place.city_code for enterprise in demo)
    counties = {enterprise.place.county_code for enterprise in demo}

    assert cities == {row["code"]: int(row["demo_enterprises"]) for row in rows("jiangsu-city-weights")}
    assert len(counties) == 95


def test_tiers_and_states_come_in_the_promised_numbers(demo: list[SyntheticEnterprise]) -> None:
    tiers = Counter(enterprise.tier for enterprise in demo)
    states = Counter(enterprise.state for enterprise in demo)

    assert tiers == {Tier.LITTLE_GIANT: 30, Tier.SPECIALISED: 90, Tier.INNOVATIVE: 100, Tier.NONE: 80}
    assert sum(enterprise.key_little_giant for enterprise in demo) == 6
    assert states == {
        State.DRAFT: 12,
        State.COUNTY_REVIEW: 10,
        State.CITY_REVIEW: 10,
        State.PROVINCE_REVIEW: 8,
        State.PUBLIC_NOTICE: 6,
        State.RETURNED: 8,
        State.REJECTED: 10,
        State.RENEWAL_DUE: 15,
        State.EXPIRED: 6,
        State.CANCELLED: 2,
        State.RENAME_PENDING: 3,
        State.MOVED_IN: 2,
        State.MOVED_OUT: 2,
        State.RESTRUCTURED: 1,
        State.DISHONEST: 1,
        State.ACCIDENT: 2,
        State.RECOGNISED: 155,
        State.REGISTERED: 47,
    }


def test_kunshan_has_something_for_every_officer_of_the_first_accounts(demo: list[SyntheticEnterprise]) -> None:
    here = {enterprise.state for enterprise in demo if enterprise.place.county_code == "320583"}

    assert here >= {State.COUNTY_REVIEW, State.CITY_REVIEW, State.PROVINCE_REVIEW, State.PUBLIC_NOTICE, State.RETURNED}


def test_who_moves_moves_between_cities(demo: list[SyntheticEnterprise]) -> None:
    movers = [enterprise for enterprise in demo if enterprise.state in {State.MOVED_IN, State.MOVED_OUT}]

    assert len(movers) == 4
    assert all(mover.counterpart and mover.counterpart[:4] != mover.place.county_code[:4] for mover in movers)


def test_titles_make_the_state_true_on_the_day_the_demo_begins(demo: list[SyntheticEnterprise]) -> None:
    for enterprise in demo:
        assert (
            len(enterprise.titles) == {"none": 0, "innovative": 1, "specialised": 2, "little_giant": 3}[enterprise.tier]
        )
        if not enterprise.titles:
            continue
        days_left = (enterprise.titles[-1].until - DEMO_DAY).days
        if enterprise.state is State.EXPIRED:
            assert days_left < 0
        elif enterprise.state is State.RENEWAL_DUE:
            assert 0 <= days_left <= 90
        else:
            assert days_left > 90
        assert enterprise.registered_on < enterprise.titles[0].granted_on


def test_every_size_class_and_every_questionnaire_occurs(demo: list[SyntheticEnterprise]) -> None:
    prefixes = {row["prefix"]: row["questionnaire"] for row in rows("industry-questionnaire")}
    letters = {"C": range(13, 44), "A": range(1, 6), "E": range(47, 51), "F": range(51, 53), "G": range(53, 61)}
    letters |= {"H": range(61, 63), "K": range(70, 71), "M": range(73, 76)}

    def questionnaire(industry: str) -> str:
        section = next((letter for letter, divisions in letters.items() if int(industry[:2]) in divisions), "")
        known = [prefixes[industry[:length]] for length in (4, 3, 2) if industry[:length] in prefixes]
        return (known or [prefixes[section]])[0]

    questionnaires = Counter(questionnaire(enterprise.industry) for enterprise in demo)

    measured = [class_of(enterprise.industry) for enterprise in demo]
    assert {size_class.code for size_class in measured if size_class} == {f"S{number:02d}" for number in range(1, 17)}
    assert set(questionnaires) == {"制造业", "生产性服务业", "其他行业"}
    assert min(questionnaires.values()) >= 5


def test_nobody_is_large(demo: list[SyntheticEnterprise], country: list[SyntheticEnterprise]) -> None:
    for enterprise in (*demo, *country):
        if enterprise.flaw is not Flaw.UNIT_MISTAKE:
            last = enterprise.figures[0]
            assert not is_large(enterprise.industry, last.employees, last.revenue, last.assets)


def test_a_large_enterprise_is_drawn_again_whole() -> None:
    usual = next(world(LOAD_SEED, 1))
    (smaller,) = world(
        LOAD_SEED, 1, large=lambda _industry, _people, revenue, _assets: revenue >= usual.figures[0].revenue
    )

    assert smaller.figures[0].revenue < usual.figures[0].revenue
    assert (smaller.name, smaller.credit_code) == (usual.name, usual.credit_code)


def test_figures_agree_with_each_other_except_where_a_flaw_says_so(
    demo: list[SyntheticEnterprise], country: list[SyntheticEnterprise]
) -> None:
    wrong = {Flaw.RD_STAFF_OVER_EMPLOYEES, Flaw.RD_OVER_REVENUE, Flaw.NEGATIVE_NET_ASSETS}
    for enterprise in (*demo, *country):
        assert [year.year for year in enterprise.figures] == [2025, 2024, 2023][: len(enterprise.figures)]
        for year in enterprise.figures:
            assert year.product_revenue <= year.main_revenue <= year.revenue
            assert year.product_cost <= year.main_cost <= year.operating_cost
            assert year.assets == year.liabilities + year.net_assets
            assert year.revenue % 10_000 == year.assets % 10_000 == year.net_profit % 10_000 == 0
            if enterprise.flaw not in wrong:
                assert year.rd_staff <= year.employees
                assert year.rd_expense <= year.revenue
                assert 0 <= year.liabilities <= year.assets


def test_reported_growth_can_be_traced_to_the_three_years() -> None:
    traced = [enterprise for enterprise in world(LOAD_SEED, 200) if len(enterprise.figures) == 3]
    rises = []
    for enterprise in traced:
        last, before, first = (year.main_revenue for year in enterprise.figures)
        if first:
            rises.append(abs((last / before - 1) - (before / first - 1)))

    assert len(rises) > 100
    assert max(rises) <= 0.081  # the two rises lie 4 % to either side of their mean


def test_facts_fill_every_column_of_the_vocabulary(demo: list[SyntheticEnterprise]) -> None:
    for enterprise in demo:
        facts = facts_of(enterprise)
        assert set(facts) == set(fact_cells())
        for cell, fact in fact_cells().items():
            if fact.choices and isinstance(facts[cell], str):
                assert facts[cell] in fact.choices


def test_a_year_before_the_enterprise_existed_is_unknown() -> None:
    young = next(one for one in world(LOAD_SEED, 2_000) if one.registered_on.year == 2024)

    assert facts_of(young)["revenue[-1]"] is not None
    assert facts_of(young)["revenue[-2]"] is None


def test_parts_of_intellectual_property_never_exceed_their_whole(country: list[SyntheticEnterprise]) -> None:
    for enterprise in country:
        held = enterprise.standing.property
        assert held.high_value_class_1 <= held.own_class_1 <= held.class_1
        assert max(held.inventions, held.applied_class_1) <= held.class_1
        assert held.utility_models <= held.class_2


def test_five_thousand_of_the_country_hold_the_exact_shares_of_each_tier() -> None:
    roles = [part.role for part in islice(national_parts(LOAD_SEED), 5_000, 10_000)]

    assert Counter(role.tier for role in roles) == {
        Tier.LITTLE_GIANT: 88,
        Tier.SPECIALISED: 612,
        Tier.INNOVATIVE: 2_300,
        Tier.NONE: 2_000,
    }
    assert sum(role.key for role in roles) == 13


def test_two_in_a_hundred_of_the_country_are_flawed() -> None:
    flawed = sum(part.role.flaw is not None for part in islice(national_parts(LOAD_SEED), 20_000))

    assert 340 <= flawed <= 440


def test_applicants_look_like_those_they_want_to_join() -> None:
    applicant = plan.Role(Tier.INNOVATIVE, State.CITY_REVIEW, "specialised", "city")

    assert drawn_as(applicant) is Tier.SPECIALISED
    assert drawn_as(plan.Role(Tier.INNOVATIVE, State.RECOGNISED)) is Tier.INNOVATIVE


def test_every_office_has_a_reviewer_and_a_lead() -> None:
    people = officers()
    levels = Counter((officer.level, officer.role) for officer in people)

    assert levels == {
        ("ministry", "operator"): 1,
        ("ministry", "reviewer"): 1,
        ("ministry", "lead"): 1,
        ("province", "reviewer"): 1,
        ("province", "lead"): 1,
        ("city", "reviewer"): 13,
        ("city", "lead"): 13,
        ("county", "reviewer"): 95,
        ("county", "lead"): 95,
    }
    assert len({officer.username for officer in people}) == 221
    assert {"operator", "ministry", "province-320000", "city-320500", "county-320583-lead"} <= {
        officer.username for officer in people
    }
    assert officers() == people
