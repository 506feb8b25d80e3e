"""Times of many requests, and what is told of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True)
class Timing:
    """Seconds of each request as the client saw them; processor seconds that the server's processes used for one."""

    seconds: Sequence[float]
    cpu: float | None = None
    note: str = ""

    @property
    def p50(self) -> float:
        return quantile(self.seconds, 0.5)

    @property
    def p95(self) -> float:
        return quantile(self.seconds, 0.95)


def growth(few: Timing, many: Timing) -> float:
    """How many times as long the middle request takes among many declarations."""
    return many.p50 / few.p50
