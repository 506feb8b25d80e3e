"""Scores that an office brings, as the officer sees them beside what rests on them, and whether they were counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidu.domain.enterprises.brought import is_score_of_an_office
from tidu.rules.facts import fact_cells
from tidu.rules.wording import value_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.domain.enterprises.brought import Brought


@dataclass(frozen=True)
class Given:
    """One score; without a record nobody has brought it. `counted` is what the points rest on, where that differs."""

    name: str
    text: str = ""
    brought: Brought | None = None
    is_later: bool = False
    counted: str = ""


def given_for(entry: Mapping[str, Any], scores: Mapping[str, Brought], frozen: Mapping[str, Any]) -> tuple[Given, ...]:
    """The scores of offices among what an indicator or a condition rests on.

    ``frozen`` is what was known when it was submitted; one of the year before is told only where there is one.
    """
    cells = [used["cell"] for used in entry["facts"] if is_score_of_an_office(used["cell"])]
    return tuple(_given(cell, scores.get(cell), frozen) for cell in cells if cell in scores or not cell.endswith("]"))


def _given(cell: str, score: Brought | None, frozen: Mapping[str, Any]) -> Given:
    name = fact_cells()[cell].name
    if score is None:
        return Given(name)
    before = frozen.get(cell)
    is_later = before != score.value
    counted = value_text(cell, before) if is_later and before is not None else ""
    return Given(f"{score.year} 年{name}", value_text(cell, score.value), score, is_later, counted)
