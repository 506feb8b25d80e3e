"""The standard applied to one enterprise, in exact numbers: points, conditions, total, route, verdict; no words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tidu.rules import exact
from tidu.rules.exact import Test, Values
from tidu.rules.expressions import Expression
from tidu.rules.kept import kept_by_identity
from tidu.rules.schema import Checklist, Standard
from tidu.rules.standards import ANY_ROUTE, TOTAL, ReadyIndicator, as_name, ready
from tidu.rules.units import Value

Points = Callable[[Values], int | None]


@dataclass(frozen=True)
class Tally:
    """What the standard makes of one enterprise; None is unknown, never zero and never no."""

    points: dict[str, int | None]  # by code
    conditions: dict[str, bool | None]  # by code
    total: int | None
    route: str  # the first way that holds, where the enterprise qualifies; else empty
    qualifies: bool | None


@dataclass(frozen=True)
class _Machine:
    """The functions of one standard, compiled once."""

    indicators: tuple[tuple[str, Points], ...]
    early: tuple[tuple[str, Test], ...]
    routes: tuple[tuple[str, Test], ...]
    late: tuple[tuple[str, Test], ...]
    qualifies: Test
    order: tuple[str, ...]


def tally(standard: Standard, values: Values) -> Tally:
    """Apply ``standard`` to the facts of one enterprise, keyed by cell; what is missing is unknown."""
    machine = kept_by_identity(standard, "machine", _compiled)
    points = {code: function(values) for code, function in machine.indicators}
    known = [each for each in points.values() if each is not None]
    total = sum(known) if points and len(known) == len(points) else None
    scope: dict[str, Value] = {**values, **{as_name(code): each for code, each in points.items()}, TOTAL: total}
    states = {code: test(scope) for code, test in machine.early}
    scope.update({as_name(code): state for code, state in states.items()})
    ways = {key: test(scope) for key, test in machine.routes}
    scope[ANY_ROUTE] = True if True in ways.values() else None if None in ways.values() else False
    for code, test in machine.late:
        states[code] = scope[as_name(code)] = test(scope)
    qualifies = machine.qualifies(scope)
    route = next((key for key, holds in ways.items() if holds), "") if qualifies else ""
    return Tally(points, {code: states[code] for code in machine.order}, total, route, qualifies)


def _compiled(standard: Standard) -> _Machine:
    prepared = ready(standard)
    tests = [(each.condition.code, exact.test(each.test), each.after_routes) for each in prepared.conditions]
    return _Machine(
        indicators=tuple((each.indicator.code, points_of(each)) for each in prepared.indicators),
        early=tuple((code, test) for code, test, after in tests if not after),
        routes=tuple((route.key, exact.test(route.test)) for route in prepared.routes),
        late=tuple((code, test) for code, test, after in tests if after),
        qualifies=exact.test(prepared.qualifies),
        order=tuple(code for code, _, _ in tests),
    )


def points_of(ready_indicator: ReadyIndicator) -> Points:
    """Compile an indicator: its ladder, its checklist and its value, added up; unknown if any part is."""
    parts: list[Points] = []
    if ready_indicator.steps:
        parts.append(_ladder([(step.test, step.points) for step in ready_indicator.steps]))
    if ready_indicator.indicator.checklist:
        parts.append(_checklist(ready_indicator.indicator.checklist))
    if ready_indicator.value:
        parts.append(_value(ready_indicator.value))
    return parts[0] if len(parts) == 1 else _together(parts)


def _ladder(steps: list[tuple[Expression | None, int]]) -> Points:
    compiled = [(None if test is None else exact.test(test), points) for test, points in steps]

    def ladder(values: Values) -> int | None:
        for test, points in compiled:
            holds = True if test is None else test(values)
            if holds is None:
                return None
            if holds:
                return points
        raise AssertionError("the last band is what is left over")

    return ladder


def _checklist(checklist: Checklist) -> Points:
    def checked(values: Values) -> int | None:
        answers = [values.get(item) for item in checklist.items]
        return None if None in answers else min(checklist.each * answers.count(True), checklist.at_most)

    return checked


def _value(expression: Expression) -> Points:
    function = exact.function(expression)

    def value(values: Values) -> int | None:
        given = function(values)
        return None if given is None else int(given)

    return value


def _together(parts: list[Points]) -> Points:
    def together(values: Values) -> int | None:
        points = [part(values) for part in parts]
        known = [each for each in points if each is not None]
        return sum(known) if len(known) == len(points) else None

    return together
