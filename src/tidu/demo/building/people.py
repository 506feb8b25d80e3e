"""The people: officers with their posts, and the enterprises that register."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from tidu.demo.building.accounts import DEMO_PASSWORD, PASSWORD_SALT, enterprise_username
from tidu.demo.building.timeline import moment
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.figures import YEARS
from tidu.demo.officers import LEAD, REVIEWER, SyntheticOfficer, officers
from tidu.demo.places import COUNTRY
from tidu.demo.plan import Flaw, State
from tidu.demo.seeds import Stream
from tidu.demo.shapes import Tier
from tidu.domain.accounts.access import Actor, actor_from, posts_of
from tidu.domain.accounts.actions import create_user, give_hash, give_post
from tidu.domain.accounts.models import Post
from tidu.domain.accounts.second_factor import give_demo_app
from tidu.domain.enterprises.actions import note_figures, register, update_record
from tidu.domain.enterprises.queries import applicant_for
from tidu.domain.regions.queries import NATION, office_of, region
from tidu.domain.verification.actions.verifying import vouch_for
from tidu.rules.schema import Level

#: Before the first title of the demo was granted.
OFFICES_OPEN = moment(date(2022, 1, 4), 9)

#: A province beside the demo's own, so that choosing a region shows two.
OTHER_PROVINCE = "330000"
_YUAN_AS_TEN_THOUSAND = 10_000
_LAST_FILING = "2025年填报"
#: What the record of an enterprise that has merely registered may still lack.
_LATER = ("industry", "registered_on", "registered_capital", "revenue", "assets", "employees")
#: Figures that the filing of 2025 asked for: the field of the form by the column of the books.
_FILED = {name: name for name in (
    "revenue", "main_revenue", "operating_cost", "main_cost", "selling_expense", "admin_expense", "rd_expense",
    "total_profit", "net_profit", "tax_paid", "assets", "liabilities", "net_assets", "bank_loan", "equity_raised",
    "export_revenue", "employees", "rd_staff",
)} | {"leading_product_revenue": "product_revenue", "leading_product_cost": "product_cost"}  # fmt: skip


@dataclass
class Cast:
    """Everybody who acts, as they act."""

    officers: dict[tuple[str, str], Actor] = field(default_factory=dict)
    applicants: dict[int, Actor] = field(default_factory=dict)
    user_ids: list[int] = field(default_factory=list)

    def reviewer(self, region_code: str) -> Actor:
        return self.officers[region_code, REVIEWER]

    def lead(self, region_code: str) -> Actor:
        return self.officers[region_code, LEAD]

    def of(self, enterprise: SyntheticEnterprise) -> Actor:
        return self.applicants[enterprise.number]


def domain_code(region_code: str) -> str:
    """The generator calls the country 100000, the table of divisions 000000."""
    return NATION if region_code == COUNTRY else region_code


def appoint_officers(cast: Cast) -> None:
    """Give every office of the demo its people, and the other province somebody who opens its window."""
    lead = SyntheticOfficer(f"province-{OTHER_PROVINCE}-lead", "示例负责人", LEAD, "province", OTHER_PROVINCE)
    for officer in [*officers(), lead]:
        region_code = domain_code(officer.region_code)
        office = office_of(region_code, Level(officer.level))
        if office is None:
            raise LookupError(f"no {officer.level} office in {region_code}")
        user = create_user(username=officer.username, password=None, name=officer.name)
        give_post(user, office, Post.Role(officer.role), since=OFFICES_OPEN.date())
        cast.user_ids.append(user.pk)
        cast.officers[region_code, officer.role] = actor_from(posts_of(user.pk)[0])


def register_enterprise(cast: Cast, enterprise: SyntheticEnterprise) -> None:
    """Register, fill in the record, and carry over what an earlier filing said."""
    place = region(enterprise.place.county_code)
    if place is None:
        raise LookupError(enterprise.place.county_code)
    user = register(
        credit_code=enterprise.credit_code,
        name=enterprise.name,
        region=place,
        legal_representative=enterprise.legal_representative,
        contact=enterprise.contact,
        phone=enterprise.contact_mobile,
        email=enterprise.email,
        username=enterprise_username(enterprise.number),
        password=None,
        is_synthetic=True,
    )
    actor = applicant_for(user.pk)
    assert actor is not None
    cast.user_ids.append(user.pk)
    cast.applicants[enterprise.number] = actor
    vouch_for([actor.enterprise_id])
    update_record(actor, record_of(enterprise), based_on=1)
    if enterprise.tier is not Tier.NONE:
        note_figures(actor.enterprise_id, _filed_before(enterprise), source=_LAST_FILING)


def has_whole_record(enterprise: SyntheticEnterprise) -> bool:
    """Whether the record is complete; of those that merely registered, some have yet to fill it."""
    waiting = enterprise.state is State.REGISTERED and enterprise.flaw is None
    return not (waiting and Stream(0, enterprise.credit_code).chance("record-unfinished", 0.3))


def record_of(enterprise: SyntheticEnterprise) -> dict[str, Any]:
    """The columns of the record that the enterprise fills in itself."""
    last = enterprise.figures[0]
    # who took yuan for 万元 in the form had the record right: it was copied from the licence and the accounts
    factor = _YUAN_AS_TEN_THOUSAND if enterprise.flaw is Flaw.UNIT_MISTAKE else 1
    columns: dict[str, Any] = {
        "address": enterprise.address,
        "postcode": enterprise.postcode,
        "legal_phone": enterprise.landline,
        "legal_mobile": enterprise.legal_mobile,
        "contact_phone": enterprise.landline,
        "industry": enterprise.industry,
        "registered_on": enterprise.registered_on,
        "registered_capital": enterprise.registered_capital,
        "employees": last.employees,
        "revenue": last.revenue // factor,
        "assets": last.assets // factor,
    }
    if has_whole_record(enterprise):
        return columns
    return {column: value for column, value in columns.items() if column not in _LATER}


def _filed_before(enterprise: SyntheticEnterprise) -> dict[tuple[int, str], int]:
    before = [figures for figures in enterprise.figures if figures.year != YEARS[0]]
    return {(figures.year, fact): getattr(figures, column) for figures in before for fact, column in _FILED.items()}


def let_them_sign_in(cast: Cast) -> None:
    """Give everybody the published password, hashed once, and officers a second factor that the demo shows."""
    give_hash(cast.user_ids, make_password(DEMO_PASSWORD, salt=PASSWORD_SALT))
    give_demo_app([officer.user_id for officer in cast.officers.values()])
