"""Randomness without state: every field of every enterprise has its own stream.

The n-th enterprise never changes when others are added, and a new field never disturbs an old one.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from statistics import NormalDist
from struct import Struct
from typing import TypeVar

T = TypeVar("T")

_STANDARD_NORMAL = NormalDist()
_FIRST_BITS = Struct(">Q24x").unpack
_FOUR_WORDS = Struct(">4L16x").unpack
_UNIT, _WORD = 2.0**-53, 2.0**-32


class Stream:
    """The draws of one subject (an enterprise, an officer); one uniform number per field name."""

    __slots__ = ("_head",)

    def __init__(self, seed: int, subject: int | str, attempt: int = 0) -> None:
        again = f"#{attempt}" if attempt else ""
        self._head = f"{seed}‖{subject}{again}‖".encode()

    def uniform(self, field: str) -> float:
        """Return a number strictly between 0 and 1, with 53 bits."""
        bits: int = _FIRST_BITS(sha256(self._head + field.encode()).digest())[0] >> 11
        return (bits + 0.5) * _UNIT

    def four(self, field: str) -> tuple[float, float, float, float]:
        """Return four numbers like `uniform`, of 32 bits each, for noise that belongs together."""
        digest = sha256(self._head + field.encode()).digest()
        first, second, third, fourth = _FOUR_WORDS(digest)
        return (first + 0.5) * _WORD, (second + 0.5) * _WORD, (third + 0.5) * _WORD, (fourth + 0.5) * _WORD

    def normal(self, field: str) -> float:
        return _STANDARD_NORMAL.inv_cdf(self.uniform(field))

    def between(self, field: str, low: float, high: float) -> float:
        return low + (high - low) * self.uniform(field)

    def integer(self, field: str, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.uniform(field) * (high - low + 1))

    def chance(self, field: str, probability: float) -> bool:
        return self.uniform(field) < probability

    def pick(self, field: str, choices: Sequence[T]) -> T:
        return choices[int(self.uniform(field) * len(choices))]

    def weighted(self, field: str, choices: Sequence[tuple[T, float]]) -> T:
        """Pick by weight; the weights need not add up to one."""
        point = self.uniform(field) * sum([weight for _, weight in choices])
        for choice, weight in choices:
            point -= weight
            if point < 0:
                return choice
        return choices[-1][0]


def shuffled(seed: int, label: str, items: Sequence[T]) -> list[T]:
    """Return `items` in an order that depends on seed and label alone."""
    order = sorted(range(len(items)), key=lambda at: sha256(f"{seed}‖{label}‖{at}".encode()).digest())
    return [items[at] for at in order]
