"""How far it is to a bound: the smallest change of one figure that makes a test true, found exactly.

The lever of a comparison is the first figure it reads. Where the comparison is linear in it, two evaluations give the
slope and a third proves it; the change is then tried on the whole test before anyone is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from tidu.rules import exact
from tidu.rules.exact import Exact, Function, Values
from tidu.rules.expressions import Arithmetic, Comparison, Expression, cells_in, nodes_in
from tidu.rules.facts import fact_cells
from tidu.rules.units import MONEY, Kind, Value, amount

_SMALLEST_AMOUNT = 10_000  # fen: 0.01 万元, the finest that is typed


@dataclass(frozen=True)
class Change:
    """So much more, or less, of one figure, in kept parts."""

    cell: str
    by: int

    @property
    def words(self) -> str:
        fact = fact_cells()[self.cell]
        return f"{fact.name}再{'多' if self.by > 0 else '少'} {amount(abs(self.by), fact.unit)}"


class Finder:
    """Finds the change for one test; made once, asked often."""

    def __init__(self, test: Expression) -> None:
        self._holds = exact.test(test)
        comparisons = [node for node in nodes_in(test.tree) if isinstance(node, Comparison)]
        self._levers = [lever for each in comparisons if (lever := _lever(each)) is not None]

    def change(self, values: Values) -> Change | None:
        """Return the smallest change of one figure that makes the test true, or None where none is found."""
        changes = [change for lever in self._levers if (change := lever.change(values)) is not None]
        working = [each for each in changes if self._holds(_moved(values, each.cell, each.by)) is True]
        return min(working, key=lambda each: abs(each.by), default=None)


@dataclass(frozen=True)
class _Lever:
    """A comparison, as how far its left side is above its right one, and the figure that may move."""

    cell: str
    step: int
    operator: str
    gap: Function

    def change(self, values: Values) -> Change | None:
        start = values.get(self.cell)
        if not isinstance(start, int):
            return None
        by = self._steps(values) * self.step
        return Change(self.cell, by) if by and start + by >= 0 else None

    def _steps(self, values: Values) -> int:
        """Solve gap(steps) ≥ 0, or ≤ 0, for the whole number of steps nearest to none; 0 where there is no solution."""
        first, second, third = (_number(self.gap(_moved(values, self.cell, n * self.step))) for n in range(3))
        if first is None or second is None or third is None or third - second != second - first or second == first:
            return 0
        if self.operator in {"<=", "<"}:
            first, second = -first, -second
        slope = second - first
        needed = -first / slope
        steps = ceil(needed) if slope > 0 else floor(needed)
        if self.operator in {">", "<"} and steps == needed:
            steps += 1 if slope > 0 else -1
        return steps


def _lever(comparison: Comparison) -> _Lever | None:
    cell = next(cells_in(comparison), None)
    if cell is None or cell.unit.kind is not Kind.NUMBER or cell.key not in fact_cells():
        return None
    if comparison.operator in {"==", "!="}:
        return None
    gap = Arithmetic("-", comparison.left, comparison.right, comparison.left.unit)
    step = _SMALLEST_AMOUNT if cell.unit == MONEY else 1
    return _Lever(cell.key, step, comparison.operator, exact.function(Expression("", gap, ())))


def _moved(values: Values, cell: str, by: int) -> dict[str, Value]:
    start = values[cell]
    assert isinstance(start, int)
    return {**values, cell: start + by}


def _number(value: Exact) -> Fraction | None:
    return Fraction(value) if isinstance(value, int | Fraction) else None
