"""The self-score beside the form: points by group, or the conditions of a standard without points; what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.domain.enterprises.brought import is_score_of_an_office
from tidu.rules.checks import REQUIRED, TYPED
from tidu.rules.programme_sheets import doubt
from tidu.web.applicant.shown.given import Given, given_for, waits_for_office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tidu.domain.declarations.judging import Judgement
    from tidu.rules.schema import Edition
    from tidu.rules.scoring import Assessment, ConditionResult, GroupResult, IndicatorResult

#: How many lines of what is missing stand in the panel; the rest is on the page of checks.
_LINES = 6
#: Below this share of its ceiling a bar is amber.
_LOW = 0.5


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator with its points as text, the tone of its bar, and the scores of offices it rests on."""

    result: IndicatorResult
    given: tuple[Given, ...] = ()

    @property
    def number(self) -> str:
        """The indicator's own number: the last part of its code, 10 of ZJTX-10."""
        tail = self.result.code.rpartition("-")[2]
        return tail.lstrip("0") if tail.isdigit() else ""

    @property
    def tone(self) -> str:
        points = self.result.points
        return "warn" if points is not None and points < _LOW * self.result.ceiling else ""

    @property
    def waits_for_office(self) -> bool:
        """Whether its points are unknown only because no office has brought a score."""
        return waits_for_office(self.result)

    @property
    def mark(self) -> str:
        """How sure the clause is, where an office gives points by it and it is not checked."""
        return doubt(self.result.basis) if self.given else ""


@dataclass(frozen=True)
class ConditionLine:
    """One condition with the scores of offices it rests on."""

    result: ConditionResult
    given: tuple[Given, ...]


@dataclass(frozen=True)
class GroupLines:
    """A group with its indicators."""

    result: GroupResult
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True)
class Need:
    """One line of 还差什么: a mistake, a missing figure, or a step to more points."""

    icon: str
    words: str
    gain: int = 0
    clause: str = ""


@dataclass(frozen=True)
class ScorePanel:
    """Everything that the panel shows."""

    assessment: Assessment
    groups: tuple[GroupLines, ...]
    so_far: int
    unknown: int
    awaited: int  # of the unknown ones: for an office to bring
    needs: tuple[Need, ...]
    conditions: tuple[ConditionLine, ...]
    routes: frozenset[str]

    @property
    def has_points(self) -> bool:
        return bool(self.assessment.indicators)

    @property
    def required(self) -> list[ConditionLine]:
        """The conditions that all have to be met."""
        return [each for each in self.conditions if each.result.code not in self.routes]

    @property
    def direct(self) -> list[ConditionLine]:
        """直通条件: any one of them suffices."""
        return [each for each in self.conditions if each.result.code in self.routes]


def panel_of(judgement: Judgement) -> ScorePanel | None:
    """The panel of a declaration; None where its edition has no standard."""
    assessment = judgement.assessment
    if assessment is None:
        return None
    scores = judgement.scores
    lines = [IndicatorLine(each, given_for(each, scores)) for each in assessment.indicators]
    groups = tuple(
        GroupLines(group, tuple(each for each in lines if each.result.group == group.key))
        for group in assessment.groups
    )
    return ScorePanel(
        assessment=assessment,
        groups=groups,
        so_far=sum(each.points or 0 for each in assessment.indicators),
        unknown=sum(1 for each in assessment.indicators if each.points is None),
        awaited=sum(1 for each in lines if each.waits_for_office),
        needs=tuple(_needs(judgement, assessment))[:_LINES],
        conditions=tuple(ConditionLine(each, given_for(each, scores)) for each in assessment.conditions),
        routes=routes_of(judgement.edition),
    )


def routes_of(edition: Edition) -> frozenset[str]:
    """The codes of the conditions that are ways of their own."""
    return frozenset(each.key for each in edition.standard.routes) if edition.standard else frozenset()


def _needs(judgement: Judgement, assessment: Assessment) -> Iterator[Need]:
    for finding in judgement.blocking:
        if finding.check != REQUIRED:
            yield Need("alert-circle", f"{finding.name}：{finding.what}" if finding.check == TYPED else finding.what)
    for each in assessment.indicators:
        if own := tuple(cell for cell in each.missing if not is_score_of_an_office(cell)):
            yield Need("circle-dashed", f"{each.name}：还没有{_names(each, own)}")
        if len(own) < len(each.missing):
            yield Need("building-community", f"{each.name}：由主管部门录入，还没有录入，您不用填")
    direct = routes_of(judgement.edition)
    for condition in assessment.conditions:
        if condition.next is not None and condition.code not in direct:
            yield Need("arrow-up-right", f"{condition.name}：{condition.next.words}", clause=condition.clause)
    yield from steps_up(assessment)


def steps_up(assessment: Assessment) -> Iterator[Need]:
    """The nearest better band of each indicator that one figure alone leads to, the largest gain first."""
    better = [
        Need("arrow-up-right", each.next.words, each.next.points - each.points, each.clause)
        for each in assessment.indicators
        if each.next is not None and each.next.points is not None and each.points is not None
    ]
    yield from sorted(better, key=lambda need: -need.gain)


def _names(result: IndicatorResult, cells: tuple[str, ...]) -> str:
    names = {fact.cell: fact.name for fact in result.facts}
    return "、".join(names.get(cell, cell) for cell in cells[:3]) + ("等" if len(cells) > 3 else "")  # noqa: PLR2004
