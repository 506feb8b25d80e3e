"""How enterprises of each tier are distributed: the figures of the recipe, in 万元, 人, percent and 项.

`modelled` unless a comment says `published`; none of these figures decides about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """The highest title of the ladder that an enterprise holds, or held last."""

    LITTLE_GIANT = "little_giant"
    SPECIALISED = "specialised"
    INNOVATIVE = "innovative"
    NONE = "none"


@dataclass(frozen=True)
class LogNormal:
    """`median × exp(sigma × z)`, clipped."""

    median: float
    sigma: float
    low: float = 0.0
    high: float = float("inf")


@dataclass(frozen=True)
class Spread:
    mean: float
    deviation: float
    low: float = float("-inf")
    high: float = float("inf")


@dataclass(frozen=True)
class Counts:
    """A negative binomial; `positive` is the share that has any at all, the rest then follow 1 + Poisson."""

    mean: float
    k: float
    positive: float = 1.0


@dataclass(frozen=True)
class Shape:
    revenue: LogNormal  # 2025
    without_revenue: float
    employees: LogNormal
    rd_share: LogNormal
    without_rd: float
    rd_staff_share: Spread
    assets_to_revenue: LogNormal
    debt_share: Spread
    net_margin: Spread
    growth: Spread  # mean of the last two years, main revenue
    main_share: Spread
    market_years: Spread
    class_1_ip: Counts
    invention_share: float  # of class 1
    class_2_ip: float
    standards: float
    raises_equity: float
    equity: LogNormal
    digital_levels: tuple[float, float, float, float]
    market_share: Spread | None
    listed: float
    ownership: tuple[float, float, float, float]  # private, state-owned, joint venture, foreign
    spread_power: float  # of the authority's weight: lower tiers are spread more evenly


_LOWER_OWNERSHIP = (91.0, 4.0, 2.5, 2.5)
_GROWTH_FLOOR, _GROWTH_CEILING = -0.85, 2.0

SHAPES: dict[Tier, Shape] = {
    Tier.LITTLE_GIANT: Shape(
        revenue=LogNormal(22_000, 0.75, 1_000, 400_000),
        without_revenue=0,
        employees=LogNormal(235, 0.55),  # published: mean of four batches 252
        rd_share=LogNormal(0.083, 0.67, 0, 0.95),  # published: 10.4 %
        without_rd=0,
        rd_staff_share=Spread(0.26, 0.12),
        assets_to_revenue=LogNormal(1.35, 0.45),
        debt_share=Spread(0.42, 0.16),
        net_margin=Spread(0.095, 0.08),
        growth=Spread(0.11, 0.16, _GROWTH_FLOOR, _GROWTH_CEILING),
        main_share=Spread(0.95, 0.04, 0.70),
        market_years=Spread(13, 5, 3, 40),  # published: founded 13 years ago
        class_1_ip=Counts(16, 1.6),  # published
        invention_share=14 / 16,  # published
        class_2_ip=45,
        standards=2.2,
        raises_equity=0.18,
        equity=LogNormal(3_000, 1.0),
        digital_levels=(3, 27, 55, 15),
        market_share=Spread(0.22, 0.12),
        listed=0.09,
        ownership=(84, 9, 3.5, 3.5),  # published
        spread_power=1.0,
    ),
    Tier.SPECIALISED: Shape(
        revenue=LogNormal(9_000, 0.90, 400, 200_000),
        without_revenue=0,
        employees=LogNormal(95, 0.85),
        rd_share=LogNormal(0.055, 0.60, 0, 0.95),
        without_rd=0,
        rd_staff_share=Spread(0.19, 0.10),
        assets_to_revenue=LogNormal(1.20, 0.5),
        debt_share=Spread(0.46, 0.18),
        net_margin=Spread(0.07, 0.09),
        growth=Spread(0.09, 0.18, _GROWTH_FLOOR, _GROWTH_CEILING),
        main_share=Spread(0.92, 0.06),
        market_years=Spread(11, 5, 2, 40),
        class_1_ip=Counts(6, 1.2),
        invention_share=4.5 / 6,
        class_2_ip=20,
        standards=0.9,
        raises_equity=0.08,
        equity=LogNormal(1_500, 1.0),
        digital_levels=(15, 50, 30, 5),
        market_share=Spread(0.18, 0.10),  # of the province
        listed=0.025,
        ownership=_LOWER_OWNERSHIP,
        spread_power=0.85,
    ),
    Tier.INNOVATIVE: Shape(
        revenue=LogNormal(3_200, 1.10, 50, 100_000),
        without_revenue=0,
        employees=LogNormal(42, 1.00),
        rd_share=LogNormal(0.050, 0.70, 0, 0.95),
        without_rd=0,
        rd_staff_share=Spread(0.16, 0.10),
        assets_to_revenue=LogNormal(1.1, 0.6),
        debt_share=Spread(0.49, 0.20),
        net_margin=Spread(0.04, 0.12),
        growth=Spread(0.08, 0.24, _GROWTH_FLOOR, _GROWTH_CEILING),
        main_share=Spread(0.88, 0.10),
        market_years=Spread(8, 5, 2, 40),
        class_1_ip=Counts(2.2, 0.8),
        invention_share=1.2 / 2.2,
        class_2_ip=9,
        standards=0.25,
        raises_equity=0.03,
        equity=LogNormal(800, 1.0),
        digital_levels=(40, 45, 13, 2),
        market_share=None,
        listed=0.006,
        ownership=_LOWER_OWNERSHIP,
        spread_power=0.7,
    ),
    Tier.NONE: Shape(
        revenue=LogNormal(600, 1.60, 0, 80_000),
        without_revenue=0.06,
        employees=LogNormal(12, 1.20),
        rd_share=LogNormal(0.035, 0.8, 0, 0.95),
        without_rd=0.70,
        rd_staff_share=Spread(0.08, 0.08),
        assets_to_revenue=LogNormal(1.0, 0.9),
        debt_share=Spread(0.52, 0.24),
        net_margin=Spread(0.01, 0.18),
        growth=Spread(0.04, 0.35, _GROWTH_FLOOR, _GROWTH_CEILING),
        main_share=Spread(0.82, 0.16),
        market_years=Spread(6, 5, 0, 40),
        class_1_ip=Counts(1.5, 1.0, positive=0.25),
        invention_share=0.15 / 0.375,
        class_2_ip=1.2,
        standards=0.02,
        raises_equity=0.005,
        equity=LogNormal(800, 1.0),
        digital_levels=(65, 28, 6, 1),
        market_share=None,
        listed=0.0005,
        ownership=_LOWER_OWNERSHIP,
        spread_power=0.7,
    ),
}
