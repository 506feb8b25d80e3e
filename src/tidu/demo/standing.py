"""What an enterprise has besides figures: intellectual property, qualities, market, digital level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tidu.demo.figures import Core
from tidu.demo.quantiles import beta, negative_binomial, poisson, thinned
from tidu.demo.seeds import Stream
from tidu.demo.shapes import SHAPES, Tier

_TIERS = (Tier.LITTLE_GIANT, Tier.SPECIALISED, Tier.INNOVATIVE, Tier.NONE)

#: Probability of a yes by tier, in the order of `_TIERS`.
_YES: dict[str, tuple[float, float, float, float]] = {
    "strategic_industry": (0.80, 0.60, 0.45, 0.15),
    "quality_award": (0.25, 0.06, 0.01, 0),
    "quality_system": (0.97, 0.88, 0.55, 0.15),
    "own_brand": (0.98, 0.90, 0.70, 0.25),
    "science_award": (0.15, 0.05, 0.015, 0.001),
    "listed_honour": (0.98, 0.85, 0.50, 0.04),
    "provincial_rd_institution": (0.70, 0.25, 0.04, 0.002),
    "maker_china_top500": (0.02, 0.006, 0.002, 0),
    "strategy_governance": (0.98, 0.85, 0.50, 0.10),
    "system_certificate": (0.98, 0.85, 0.50, 0.12),
    "foreign_product_certificate": (0.35, 0.15, 0.05, 0.01),
    "market_renown": (0.95, 0.75, 0.20, 0.02),
    "joint_rd_institution": (0.95, 0.70, 0.30, 0.03),
    "chain_role": (0.97, 0.70, 0.25, 0.03),
    "key_field": (0.97, 0.75, 0.50, 0.20),
}
_CHAIN_POSITION = ("gap_filling", "key_supply", "none")
_CHAIN_WEIGHTS = ((50, 45, 5), (20, 55, 25), (5, 30, 65), (1, 8, 91))
_LOCAL_POSITION = ("national_10", "national_5", "province_top3", "none")
_LOCAL_WEIGHTS = ((70, 25, 5, 0), (15, 40, 30, 15), (2, 10, 15, 73), (0, 0, 0, 100))
#: Below the province: city, below_city, none.
_LOWER_INSTITUTION = ("city", "below_city", "none")
_LOWER_WEIGHTS = ((60, 35, 5), (50, 35, 15), (15, 35, 50), (1, 4, 95))
_MOST_SYSTEMS = (8, 6, 4, 2)
_LISTING_PLANS = (0.30, 0.15, 0.03, 0.002)

_ASSESSED_SINCE, _ASSESSED_UNTIL = date(2025, 3, 1), date(2025, 12, 20)
_NATIONAL_SHARE_OF_PROVINCIAL = 0.25
_CLASS_2_K = 1.5


@dataclass(frozen=True)
class Property:
    """Counts of intellectual property; the parts never exceed their whole."""

    class_1: int
    inventions: int
    own_class_1: int
    high_value_class_1: int
    applied_class_1: int
    class_2: int
    utility_models: int
    standards: int


@dataclass(frozen=True)
class Standing:
    property: Property
    answers: dict[str, bool]
    chain_position: str
    local_market_position: str
    local_other_points: int | None
    local_feature_points: int | None
    rd_institution: str
    core_business_systems: int
    market_share: int | None  # of the country, hundredths of a percent
    provincial_market_share: int | None
    domestic_rank: int | None
    digital_level: int
    digital_assessed_on: date
    listing: str  # listed, planned, none


def draw_property(stream: Stream, tier: Tier, core: Core) -> Property:
    shape = SHAPES[tier]
    inventions = thinned(stream.uniform("inventions"), core.class_1_ip, shape.invention_share)
    own = thinned(stream.uniform("own-class-1"), core.class_1_ip, 0.9)
    class_2 = negative_binomial(stream.uniform("class-2-ip"), shape.class_2_ip, _CLASS_2_K)
    return Property(
        class_1=core.class_1_ip,
        inventions=inventions,
        own_class_1=own,
        high_value_class_1=thinned(stream.uniform("high-value-class-1"), own, 0.2),
        applied_class_1=thinned(stream.uniform("applied-class-1"), core.class_1_ip, 0.75),
        class_2=class_2,
        utility_models=thinned(stream.uniform("utility-models"), class_2, 0.7),
        standards=poisson(stream.uniform("standards"), shape.standards),
    )


def _answers(stream: Stream, at: int, standards: int) -> dict[str, bool]:
    answers = {fact: stream.chance(fact, chances[at]) for fact, chances in _YES.items()}
    award = answers["science_award"]
    answers["standards_work"] = standards > 0
    # An award near the top presupposes an award, the first fifty the first five hundred.
    answers["provincial_award_top3"] = award and stream.chance("provincial_award_top3", 0.4)
    answers["national_award_top5"] = award and stream.chance("national_award_top5", 0.08)
    answers["national_award_top3"] = answers["national_award_top5"] and stream.chance("national_award_top3", 0.6)
    answers["maker_china_top50"] = answers["maker_china_top500"] and stream.chance("maker_china_top50", 0.1)
    return answers


def _institution(stream: Stream, at: int, *, provincial: bool) -> str:
    if provincial:
        return "national" if stream.chance("national-institution", 0.1) else "province"
    weights = zip(_LOWER_INSTITUTION, _LOWER_WEIGHTS[at], strict=True)
    return stream.weighted("rd-institution", [(level, float(weight)) for level, weight in weights])


def _choice(stream: Stream, field: str, words: tuple[str, ...], weights: tuple[int, ...]) -> str:
    return stream.weighted(field, [(word, float(weight)) for word, weight in zip(words, weights, strict=True)])


def _market(stream: Stream, tier: Tier) -> tuple[int | None, int | None, int | None]:
    """Return the share of the country, of the province (hundredths of a percent) and the rank in the country."""
    spread = SHAPES[tier].market_share
    if spread is None:
        return None, None, None
    share = round(beta(stream.uniform("market-share"), spread.mean, spread.deviation) * 10_000)
    if tier is Tier.LITTLE_GIANT:
        return share, None, stream.integer("domestic-rank", 1, 10)
    return int(share * _NATIONAL_SHARE_OF_PROVINCIAL), share, stream.integer("domestic-rank", 3, 30)


def draw_standing(stream: Stream, tier: Tier, core: Core) -> Standing:
    at = _TIERS.index(tier)
    property_ = draw_property(stream, tier, core)
    answers = _answers(stream, at, property_.standards)
    share, provincial, rank = _market(stream, tier)
    judged = tier in {Tier.LITTLE_GIANT, Tier.SPECIALISED}
    levels = SHAPES[tier].digital_levels
    days = (_ASSESSED_UNTIL - _ASSESSED_SINCE).days
    planned = "planned" if stream.chance("listing-planned", _LISTING_PLANS[at]) else "none"
    return Standing(
        property=property_,
        answers=answers,
        chain_position=_choice(stream, "chain-position", _CHAIN_POSITION, _CHAIN_WEIGHTS[at]),
        local_market_position=_choice(stream, "local-position", _LOCAL_POSITION, _LOCAL_WEIGHTS[at]),
        local_other_points=stream.integer("local-other", 0, 9) if judged else None,
        local_feature_points=stream.integer("local-feature", 3, 15) if judged else None,
        rd_institution=_institution(stream, at, provincial=answers["provincial_rd_institution"]),
        core_business_systems=stream.integer("business-systems", 0 if at else 1, _MOST_SYSTEMS[at]),
        market_share=share,
        provincial_market_share=provincial,
        domestic_rank=rank,
        digital_level=stream.weighted("digital-level", list(zip((1, 2, 3, 4), levels, strict=True))),
        digital_assessed_on=_ASSESSED_SINCE + timedelta(days=stream.integer("digital-day", 0, days)),
        listing="listed" if stream.chance("listed", SHAPES[tier].listed) else planned,
    )
