"""Who is who among the 300 enterprises of the demo: tier, the state to be reached, the flaw, all in fixed numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tidu.demo.industries import demo_industries
from tidu.demo.places import Place, demo_places
from tidu.demo.seeds import shuffled
from tidu.demo.shapes import Tier


class State(StrEnum):
    """What the demo world must bring an enterprise to, through the product's own actions."""

    REGISTERED = "registered"  # an account and enterprise information, nothing declared
    RECOGNISED = "recognised"  # holds its title, nothing under way
    DRAFT = "draft"
    COUNTY_REVIEW = "county_review"
    CITY_REVIEW = "city_review"
    PROVINCE_REVIEW = "province_review"
    PUBLIC_NOTICE = "public_notice"
    RETURNED = "returned"
    REJECTED = "rejected"
    RENEWAL_DUE = "renewal_due"  # valid for another 90 days at most
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    RENAME_PENDING = "rename_pending"
    MOVED_IN = "moved_in"  # from another city; `counterpart` is where it came from
    MOVED_OUT = "moved_out"  # `counterpart` is where it goes
    RESTRUCTURED = "restructured"  # divided or merged
    DISHONEST = "dishonest"  # on the list of 严重失信主体
    ACCIDENT = "accident"  # a safety or environmental accident within three years


class Flaw(StrEnum):
    """Dirty data and figures at a bound, on purpose; one enterprise each."""

    REVENUE_AT_BOUND = "revenue_at_bound"  # 10,000 万元
    REVENUE_BELOW_BOUND = "revenue_below_bound"  # 9,999.99 万元
    RD_SHARE_AT_BOUND = "rd_share_at_bound"  # 3 % exactly
    RD_AMOUNT_AT_BOUND = "rd_amount_at_bound"  # 100 万元
    EMPLOYEES_1000 = "employees_1000"
    EMPLOYEES_300 = "employees_300"
    EMPLOYEES_20 = "employees_20"
    THREE_YEARS_OLD = "three_years_old"  # to the day, at the end of 2025
    UNIT_MISTAKE = "unit_mistake"  # yuan typed as 万元
    FLAT_REVENUE = "flat_revenue"  # three years the same
    NEGATIVE_NET_ASSETS = "negative_net_assets"
    RD_OVER_REVENUE = "rd_over_revenue"
    RD_STAFF_OVER_EMPLOYEES = "rd_staff_over_employees"
    WIDE_SPACE = "wide_space"  # a full-width blank in the name
    RARE_CHARACTERS = "rare_characters"  # 䶮 and 𬭎: three and four bytes of UTF-8
    FORMER_NAMES = "former_names"  # three
    ABOLISHED_500105 = "abolished_500105"  # divisions that are no more, alive in credit codes
    ABOLISHED_500112 = "abolished_500112"
    ABOLISHED_320602 = "abolished_320602"
    CITY_WITHOUT_COUNTIES = "city_without_counties"  # 441900
    REPEATED_FILING = "repeated_filing"  # the same programme in two years running
    ODD_FILES = "odd_files"  # one of 0 bytes, one of 200 MB
    SAME_NAME = "same_name"  # the name of another, its own code
    SAME_LEGAL_PERSON = "same_legal_person"


@dataclass(frozen=True)
class Role:
    tier: Tier
    state: State
    programme: str = ""  # what is being declared, where something is
    level: str = ""  # the office that has it, returned it or rejected it
    flaw: Flaw | None = None
    key: bool = False  # 重点小巨人


@dataclass(frozen=True)
class Part:
    """One enterprise of the demo before anything is drawn."""

    number: int
    role: Role
    place: Place
    industry: str
    counterpart: str = ""


TIER_QUOTAS = {Tier.LITTLE_GIANT: 30, Tier.SPECIALISED: 90, Tier.INNOVATIVE: 100, Tier.NONE: 80}
KEY_LITTLE_GIANTS = 6

_ONE, _TWO, _THREE = Tier.INNOVATIVE, Tier.SPECIALISED, Tier.LITTLE_GIANT
_FIRST, _SECOND = "innovative", "specialised"

