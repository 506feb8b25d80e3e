"""Distributions as quantile functions of one uniform number, so that a field needs one draw and can be correlated."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from math import exp, lgamma, log
from statistics import NormalDist

STANDARD_NORMAL = NormalDist()
_CELLS = 4096
_TAIL = 1e-9


def lognormal(z: float, median: float, sigma: float) -> float:
    return median * exp(sigma * z)


@cache
def _beta_table(mean: float, deviation: float) -> tuple[float, ...]:
    # Midpoint sums of the density: the ends may be infinite, midpoints are not.
    strength = mean * (1 - mean) / deviation**2 - 1
    a, b = mean * strength, (1 - mean) * strength
    mids = [(cell + 0.5) / _CELLS for cell in range(_CELLS)]
    weights = [exp((a - 1) * log(x) + (b - 1) * log(1 - x)) for x in mids]
    whole = sum(weights)
    reached, table = 0.0, [0.0]
    for weight in weights:
        reached += weight / whole
        table.append(reached)
    return tuple(table)


def beta(u: float, mean: float, deviation: float) -> float:
    """Return the value between 0 and 1 below which the share `u` of a beta distribution lies."""
    table = _beta_table(mean, deviation)
    cell = min(max(bisect_left(table, u), 1), _CELLS)
    low, high = table[cell - 1], table[cell]
    within = (u - low) / (high - low) if high > low else 0.5
    return min(max((cell - 1 + within) / _CELLS, 0.0), 1.0)


@cache
def _negative_binomial_table(mean: float, k: float) -> tuple[float, ...]:
    reached, count, table = 0.0, 0, []
    while reached < 1 - _TAIL and count < 100 * (mean + 1):
        chance = lgamma(count + k) - lgamma(k) - lgamma(count + 1)
        reached += exp(chance + k * log(k / (k + mean)) + count * log(mean / (k + mean)))
        table.append(reached)
        count += 1
    return tuple(table)


def negative_binomial(u: float, mean: float, k: float) -> int:
    table = _negative_binomial_table(mean, k)
    return min(bisect_left(table, u), len(table) - 1)


@cache
def _poisson_table(mean: float) -> tuple[float, ...]:
    reached, count, table = 0.0, 0, []
    while reached < 1 - _TAIL and count < 100 * (mean + 1):
        reached += exp(count * log(mean) - mean - lgamma(count + 1))
        table.append(reached)
        count += 1
    return tuple(table)


def poisson(u: float, mean: float) -> int:
    table = _poisson_table(mean)
    return min(bisect_left(table, u), len(table) - 1)


@cache
def _binomial_table(n: int, share: float) -> tuple[float, ...]:
    reached, table = 0.0, []
    for hits in range(n + 1):
        ways = lgamma(n + 1) - lgamma(hits + 1) - lgamma(n - hits + 1)
        reached += exp(ways + hits * log(share) + (n - hits) * log(1 - share))
        table.append(reached)
    return tuple(table)


def thinned(u: float, n: int, share: float) -> int:
    """Return how many of `n` remain when each stays with probability `share`."""
    if n == 0 or share >= 1:
        return n
    return min(bisect_left(_binomial_table(n, share), u), n)
