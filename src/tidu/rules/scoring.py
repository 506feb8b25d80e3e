"""What a standard says of one enterprise, with its reasons: points, figures, clauses, what is missing, what is next.

Pure numbers and words, fast enough to run at every save; the million is `batch`, which gives the same results.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Any, Literal

from tidu.rules import exact
from tidu.rules.citing import Basis, Cited, Source
from tidu.rules.exact import Values
from tidu.rules.expressions import Arithmetic, Cell, Comparison, Expression, nodes_in
from tidu.rules.facts import fact_cells
from tidu.rules.kept import kept_by_identity
from tidu.rules.levers import Finder
from tidu.rules.schema import Edition
from tidu.rules.standards import ReadyCondition, ReadyIndicator, Step, key_of, ready
from tidu.rules.tallies import tally
from tidu.rules.units import Value, amount
from tidu.rules.wording import band_text, cell_name, citation, spoken, value_text

State = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class UsedFact:
    cell: str
    name: str
    value: Value
    text: str


@dataclass(frozen=True)
class Figure:
    """A number that decides, exact and as people read it."""

    name: str
    value: Fraction | int
    text: str


@dataclass(frozen=True)
class NextStep:
    """The next better band, or the condition met: the smallest change of one figure that leads there."""

    points: int | None
    words: str


@dataclass(frozen=True)
class Reasons:
    """What an indicator's points and a condition's state rest on."""

    facts: tuple[UsedFact, ...]
    missing: tuple[str, ...]  # cells without which it is unknown
    citation: str  # document, annex, clause
    clause: str
    basis: Basis
    note: str
    next: NextStep | None


@dataclass(frozen=True)
class IndicatorResult(Reasons):
    code: str
    name: str
    group: str
    ceiling: int
    points: int | None
    figure: Figure | None
    band: str


@dataclass(frozen=True)
class ConditionResult(Reasons):
    code: str
    name: str
    state: State
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class GroupResult:
    key: str
    name: str
    ceiling: int
    points: int | None


@dataclass(frozen=True)
class Assessment:
    """The verdict of one edition over one enterprise's facts. Unknown is never zero and never no."""

    edition: str
    qualifies: State
    route: str  # the first way that holds: `score` or the code of a direct condition; empty unless it qualifies
    route_name: str
    total: int | None
    ceiling: int
    pass_mark: int | None
    groups: tuple[GroupResult, ...]
    indicators: tuple[IndicatorResult, ...]
    conditions: tuple[ConditionResult, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The cells that keep some indicator or condition unknown, each once."""
        return tuple(dict.fromkeys(cell for each in (*self.indicators, *self.conditions) for cell in each.missing))

    def indicator(self, code: str) -> IndicatorResult:
        return next(each for each in self.indicators if each.code == code)

    def condition(self, code: str) -> ConditionResult:
        return next(each for each in self.conditions if each.code == code)

    def as_json(self) -> dict[str, Any]:
        """The same as plain data; an exact figure that is no whole number is written as a fraction, `13/250`."""
        plain: dict[str, Any] = _plain(self)
        for each in plain["indicators"]:
            each["figure_text"] = each["figure"]["text"] if each["figure"] else ""
        return plain


def assess(edition: Edition, facts: Values) -> Assessment:
    """Apply the edition's standard to ``facts``, keyed by cell (`revenue[-1]`), in kept parts; missing is unknown."""
    if edition.standard is None:
        raise ValueError(f"{edition.id} has no standard")
    result = tally(edition.standard, facts)
    reader = kept_by_identity(edition, "reader", _Reader)
    indicators = tuple(each.result(result.points[each.indicator.code], facts) for each in reader.indicators)
    conditions = tuple(each.result(result.conditions[each.condition.code], facts) for each in reader.conditions)
    names = {"score": "评价得分", **{each.code: each.name for each in edition.standard.conditions}}
    return Assessment(
        edition=edition.id,
        qualifies=_state(result.qualifies),
        route=result.route,
        route_name=names.get(result.route, ""),
        total=result.total,
        ceiling=sum(group.ceiling for group in edition.standard.groups),
        pass_mark=edition.standard.pass_mark,
        groups=tuple(
            GroupResult(group.key, group.name, group.ceiling, _subtotal(group.key, indicators))
            for group in edition.standard.groups
        ),
        indicators=indicators,
        conditions=conditions,
    )


def edition_fact_uses(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Which facts count where: the fact's key → the codes of the indicators and conditions that read it."""
    uses: dict[str, list[str]] = {}
    if edition.standard:
        prepared = ready(edition.standard)
        read = [(each.indicator.code, each.cells) for each in prepared.indicators]
        read += [(each.condition.code, each.test.cells) for each in prepared.conditions]
        for code, cells in read:
            for key in dict.fromkeys(key_of(cell) for cell in cells if cell in fact_cells()):
                uses.setdefault(key, []).append(code)
    return {key: tuple(codes) for key, codes in uses.items()}


class _Reader:
    """What explaining a standard needs besides its tally: functions and words, made once."""

    def __init__(self, edition: Edition) -> None:
        assert edition.standard is not None
        prepared = ready(edition.standard)
        self.indicators = [_ReadableIndicator(each, edition.source) for each in prepared.indicators]
        self.conditions = [_ReadableCondition(each, edition.source) for each in prepared.conditions]


class _Readable:
    def __init__(self, cited: Cited, cells: tuple[str, ...], source: Source) -> None:
        self.cells = tuple((cell, cell_name(cell)) for cell in cells if cell in fact_cells())
        self.words = {
            "citation": citation(cited, source),
            "clause": cited.clause,
            "basis": cited.basis,
            "note": cited.note,
        }

    def reasons(self, facts: Values, *, unknown: bool, next_step: NextStep | None) -> dict[str, Any]:
        return {
            "facts": tuple(
                UsedFact(cell, name, facts.get(cell), value_text(cell, facts.get(cell))) for cell, name in self.cells
            ),
            "missing": tuple(cell for cell, _ in self.cells if unknown and facts.get(cell) is None),
            "next": next_step,
            **self.words,
        }


class _ReadableIndicator(_Readable):
    def __init__(self, prepared: ReadyIndicator, source: Source) -> None:
        super().__init__(prepared.indicator, prepared.cells, source)
        self.indicator = prepared.indicator
        self.measure = None if prepared.measure is None else _Measure(prepared.measure)
        self.bands = [_ReadableBand(step, prepared.measure) for step in prepared.steps]

    def result(self, points: int | None, facts: Values) -> IndicatorResult:
        reached = next((place for place, band in enumerate(self.bands) if band.holds(facts)), None)
        told = points is not None and reached is not None
        return IndicatorResult(
            **self.reasons(facts, unknown=points is None, next_step=self._next(reached, facts) if told else None),
            code=self.indicator.code,
            name=self.indicator.name,
            group=self.indicator.group,
            ceiling=self.indicator.ceiling,
            points=points,
            figure=None if self.measure is None else self.measure.figure(facts),
            band=self.bands[reached].text if told and reached is not None else "",
        )

    def _next(self, reached: int | None, facts: Values) -> NextStep | None:
        """The nearest better band that one figure alone can lead to."""
        for band in reversed(self.bands[:reached]):
            change = band.finder.change(facts) if band.finder else None
            if change is not None:
                return NextStep(band.points, f"{change.words}为 {band.points} 分")
        return None


class _ReadableBand:
    def __init__(self, step: Step, measure: Expression | None) -> None:
        self.points = step.points
        self.text = band_text(step.band, measure)
        self.finder = None if step.test is None else Finder(step.test)
        self._test = None if step.test is None else exact.test(step.test)

    def holds(self, facts: Values) -> bool:
        return self._test is None or self._test(facts) is True


class _ReadableCondition(_Readable):
    def __init__(self, prepared: ReadyCondition, source: Source) -> None:
        super().__init__(prepared.condition, prepared.test.cells, source)
        self.condition = prepared.condition
        self.finder = Finder(prepared.test)
        self.measures = [_Measure(each) for each in _reckoned(prepared.test)]

    def result(self, truth: bool | None, facts: Values) -> ConditionResult:
        change = self.finder.change(facts) if truth is False and self.cells else None
        next_step = None if change is None else NextStep(None, f"{change.words}即满足")
        return ConditionResult(
            **self.reasons(facts, unknown=truth is None, next_step=next_step),
            code=self.condition.code,
            name=self.condition.name,
            state=_state(truth),
            figures=tuple(figure for each in self.measures if (figure := each.figure(facts)) is not None),
        )


class _Measure:
    """A figure that a person would work out to check: its words and its function."""

    def __init__(self, expression: Expression) -> None:
        self.name = spoken(expression)
        self.unit = expression.unit
        self._function = exact.function(expression)

    def figure(self, facts: Values) -> Figure | None:
        value = self._function(facts)
        if not isinstance(value, int | Fraction):
            return None
        return Figure(self.name, value, amount(value, self.unit))


def _reckoned(test: Expression) -> list[Expression]:
    """The figures that a test's comparisons weigh, each once; a reader must not miss the one that decides."""
    sides = [node.left for node in nodes_in(test.tree) if isinstance(node, Comparison)]
    return [Expression("", each, ()) for each in dict.fromkeys(sides) if isinstance(each, Arithmetic | Cell)]


def _subtotal(group: str, indicators: tuple[IndicatorResult, ...]) -> int | None:
    points = [each.points for each in indicators if each.group == group]
    known = [each for each in points if each is not None]
    return sum(known) if len(known) == len(points) else None


def _state(truth: bool | None) -> State:
    return "unknown" if truth is None else "yes" if truth else "no"


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    match value:
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case Fraction():
            return int(value) if value.denominator == 1 else str(value)
        case _:
            return value
