"""One cell of the answers as it is kept: its value and version, and what was typed where it cannot be read."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tidu.domain.regions.names import LOOKUPS
from tidu.rules import answers
from tidu.rules.problem import Problem

if TYPE_CHECKING:
    from tidu.rules.schema import FormField

Cell = dict[str, Any]
EMPTY: Cell = {"v": None, "n": 0}


def cell_after(before: Cell, reading: answers.Reading) -> Cell:
    """The cell that a reading makes of the one before: its version rises, the carried-over value stays visible."""
    after: Cell = {"v": reading.value, "n": before.get("n", 0) + 1}
    if reading.problem is not None:
        after |= {"t": reading.typed, "p": asdict(reading.problem)}
        if reading.cells:
            after["c"] = [asdict(each) for each in reading.cells]
    elif reading.tidied:
        after["t"] = reading.typed
    if "s" in before:
        after |= {"s": before["s"], "o": before.get("o", before["v"])}
    return after


def problem_of(cell: Cell) -> Problem | None:
    """What is wrong with the cell, or None."""
    kept = cell.get("p")
    return None if kept is None else Problem(kept["what"], kept["why"], kept["mend"], tuple(kept["offers"]))


def shown(field: FormField, cell: Cell) -> str:
    """The cell as people read it; what was typed where it cannot be read."""
    if "p" in cell:
        return str(cell.get("t", ""))
    return answers.show(field, cell["v"], LOOKUPS)
