"""The enterprises of the synthetic world, one after the other, the same to the byte every time.

Seed 20260101 is the demo: 300 enterprises of Jiangsu with the states and flaws that the demo must show. Any other seed
is the whole country, as many as one wants; the n-th never changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tidu.demo import contacts
from tidu.demo.candidates import drawn_as, suits
from tidu.demo.figures import LAST_YEAR, AnnualFigures, annual_figures, draw_core, fen, within
from tidu.demo.flaws import CODE_REGIONS, bend_core, bend_name, bend_years
from tidu.demo.industries import industry_word, word_of_division
from tidu.demo.largeness import IsLarge, is_large
from tidu.demo.names import enterprise_name, person_name, trade_name
from tidu.demo.national import national_parts
from tidu.demo.places import Place
from tidu.demo.plan import Flaw, Part, Role, State, demo_parts
from tidu.demo.seeds import Stream
from tidu.demo.shapes import SHAPES, Tier
from tidu.demo.standing import Standing, draw_standing
from tidu.demo.titles import HeldTitle, founded_by, held_titles

DEMO_SEED, LOAD_SEED = 20260101, 20260102
DEMO_COUNT = 300

_TRIES = 2_000
_OWNERSHIP = ("private", "state_owned", "joint_venture", "foreign")
_CAPITAL = (50, 100, 200, 300, 500, 800, 1_000, 1_500, 2_000, 3_000, 5_000, 8_000, 10_000)
_CAPITAL_MIDDLE = {Tier.LITTLE_GIANT: 9, Tier.SPECIALISED: 7, Tier.INNOVATIVE: 5, Tier.NONE: 3}
#: What is said of these must not be said under a name that somebody might bear.
_ADVERSE = frozenset({State.DISHONEST, State.ACCIDENT, State.CANCELLED, State.REJECTED})
_QUALITIES = ("高性能", "新型", "高可靠性", "定制化", "精密", "系列化")


@dataclass(frozen=True)
class SyntheticEnterprise:
    """An invented enterprise; amounts in fen, `figures` from 2025 back as far as it existed."""

    number: int
    credit_code: str
    name: str
    former_names: tuple[str, ...]
    place: Place
    address: str
    postcode: str
    legal_representative: str
    legal_mobile: str
    landline: str
    contact: str
    contact_mobile: str
    email: str
    industry: str
    registered_on: date
    registered_capital: int
    ownership: str
    leading_product: str
    market_segment: str
    brand: str
    market_years: int
    tier: Tier
    key_little_giant: bool
    titles: tuple[HeldTitle, ...]
    state: State
    programme: str
    level: str
    counterpart: str
    flaw: Flaw | None
    figures: tuple[AnnualFigures, ...]
    standing: Standing


@dataclass(frozen=True)
class _Drawn:
    figures: tuple[AnnualFigures, ...]
    standing: Standing
    market_years: int
    registered_on: date
    capital: int


def world(
    seed: int = DEMO_SEED, count: int = DEMO_COUNT, *, large: IsLarge = is_large
) -> Iterator[SyntheticEnterprise]:
    """Yield the first `count` enterprises of the world of `seed`; whoever comes out large is drawn again."""
    if seed == DEMO_SEED and count > DEMO_COUNT:
        raise ValueError(f"the demo has {DEMO_COUNT} enterprises; take another seed for {count}")
    parts = demo_parts(seed) if seed == DEMO_SEED else national_parts(seed)
    taken: set[str] = set()
    previous: SyntheticEnterprise | None = None
    for part in parts:
        if part.number > count:
            return
        enterprise = _enterprise(seed, part, taken, previous, large)
        taken.add(enterprise.name)
        yield enterprise
        previous = enterprise


def _draw(seed: int, part: Part, large: IsLarge) -> _Drawn:
    """Draw until the enterprise is not large and looks its part."""
    shape_of = drawn_as(part.role)
    shape = SHAPES[shape_of]
    for attempt in range(_TRIES):
        stream = Stream(seed, part.number, attempt)
        core = bend_core(draw_core(stream, shape), part.role.flaw)
        spread = shape.market_years
        market_years = round(within(spread.mean + spread.deviation * stream.normal("market-years"), spread))
        registered_on = _registered_on(stream, part.role, market_years)
        market_years = min(market_years, LAST_YEAR - registered_on.year)
        capital = _capital(stream, shape_of)
        figures = annual_figures(stream, shape, core, since=registered_on.year, capital=capital)
        last = figures[0]
        if large(part.industry, last.employees, last.revenue, last.assets):
            continue
        standing = draw_standing(stream, shape_of, core)
        if suits(part.role, figures, standing, market_years):
            figures = bend_years(figures, part.role.flaw)
            return _Drawn(figures, standing, market_years, registered_on, capital)
    raise LookupError(f"enterprise {part.number} cannot be drawn: {part.role}")


def _registered_on(stream: Stream, role: Role, market_years: int) -> date:
    if role.flaw is Flaw.THREE_YEARS_OLD:
        return date(LAST_YEAR - 3, 12, 31)
    before = LAST_YEAR - market_years - stream.integer("years-before-market", 0, 3)
    year = min(before, founded_by(role.tier, role.state))
    return date(year, 1, 4) + timedelta(days=stream.integer("registered-day", 0, 355))


def _capital(stream: Stream, tier: Tier) -> int:
    at = round(_CAPITAL_MIDDLE[tier] + 2 * stream.normal("capital"))
    return fen(_CAPITAL[min(max(at, 0), len(_CAPITAL) - 1)])


def _enterprise(
    seed: int, part: Part, taken: set[str], previous: SyntheticEnterprise | None, large: IsLarge
) -> SyntheticEnterprise:
    number, role = part.number, part.role
    stream = Stream(seed, number)
    drawn = _draw(seed, part, large)
    titled = role.tier is not Tier.NONE or bool(role.programme)
    name = enterprise_name(stream, part.place, part.industry, taken, legal_person=titled, rare=role.state in _ADVERSE)
    person, person_mobile = person_name(stream, "legal"), contacts.mobile("138", number)
    if previous and role.flaw is Flaw.SAME_NAME:
        name = previous.name
    if previous and role.flaw is Flaw.SAME_LEGAL_PERSON:
        person, person_mobile = previous.legal_representative, previous.legal_mobile
    product = _product(stream, part.industry)
    return SyntheticEnterprise(
        number=number,
        credit_code=contacts.credit_code(_code_region(role, part.place), number),
        name=bend_name(name, role.flaw),
        former_names=_former_names(stream, part, name),
        place=part.place,
        address=contacts.address(stream, part.place),
        postcode=contacts.postcode(stream, part.place),
        legal_representative=person,
        legal_mobile=person_mobile,
        landline=contacts.landline(part.place, number),
        contact=person_name(stream, "contact"),
        contact_mobile=contacts.mobile("139", number),
        email=contacts.email(number),
        industry=part.industry,
        registered_on=drawn.registered_on,
        registered_capital=drawn.capital,
        ownership=stream.weighted("ownership", list(zip(_OWNERSHIP, SHAPES[role.tier].ownership, strict=True))),
        leading_product=product,
        market_segment=f"{product}领域",
        brand=f"{trade_name(stream)[:2]}牌",
        market_years=drawn.market_years,
        tier=role.tier,
        key_little_giant=role.key,
        titles=held_titles(stream, role.tier, role.state),
        state=role.state,
        programme=role.programme,
        level=role.level,
        counterpart=part.counterpart,
        flaw=role.flaw,
        figures=drawn.figures,
        standing=drawn.standing,
    )


def _code_region(role: Role, place: Place) -> str:
    return CODE_REGIONS.get(role.flaw, place.county_code) if role.flaw else place.county_code


def _former_names(stream: Stream, part: Part, name: str) -> tuple[str, ...]:
    if part.role.flaw is not Flaw.FORMER_NAMES:
        return ()
    return tuple(
        enterprise_name(Stream(0, f"{name}-{time}"), part.place, part.industry, (name,), legal_person=True, rare=True)
        for time in range(1, 4)
    )


def _product(stream: Stream, industry: str) -> str:
    word = industry_word(industry) or word_of_division(industry)
    if "13" <= industry[:2] <= "43":
        return stream.pick("product-quality", _QUALITIES) + word
    return f"{word}服务"
