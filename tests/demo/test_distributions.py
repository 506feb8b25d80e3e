"""The means that the recipe gives are met before large enterprises are drawn again."""

from __future__ import annotations

from statistics import fmean, median

import pytest

from tidu.demo.figures import Core, draw_core
from tidu.demo.quantiles import beta, negative_binomial, poisson, thinned
from tidu.demo.seeds import Stream, shuffled
from tidu.demo.shapes import SHAPES, Tier

SAMPLE = 40_000


@pytest.fixture(scope="module")
def drawn() -> dict[Tier, list[Core]]:
    return {
        tier: [draw_core(Stream(20260102, f"{tier}-{number}"), SHAPES[tier]) for number in range(SAMPLE)]
        for tier in Tier
    }


def _near(found: float, told: float, told_to: float) -> bool:
    """Within 3 %, beyond what the table itself rounded away."""
    return abs(found - told) <= 0.03 * told + told_to / 2


@pytest.mark.parametrize(
    ("tier", "told"),
    [
        (Tier.LITTLE_GIANT, (29_220, 22_127, 273, 10.4, 16)),
        (Tier.SPECIALISED, (13_395, 9_008, 136, 6.6, 6)),
        (Tier.INNOVATIVE, (5_810, 3_213, 69, 6.4, 2.2)),
        (Tier.NONE, (2_080, 600, 25, 1.5, 0.375)),
    ],
)
def test_means_of_each_tier_are_those_of_the_recipe(
    drawn: dict[Tier, list[Core]], tier: Tier, told: tuple[float, float, float, float, float]
) -> None:
    revenue, middle, employees, rd_percent, class_1 = told
    cores = drawn[tier]
    # The table leaves out the six in a hundred that have no revenue.
    revenues = [core.revenue for core in cores if core.revenue]

    assert _near(fmean(revenues), revenue, 10)
    assert _near(median(revenues), middle, 1)
    assert _near(fmean(core.employees for core in cores), employees, 1)
    assert _near(100 * fmean(core.rd_share for core in cores), rd_percent, 0.1)
    assert _near(fmean(core.class_1_ip for core in cores), class_1, 0)


def test_six_in_a_hundred_without_a_title_have_no_revenue(drawn: dict[Tier, list[Core]]) -> None:
    without = sum(not core.revenue for core in drawn[Tier.NONE]) / SAMPLE

    assert 0.057 <= without <= 0.063


@pytest.mark.parametrize(("mean", "deviation"), [(0.26, 0.12), (0.95, 0.04), (0.82, 0.16), (0.08, 0.08), (0.52, 0.24)])
def test_a_beta_has_its_mean_and_deviation(mean: float, deviation: float) -> None:
    values = [beta((place + 0.5) / 2_000, mean, deviation) for place in range(2_000)]

    assert fmean(values) == pytest.approx(mean, abs=0.002)
    assert fmean((value - mean) ** 2 for value in values) ** 0.5 == pytest.approx(deviation, rel=0.03)


def test_counts_have_their_means() -> None:
    places = [(place + 0.5) / 4_000 for place in range(4_000)]

    assert fmean(negative_binomial(u, 6, 1.2) for u in places) == pytest.approx(6, rel=0.01)
    assert fmean(poisson(u, 0.9) for u in places) == pytest.approx(0.9, rel=0.01)
    assert fmean(thinned(u, 20, 0.75) for u in places) == pytest.approx(15, rel=0.01)


def test_ends_of_the_unit_interval_stay_within_bounds() -> None:
    for u in (2.0**-54, 1 - 2.0**-53):
        assert 0 <= beta(u, 0.26, 0.12) <= 1
        assert 0 <= thinned(u, 7, 0.9) <= 7
        assert 0 <= negative_binomial(u, 16, 1.6) < 1_700


def test_fields_of_one_enterprise_do_not_share_their_stream() -> None:
    stream = Stream(1, 1)

    assert stream.uniform("revenue") == Stream(1, 1).uniform("revenue")
    assert len({stream.uniform(f"field-{at}") for at in range(500)}) == 500
    assert stream.uniform("revenue") != Stream(1, 1, attempt=1).uniform("revenue")


def test_shuffling_keeps_every_item_and_repeats_itself() -> None:
    items = list(range(50))

    assert sorted(shuffled(1, "a", items)) == items
    assert shuffled(1, "a", items) == shuffled(1, "a", items) != shuffled(1, "b", items)
