"""What only an office knows of an enterprise: the digital level, and the scores that no form asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.db.models import CharField, Value
from django.db.models.functions import ExtractYear

from tidu.domain.enterprises.models import DigitalResult, OfficeFigure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

DIGITAL_LEVEL = "digital_level"
_SCORES = frozenset(OfficeFigure.Fact.values)


@dataclass(frozen=True)
class Brought:
    """One of them with its day and the office; ``year`` is that of declaring, or in which the level was assessed."""

    fact: str
    year: int
    value: int
    as_of: date
    office_name: str


F = TypeVar("F", OfficeFigure, Brought)


def brought_of(enterprise_id: int) -> list[Brought]:
    """Everything that offices brought of an enterprise, oldest first. One query."""
    scores = OfficeFigure.objects.filter(enterprise_id=enterprise_id).values_list(
        "fact", "year", "value", "as_of", "office__name"
    )
    levels = (
        DigitalResult.objects.filter(enterprise_id=enterprise_id)
        .annotate(fact=Value(DIGITAL_LEVEL, output_field=CharField()), year=ExtractYear("assessed_on"))
        .values_list("fact", "year", "level", "assessed_on", "office__name")
    )
    return sorted((Brought(*row) for row in scores.union(levels, all=True)), key=lambda each: (each.as_of, each.fact))


def digital_level(brought: Iterable[Brought]) -> Brought | None:
    """The level that counts: the latest one."""
    return max((each for each in brought if each.fact == DIGITAL_LEVEL), key=lambda each: each.as_of, default=None)


def scores_by_cell(brought: Iterable[F], year: int) -> dict[str, F]:
    """The scores for a year of declaring and, as `[-1]`, for the year before, by their cell in facts.yaml."""
    cells: dict[str, F] = {}
    for each in brought:
        if each.fact in _SCORES and each.year in {year, year - 1}:
            cells[each.fact if each.year == year else f"{each.fact}[-1]"] = each
    return cells


def is_score_of_an_office(cell: str) -> bool:
    """Whether a cell of the vocabulary is a score that an office brings."""
    return cell.partition("[")[0] in _SCORES