#: Declarations for 创新型 come from enterprises without a title, those for 专精特新 from 创新型 ones.
_UNDER_WAY: tuple[tuple[State, str, str, int], ...] = (
    (State.DRAFT, _FIRST, "", 7),
    (State.DRAFT, _SECOND, "", 5),
    (State.COUNTY_REVIEW, _FIRST, "county", 6),
    (State.COUNTY_REVIEW, _SECOND, "county", 4),
    (State.CITY_REVIEW, _FIRST, "city", 6),
    (State.CITY_REVIEW, _SECOND, "city", 4),
    (State.PROVINCE_REVIEW, _SECOND, "province", 8),
    (State.PUBLIC_NOTICE, _FIRST, "city", 3),
    (State.PUBLIC_NOTICE, _SECOND, "province", 3),
    (State.RETURNED, _FIRST, "county", 3),
    (State.RETURNED, _FIRST, "city", 2),
    (State.RETURNED, _SECOND, "city", 2),
    (State.RETURNED, _SECOND, "province", 1),
    (State.REJECTED, _FIRST, "county", 4),
    (State.REJECTED, _FIRST, "city", 2),
    (State.REJECTED, _SECOND, "county", 1),
    (State.REJECTED, _SECOND, "city", 1),
    (State.REJECTED, _SECOND, "province", 2),
)
_TITLES: tuple[tuple[State, Tier, int], ...] = (
    (State.RENEWAL_DUE, _THREE, 3),
    (State.RENEWAL_DUE, _TWO, 6),
    (State.RENEWAL_DUE, _ONE, 6),
    (State.EXPIRED, _TWO, 2),
    (State.EXPIRED, _ONE, 4),
    (State.CANCELLED, _TWO, 1),
    (State.CANCELLED, _ONE, 1),
    (State.RENAME_PENDING, _THREE, 1),
    (State.RENAME_PENDING, _TWO, 1),
    (State.RENAME_PENDING, _ONE, 1),
    (State.MOVED_IN, _TWO, 1),
    (State.MOVED_IN, _ONE, 1),
    (State.MOVED_OUT, _TWO, 1),
    (State.MOVED_OUT, _ONE, 1),
    (State.RESTRUCTURED, _TWO, 1),
    (State.DISHONEST, _ONE, 1),
    (State.ACCIDENT, _TWO, 1),
    (State.ACCIDENT, _ONE, 1),
)
#: A flaw that a submission would refuse belongs to a draft.
_FLAWED: tuple[tuple[Flaw, Tier, State], ...] = (
    (Flaw.REVENUE_AT_BOUND, _TWO, State.RECOGNISED),
    (Flaw.REVENUE_BELOW_BOUND, _TWO, State.RECOGNISED),
    (Flaw.RD_SHARE_AT_BOUND, _ONE, State.RECOGNISED),
    (Flaw.RD_AMOUNT_AT_BOUND, _ONE, State.RECOGNISED),
    (Flaw.EMPLOYEES_1000, _TWO, State.RECOGNISED),
    (Flaw.EMPLOYEES_300, _ONE, State.RECOGNISED),
    (Flaw.EMPLOYEES_20, Tier.NONE, State.REGISTERED),
    (Flaw.THREE_YEARS_OLD, _ONE, State.RECOGNISED),
    (Flaw.UNIT_MISTAKE, Tier.NONE, State.DRAFT),
    (Flaw.FLAT_REVENUE, Tier.NONE, State.REGISTERED),
    (Flaw.NEGATIVE_NET_ASSETS, Tier.NONE, State.REGISTERED),
    (Flaw.RD_OVER_REVENUE, Tier.NONE, State.DRAFT),
    (Flaw.RD_STAFF_OVER_EMPLOYEES, Tier.NONE, State.DRAFT),
    (Flaw.WIDE_SPACE, Tier.NONE, State.REGISTERED),
    (Flaw.RARE_CHARACTERS, _ONE, State.RECOGNISED),
    (Flaw.FORMER_NAMES, _TWO, State.RECOGNISED),
    (Flaw.ABOLISHED_500105, Tier.NONE, State.REGISTERED),
    (Flaw.ABOLISHED_500112, Tier.NONE, State.REGISTERED),
    (Flaw.ABOLISHED_320602, _ONE, State.RECOGNISED),
    (Flaw.CITY_WITHOUT_COUNTIES, Tier.NONE, State.REGISTERED),
    (Flaw.REPEATED_FILING, _ONE, State.RECOGNISED),
    (Flaw.ODD_FILES, Tier.NONE, State.DRAFT),
    (Flaw.SAME_NAME, Tier.NONE, State.REGISTERED),
    (Flaw.SAME_LEGAL_PERSON, Tier.NONE, State.REGISTERED),
)
#: Flaws that no industry matters to stand in industries that the divisions of the demo lack, so that every class of
#: 工信部联企业〔2011〕300号 occurs (with the two of `DEMO_REST`: construction and warehousing).
_INDUSTRY_OF_FLAW = {
    Flaw.FLAT_REVENUE: "0511",
    Flaw.NEGATIVE_NET_ASSETS: "5176",
    Flaw.WIDE_SPACE: "5281",
    Flaw.ABOLISHED_500105: "5431",
    Flaw.ABOLISHED_500112: "6020",
    Flaw.CITY_WITHOUT_COUNTIES: "6121",
    Flaw.SAME_NAME: "6220",
    Flaw.SAME_LEGAL_PERSON: "6450",
    Flaw.UNIT_MISTAKE: "7010",
    Flaw.RD_OVER_REVENUE: "7020",
    Flaw.ODD_FILES: "7251",
}
#: What an officer of the first demo accounts (昆山, 苏州, 江苏) must find without searching.
_SHOWCASE_COUNTY = "320583"
_SHOWCASE: tuple[tuple[State, str], ...] = (
    (State.COUNTY_REVIEW, _FIRST),
    (State.COUNTY_REVIEW, _SECOND),
    (State.CITY_REVIEW, _FIRST),
    (State.PROVINCE_REVIEW, _SECOND),
    (State.PUBLIC_NOTICE, _FIRST),
    (State.RETURNED, _FIRST),
    (State.DRAFT, _FIRST),
)
#: Where they came from or go; the first in another city is taken.
_COUNTERPARTS = {
    State.MOVED_IN: ("320104", "320981", "321084"),
    State.MOVED_OUT: ("330106", "320411", "320902"),
}


