"""What is worked out of an edition once and kept as long as the edition is in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Of = TypeVar("Of")
Made = TypeVar("Made")

#: By identity: an edition holds dictionaries and has no hash. It is held here too, so that its id stays its own.
_KEPT: dict[tuple[int, str], tuple[Any, Any]] = {}
_MOST = 256


def kept_by_identity(of: Of, what: str, make: Callable[[Of], Made]) -> Made:
    """What ``make`` works out of an edition or its standard, worked out once."""
    place = (id(of), what)
    if place not in _KEPT:
        made = make(of)
        if len(_KEPT) >= _MOST:  # only a run of tests makes so many
            _KEPT.clear()
        _KEPT[place] = (of, made)
    kept: Made = _KEPT[place][1]
    return kept
