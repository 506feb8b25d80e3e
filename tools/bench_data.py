"""A million enterprises in a few seconds, as columns: what `make bench` scores.

The distributions are those of the synthetic world (`tidu.demo.shapes`), drawn in bulk; two cells in a hundred are
unknown. Values are kept as the rules keep them: fen, hundredths of a percent, counts, yes or no, words.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from tidu.demo.contacts import credit_code
from tidu.demo.shapes import SHAPES, Shape, Tier
from tidu.rules.facts import fact_cells
from tidu.rules.units import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 20260102
TIER_SHARES = {Tier.LITTLE_GIANT: 0.0176, Tier.SPECIALISED: 0.1224, Tier.INNOVATIVE: 0.46, Tier.NONE: 0.40}

_UNKNOWN = 0.02
_CENT, _TEN_THOUSAND_YUAN = 10_000, 1_000_000
_NEVER_UNKNOWN = ("credit_code",)
_INDUSTRIES = ("3421", "3489", "3525", "3562", "3670", "3821", "3973", "3985", "4014", "6513", "2641", "7320")


def rows_for_score(n: int, seed: int = SEED) -> pl.DataFrame:
    """Return `n` rows with every column of the vocabulary, the same for the same seed."""
    random = np.random.Generator(np.random.PCG64(seed))
    counts = _tier_counts(n)
    blocks = [_block(random, SHAPES[tier], tier, count) for tier, count in counts.items() if count]
    mixed = random.permutation(n)
    table = pl.concat(blocks)[mixed]
    codes = pl.Series("credit_code", _codes(n))
    table = table.with_columns(codes)
    hidden = [
        pl.when(pl.Series(random.random(n) >= _UNKNOWN)).then(pl.col(cell)).alias(cell)
        for cell in table.columns
        if cell not in _NEVER_UNKNOWN
    ]
    return table.with_columns(hidden).select(list(fact_cells()))


def write_csv(table: pl.DataFrame, path: Path) -> None:
    """Write the table as people exchange it: 万元 and percent with two decimals, `yes` and `no`, empty for unknown."""
    table.select(_typed(cell) for cell in table.columns).write_csv(path)


def _typed(cell: str) -> pl.Expr:
    unit, column = fact_cells()[cell].unit, pl.col(cell)
    if unit.kind is Kind.TRUTH:
        return pl.when(column).then(pl.lit("yes")).when(~column).then(pl.lit("no")).alias(cell)
    if unit.kind is not Kind.NUMBER or unit.scale == 1:
        return column
    cents = column // (unit.scale // 100)
    sign = pl.when(cents < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole, rest = cents.abs() // 100, cents.abs() % 100
    return (sign + whole.cast(pl.String) + "." + rest.cast(pl.String).str.zfill(2)).alias(cell)


def _tier_counts(n: int) -> dict[Tier, int]:
    counts = {tier: int(n * share) for tier, share in TIER_SHARES.items()}
    counts[Tier.NONE] += n - sum(counts.values())
    return counts


def _codes(n: int) -> list[str]:
    # Check characters take a microsecond each; ten thousand codes repeat, which the contract of `tidu score` allows.
    some = [credit_code("320583", number) for number in range(1, min(n, 10_000) + 1)]
    return (some * (n // len(some) + 1))[:n] if some else []


def _block(random: np.random.Generator, shape: Shape, tier: Tier, n: int) -> pl.DataFrame:
    columns = _figures(random, shape, n)
    columns |= _property(random, shape, n, columns.pop("class-1-rank"))
    columns |= _answers(random, tier, n)
    return pl.DataFrame(columns)


def _fen(amounts: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(amounts * 100).astype(np.int64) * _CENT


def _beta(random: np.random.Generator, mean: float, deviation: float, n: int) -> NDArray[np.float64]:
    strength = mean * (1 - mean) / deviation**2 - 1
    return random.beta(mean * strength, (1 - mean) * strength, n)


def _figures(random: np.random.Generator, shape: Shape, n: int) -> dict[str, Any]:
    z, z_people, z_rd = random.standard_normal((3, n))
    revenue = np.clip(shape.revenue.median * np.exp(shape.revenue.sigma * z), shape.revenue.low, shape.revenue.high)
    revenue *= random.random(n) >= shape.without_revenue
    people = np.exp(shape.employees.sigma * (0.78 * z + 0.626 * z_people)) * shape.employees.median
    employees = np.maximum(np.rint(people), 1).astype(np.int64)
    rd_share = np.exp(shape.rd_share.sigma * (-0.35 * z + 0.937 * z_rd)) * shape.rd_share.median
    rd_share = np.clip(rd_share, 0, shape.rd_share.high) * (random.random(n) >= shape.without_rd)
    growth = np.clip(random.normal(shape.growth.mean, shape.growth.deviation, n), shape.growth.low, shape.growth.high)
    noise = random.uniform(-0.04, 0.04, n)
    before = revenue / (1 + growth + noise)
    first = before / (1 + growth - noise)
    main = _beta(random, shape.main_share.mean, shape.main_share.deviation, n)
    ratio = np.exp(shape.assets_to_revenue.sigma * random.standard_normal(n)) * shape.assets_to_revenue.median
    assets = np.maximum(_fen(revenue * ratio), _CENT)
    debt = _beta(random, shape.debt_share.mean, shape.debt_share.deviation, n)
    staff = _beta(random, shape.rd_staff_share.mean, shape.rd_staff_share.deviation, n)
    return {
        "class-1-rank": 0.44 * z + 0.9 * z_rd,
        "revenue": _fen(revenue),
        "revenue[-1]": _fen(before),
        "revenue[-2]": _fen(first),
        "main_revenue": _fen(revenue * main),
        "main_revenue[-1]": _fen(before * main),
        "main_revenue[-2]": _fen(first * main),
        "net_profit": _fen(revenue * random.normal(shape.net_margin.mean, shape.net_margin.deviation, n)),
        "assets": assets,
        "liabilities": (assets * debt / _CENT).astype(np.int64) * _CENT,
        "rd_expense": _fen(revenue * rd_share),
        "rd_expense[-1]": _fen(before * rd_share * random.uniform(0.88, 1.06, n)),
        "employees": employees,
        "rd_staff": np.rint(employees * staff).astype(np.int64),
        "equity_raised": _equity(random, shape, n),
        "equity_raised[-1]": _equity(random, shape, n),
        "equity_raised[-2]": np.zeros(n, dtype=np.int64),
        "market_years": np.clip(
            np.rint(random.normal(shape.market_years.mean, shape.market_years.deviation, n)), 0, 40
        ).astype(np.int64),
    }


def _equity(random: np.random.Generator, shape: Shape, n: int) -> NDArray[np.int64]:
    amounts = np.exp(shape.equity.sigma * random.standard_normal(n)) * shape.equity.median
    return _fen(amounts * (random.random(n) < shape.raises_equity / 2))


def _property(random: np.random.Generator, shape: Shape, n: int, rank: NDArray[np.float64]) -> dict[str, Any]:
    counts = shape.class_1_ip
    class_1 = np.sort(random.negative_binomial(counts.k, counts.k / (counts.k + counts.mean), n))
    class_1 = class_1[np.argsort(np.argsort(rank))] * (random.random(n) < counts.positive)
    own = random.binomial(class_1, 0.9)
    return {
        "class_1_ip": class_1.astype(np.int64),
        "own_class_1_ip": own.astype(np.int64),
        "high_value_class_1_ip": random.binomial(own, 0.2).astype(np.int64),
        "applied_class_1_ip": random.binomial(class_1, 0.75).astype(np.int64),
        "class_2_ip": random.negative_binomial(1.5, 1.5 / (1.5 + shape.class_2_ip), n).astype(np.int64),
    }


def _answers(random: np.random.Generator, tier: Tier, n: int) -> dict[str, Any]:
    """The higher the tier, the likelier a yes; awards are rare everywhere."""
    likely = {Tier.LITTLE_GIANT: 0.95, Tier.SPECIALISED: 0.75, Tier.INNOVATIVE: 0.4, Tier.NONE: 0.1}[tier]
    columns: dict[str, Any] = {}
    for cell, fact in fact_cells().items():
        if fact.unit.kind is Kind.TRUTH:
            rare = any(word in cell for word in ("award", "maker"))
            columns[cell] = random.random(n) < (likely / 20 if rare else likely)
        elif fact.choices and fact.unit.kind is Kind.WORD:
            words = list(fact.choices)
            columns[cell] = pl.Series(words)[random.integers(0, len(words), n)]
    return columns | {
        "industry": pl.Series(_INDUSTRIES)[random.integers(0, len(_INDUSTRIES), n)],
        "digital_level": random.choice(4, n, p=np.array(SHAPES[tier].digital_levels) / 100) + 1,
        "local_feature_points": random.integers(0, 16, n),
        "local_other_points": random.integers(0, 10, n),
        "core_business_systems": random.integers(0, 7, n),
        "market_share": random.integers(0, 5_000, n),
        "domestic_rank": random.integers(1, 60, n),
        "development_score": random.integers(0, 10_001, n),
        "development_score[-1]": random.integers(0, 10_001, n),
    }
