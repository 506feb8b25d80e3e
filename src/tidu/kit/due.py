"""Rows whose time is over: how many they are, and taking them away. So what would go can be told before it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Due:
    """What a package takes away when it is asked; both tell how many."""

    count: Callable[[], int]
    take: Callable[[], int]
