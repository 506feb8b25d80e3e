"""How much is measured: the whole thing, a quick look, or so little that a test can afford it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """`few` and `many` are the declarations between which the growth is told; the rest are numbers of repetitions."""

    few: int
    many: int
    pages: int
    saves: int
    submits: int
    papers: int
    prepared: int
    filers: int
    storm_seconds: float
    filing_seconds: float
    enterprises: int
    clients: int = 16
    with_postgres: bool = True


FULL = Plan(
    few=1_000,
    many=100_000,
    pages=200,
    saves=200,
    submits=60,
    papers=20,
    prepared=1_500,
    filers=600,
    storm_seconds=15,
    filing_seconds=20,
    enterprises=1_000_000,
)
QUICK = Plan(
    few=1_000,
    many=10_000,
    pages=60,
    saves=60,
    submits=30,
    papers=5,
    prepared=400,
    filers=160,
    storm_seconds=5,
    filing_seconds=6,
    enterprises=200_000,
)
TINY = Plan(
    few=60,
    many=120,
    pages=3,
    saves=3,
    submits=2,
    papers=1,
    prepared=8,
    filers=4,
    storm_seconds=3,
    filing_seconds=3,
    enterprises=3_000,
    clients=2,
    with_postgres=False,
)