def roles() -> list[Role]:
    """Return the 300 roles, unshuffled; whoever has nothing else to show holds a title or is merely registered."""
    flaws = [Role(tier, state, _FIRST if state is State.DRAFT else "", flaw=flaw) for flaw, tier, state in _FLAWED]
    drafts = Counter(role.programme for role in flaws if role.state is State.DRAFT)
    told = list(flaws)
    for state, programme, level, count in _UNDER_WAY:
        tier = Tier.NONE if programme == _FIRST else _ONE
        already = drafts[programme] if state is State.DRAFT else 0
        told.extend(Role(tier, state, programme, level) for _ in range(count - already))
    for state, tier, count in _TITLES:
        told.extend(Role(tier, state) for _ in range(count))
    told.extend(Role(_THREE, State.RECOGNISED, key=True) for _ in range(KEY_LITTLE_GIANTS))
    have = Counter(role.tier for role in told)
    for tier, quota in TIER_QUOTAS.items():
        rest = State.REGISTERED if tier is Tier.NONE else State.RECOGNISED
        told.extend(Role(tier, rest) for _ in range(quota - have[tier]))
    return told


def demo_parts(seed: int) -> Iterator[Part]:
    """Yield the 300 parts by number."""
    cast, places, industries = roles(), demo_places(seed), demo_industries(seed)
    shown = [_take_role(cast, state, programme) for state, programme in _SHOWCASE]
    stages = [_take_place(places, _SHOWCASE_COUNTY) for _ in shown]
    pairs = [*zip(shown, stages, strict=True), *zip(shuffled(seed, "roles", cast), places, strict=True)]
    counterparts = {state: list(codes) for state, codes in _COUNTERPARTS.items()}
    for number, (role, place) in enumerate(shuffled(seed, "numbers", pairs), start=1):
        industry = _INDUSTRY_OF_FLAW.get(role.flaw, industries[number - 1]) if role.flaw else industries[number - 1]
        counterpart = _take_counterpart(counterparts.get(role.state, []), place)
        yield Part(number, role, place, industry, counterpart)


def _take_role(cast: list[Role], state: State, programme: str) -> Role:
    at = next(at for at, role in enumerate(cast) if (role.state, role.programme, role.flaw) == (state, programme, None))
    return cast.pop(at)


def _take_place(places: list[Place], county: str) -> Place:
    return places.pop(next(at for at, place in enumerate(places) if place.county_code == county))


def _take_counterpart(candidates: list[str], place: Place) -> str:
    city = place.city_code[:4]
    elsewhere = next((code for code in candidates if not code.startswith(city)), "")
    if elsewhere:
        candidates.remove(elsewhere)
    return elsewhere
