"""The 13 indicators of 专精特新 2022 as one would write them in plain numpy: the yardstick for our engine's time.

Figures are floats with NaN for unknown, words are their places in the vocabulary's lists. It is right on a million
drawn rows, which the bench checks; unlike the engine it promises nothing at a bound, where a float may lie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from tidu.rules.facts import fact_cells
from tidu.rules.units import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Truths: TypeAlias = NDArray[np.bool_]

_WAN = 1_000_000  # fen
UNKNOWN = -1


def columns_of(table: pl.DataFrame) -> dict[str, Floats]:
    """The table as numpy people hold it."""
    columns = {}
    for name in table.columns:
        fact, column = fact_cells()[name], table[name]
        if fact.unit.kind is Kind.WORD:
            column = column.replace_strict({word: place for place, word in enumerate(fact.choices)})
        columns[name] = column.cast(float).fill_null(np.nan).to_numpy()
    return columns


def points(facts: Mapping[str, Floats]) -> dict[str, Floats]:
    """Points by indicator, NaN where unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return {**_specialisation(facts), **_refinement(facts), **_novelty(facts)}


def _specialisation(facts: Mapping[str, Floats]) -> dict[str, Floats]:
    main = facts["main_revenue"]
    growth = (
        _growth(main, facts["main_revenue[-1]"]) + _growth(facts["main_revenue[-1]"], facts["main_revenue[-2]"])
    ) / 2
    position = facts["chain_position"]
    words = list(fact_cells()["chain_position"].choices)
    return {
        "ZJ-01": _at_least(_over(main, facts["revenue"]), [(0.8, 5), (0.7, 3), (0.6, 1)]),
        "ZJ-02": _at_least(growth, [(0.1, 10), (0.08, 8), (0.06, 6), (0.04, 4), (0, 2)]),
        "ZJ-03": np.minimum(np.floor(facts["market_years"] / 2), 5),
        "ZJ-04": _first(
            [(position == words.index("gap_filling"), 5), (position == words.index("key_supply"), 3)], position
        ),
    }


def _refinement(facts: Mapping[str, Floats]) -> dict[str, Floats]:
    signs = sum(facts[name] for name in ("quality_award", "quality_system", "own_brand", "standards_work"))
    debt = _over(facts["liabilities"], facts["assets"])
    margin = _over(facts["net_profit"], facts["revenue"])
    return {
        "ZJ-05": _at_least(facts["digital_level"], [(3, 5), (2, 3)]),
        "ZJ-06": np.minimum(3 * signs, 5),
        "ZJ-07": _at_least(margin, [(0.1, 10), (0.08, 8), (0.06, 6), (0.04, 4), (0.02, 2)]),
        "ZJ-08": _first([(debt <= 0.5, 5), (debt <= 0.6, 3), (debt <= 0.7, 1)], debt),
        "ZJ-09": facts["local_feature_points"],
    }


def _novelty(facts: Mapping[str, Floats]) -> dict[str, Floats]:
    spent, share = facts["rd_expense"], _over(facts["rd_expense"], facts["revenue"])
    staff = _over(facts["rd_staff"], facts["employees"])
    institution = facts["rd_institution"]
    words = list(fact_cells()["rd_institution"].choices)
    places = [("national", 10), ("province", 8), ("city", 4), ("below_city", 2)]
    return {
        "ZJ-10": _rights(facts),
        "ZJ-11": _research(spent, share),
        "ZJ-12": _at_least(staff, [(0.2, 5), (0.1, 3), (0.05, 1)]),
        "ZJ-13": _first([(institution == words.index(word), given) for word, given in places], institution),
    }


def _rights(facts: Mapping[str, Floats]) -> Floats:
    """A ladder over four facts: an unknown one makes all below it unknown."""
    result = np.zeros(len(facts["class_2_ip"]))
    ladder = [("high_value_class_1_ip", 10), ("own_class_1_ip", 8), ("class_1_ip", 6), ("class_2_ip", 2)]
    for name, given in reversed(ladder):
        result = np.where(np.isnan(facts[name]), np.nan, np.where(facts[name] >= 1, given, result))
    return result


def _research(spent: Floats, share: Floats) -> Floats:
    result = np.zeros(len(spent))
    unknown = np.isnan(spent) | np.isnan(share)
    ladder = [(500, 0.1, 10), (400, 0.08, 8), (300, 0.06, 6), (200, 0.04, 4), (100, 0.03, 2)]
    for amount, part, given in reversed(ladder):
        holds = (spent >= amount * _WAN) | (share >= part)
        result = np.where(holds, given, np.where(unknown, np.nan, result))
    return result


def _over(part: Floats, whole: Floats) -> Floats:
    return np.where(whole == 0, np.nan, part / whole)


def _growth(now: Floats, before: Floats) -> Floats:
    return _over(now - before, before)


def _at_least(measure: Floats, ladder: Sequence[tuple[float, int]]) -> Floats:
    return _first([(measure >= bound, given) for bound, given in ladder], measure)


def _first(ladder: Sequence[tuple[Truths, int]], measure: Floats) -> Floats:
    result = np.select([test for test, _ in ladder], [float(given) for _, given in ladder], 0.0)
    result[np.isnan(measure)] = np.nan
    return result
