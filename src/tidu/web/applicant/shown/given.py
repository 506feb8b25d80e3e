"""Scores that an office brings and no form asks, as the enterprise sees them: what, from when, by whom, or not yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.domain.enterprises.brought import is_score_of_an_office
from tidu.rules.facts import fact_cells
from tidu.rules.wording import value_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tidu.domain.enterprises.models import OfficeFigure
    from tidu.rules.scoring import ConditionResult, IndicatorResult


@dataclass(frozen=True)
class Given:
    """One score that an indicator or a condition rests on; without a text nobody has brought it."""

    name: str
    text: str = ""
    as_of: date | None = None
    office: str = ""


def given_for(result: IndicatorResult | ConditionResult, scores: Mapping[str, OfficeFigure]) -> tuple[Given, ...]:
    """The scores of offices among what a result rests on; one of the year before only where there is one."""
    cells = [used.cell for used in result.facts if is_score_of_an_office(used.cell)]
    return tuple(_given(cell, scores.get(cell)) for cell in cells if cell in scores or not cell.endswith("]"))


def waits_for_office(result: IndicatorResult | ConditionResult) -> bool:
    """Whether all that is missing is for an office to bring: the enterprise can do nothing about it."""
    return bool(result.missing) and all(map(is_score_of_an_office, result.missing))


def _given(cell: str, score: OfficeFigure | None) -> Given:
    name = fact_cells()[cell].name
    if score is None:
        return Given(name)
    return Given(f"{score.year} 年{name}", value_text(cell, score.value), score.as_of, score.office.name)
