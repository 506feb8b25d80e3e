"""A standard made ready to compute: every text parsed and checked against the vocabulary, once for each edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tidu.rules.expressions import Cell, Expression, ExpressionError, parse, parse_test
from tidu.rules.facts import Name, Vocabulary, fact_vocabulary
from tidu.rules.kept import kept_by_identity
from tidu.rules.schema import Band, Condition, Indicator, Standard
from tidu.rules.units import POINTS, TRUTH

TOTAL = "total"
ANY_ROUTE = "any_route"


@dataclass(frozen=True)
class Step:
    """One band: its test, or None for what is left over."""

    band: Band
    test: Expression | None

    @property
    def points(self) -> int:
        return self.band.points


@dataclass(frozen=True)
class ReadyIndicator:
    indicator: Indicator
    measure: Expression | None
    steps: tuple[Step, ...]
    value: Expression | None

    @property
    def column(self) -> str:
        return as_name(self.indicator.code)

    @property
    def cells(self) -> tuple[str, ...]:
        """The facts it reads, in the order of reading."""
        read: list[str] = [] if self.measure is None else [*self.measure.cells]
        for step in self.steps:
            read += [] if step.test is None else step.test.cells
        if self.indicator.checklist:
            read += self.indicator.checklist.items
        read += [] if self.value is None else self.value.cells
        return tuple(dict.fromkeys(read))


@dataclass(frozen=True)
class ReadyCondition:
    condition: Condition
    test: Expression
    after_routes: bool  # it asks whether one of the routes holds

    @property
    def column(self) -> str:
        return as_name(self.condition.code)


@dataclass(frozen=True)
class ReadyRoute:
    key: str  # `score`, or the code of the direct condition as the document writes it
    test: Expression


@dataclass(frozen=True)
class ReadyStandard:
    standard: Standard
    indicators: tuple[ReadyIndicator, ...]
    conditions: tuple[ReadyCondition, ...]
    routes: tuple[ReadyRoute, ...]
    qualifies: Expression

    @property
    def cells(self) -> tuple[str, ...]:
        """Every fact that the standard reads."""
        facts = fact_vocabulary()
        read = [cell for indicator in self.indicators for cell in indicator.cells]
        tests = [*(each.test for each in self.conditions), *(each.test for each in self.routes), self.qualifies]
        read += [cell for test in tests for cell in test.cells if key_of(cell) in facts]
        return tuple(dict.fromkeys(read))


def as_name(code: str) -> str:
    """Spell a code as it stands in an expression: `ZJTX-4-D1` → `ZJTX_4_D1`."""
    return code.replace("-", "_")


def key_of(cell: str) -> str:
    return cell.split("[", maxsplit=1)[0]


def ready(standard: Standard) -> ReadyStandard:
    """Parse and check the whole standard; raises ExpressionError with the code at which it is wrong."""
    return kept_by_identity(standard, "ready", _ready)


def _ready(standard: Standard) -> ReadyStandard:
    facts = fact_vocabulary()
    _refuse_repeated_codes(standard)
    indicators = tuple(_indicator(each, facts) for each in standard.indicators)
    _refuse_uneven_ceilings(standard)
    points = {each.column: Name(unit=POINTS) for each in indicators}
    early = {**facts, **points, TOTAL: Name(unit=POINTS)} if indicators else facts
    conditions = tuple(_condition(each, early, has_routes=bool(standard.routes)) for each in standard.conditions)
    truths = {each.column: Name(unit=TRUTH) for each in conditions if not each.after_routes}
    routes = tuple(
        ReadyRoute(_route_key(route.key, standard), _at(route.key, parse_test, route.when, {**early, **truths}))
        for route in standard.routes
    )
    all_truths = {each.column: Name(unit=TRUTH) for each in conditions}
    last = {**early, **all_truths, **({ANY_ROUTE: Name(unit=TRUTH)} if routes else {})}
    return ReadyStandard(
        standard, indicators, conditions, routes, _at("qualifies", parse_test, standard.qualifies, last)
    )


def _indicator(indicator: Indicator, facts: Vocabulary) -> ReadyIndicator:
    code = indicator.code
    measure = None if indicator.measure is None else _at(code, parse, indicator.measure, facts)
    value = None if indicator.value is None else _at(code, parse, indicator.value, facts)
    if value is not None and value.unit != POINTS:
        raise ExpressionError(f"{code}: {value.text} is counted in {value.unit.name}, not in points")
    if value is not None and not isinstance(value.tree, Cell):
        raise ExpressionError(f"{code}: points that are given stand under one name, and {value.text} is more")
    if indicator.checklist:
        for item in indicator.checklist.items:
            _at(code, parse_test, item, facts)
    if not (indicator.bands or indicator.checklist or value):
        raise ExpressionError(f"{code}: an indicator is a ladder, a checklist or a value")
    steps = tuple(_step(indicator, band, facts) for band in indicator.bands)
    if steps and (steps[-1].test is not None or any(step.test is None for step in steps[:-1])):
        raise ExpressionError(f"{code}: the last band, and only the last, is `otherwise`")
    return ReadyIndicator(indicator, measure, steps, value)


def _step(indicator: Indicator, band: Band, facts: Vocabulary) -> Step:
    if band.otherwise:
        return Step(band, None)
    if band.when is not None:
        return Step(band, _at(indicator.code, parse_test, band.when, facts))
    if indicator.measure is None:
        raise ExpressionError(f"{indicator.code}: at_least and at_most need a measure")
    sign, bound = (">=", band.at_least) if band.at_least is not None else ("<=", band.at_most)
    return Step(band, _at(indicator.code, parse_test, f"({indicator.measure}) {sign} {bound}", facts))


def _condition(condition: Condition, early: Vocabulary, *, has_routes: bool) -> ReadyCondition:
    """A condition reads facts and points, never another one; what asks for a route is told after the routes."""
    names = {**early, ANY_ROUTE: Name(unit=TRUTH)} if has_routes else early
    test = _at(condition.code, parse_test, condition.when, names)
    return ReadyCondition(condition, test, after_routes=ANY_ROUTE in test.cells)


def _route_key(key: str, standard: Standard) -> str:
    codes = {as_name(each.code): each.code for each in standard.conditions}
    return codes.get(as_name(key), key)


def _at(where: str, parser: Callable[[str, Vocabulary], Expression], text: str, names: Vocabulary) -> Expression:
    try:
        return parser(text, names)
    except ExpressionError as wrong:
        raise ExpressionError(f"{where}: {wrong}") from None


def _refuse_repeated_codes(standard: Standard) -> None:
    codes = [*(each.code for each in standard.indicators), *(each.code for each in standard.conditions)]
    for code in codes:
        if codes.count(code) > 1:
            raise ExpressionError(f"{code} stands twice")


def _refuse_uneven_ceilings(standard: Standard) -> None:
    """The indicators of a group make up its ceiling, and no band goes past its indicator's."""
    groups = {group.key: 0 for group in standard.groups}
    for indicator in standard.indicators:
        if indicator.group not in groups:
            raise ExpressionError(f"{indicator.code}: no group is called {indicator.group!r}")
        groups[indicator.group] += indicator.ceiling
        if any(band.points > indicator.ceiling for band in indicator.bands):
            raise ExpressionError(f"{indicator.code}: a band gives more than the ceiling of {indicator.ceiling}")
    for group in standard.groups:
        if groups[group.key] != group.ceiling:
            raise ExpressionError(f"group {group.key}: its indicators make {groups[group.key]}, not {group.ceiling}")
