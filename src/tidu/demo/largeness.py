"""Whether drawn figures make a large enterprise, which the programmes do not admit."""

from __future__ import annotations

from collections.abc import Callable

from tidu.rules.size import Size, classify

#: industry, employees, revenue, assets (fen) → the enterprise is large.
IsLarge = Callable[[str, int, int, int], bool]


def is_large(industry: str, employees: int, revenue: int, assets: int) -> bool:
    return classify(industry, employees=employees, revenue=revenue, assets=assets) is Size.LARGE
