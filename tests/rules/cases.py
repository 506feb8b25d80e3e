"""The worked examples beside the editions, read as policy staff wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tidu.rules.catalogue import PROGRAMMES
from tidu.rules.cells import read_cell
from tidu.rules.facts import fact_cells
from tidu.rules.units import Value

Raw = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One line of a file: these figures, and what follows for the codes named (and `total`, `qualifies`, `route`)."""

    edition: str
    name: str
    facts: dict[str, Value]
    expected: dict[str, int | str | None]


def cases() -> Iterator[Case]:
    for path in sorted(PROGRAMMES.glob("*/cases/*.yaml")):
        yield from _cases(_whole(path))


def _whole(path: Path) -> Raw:
    raw: Raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if "like" not in raw:
        return raw
    base = _whole(path.with_name(f"{raw['like']}.yaml"))
    dropped = raw.get("without", [])
    kept = {
        part: {code: lines for code, lines in base.get(part, {}).items() if code not in dropped}
        for part in ("indicators", "conditions")
    }
    return {
        "edition": raw["edition"],
        "base": {**base["base"], **raw.get("base", {})},
        "indicators": {**kept["indicators"], **raw.get("replaces", {})},
        "conditions": kept["conditions"],
        "whole": raw.get("whole", base["whole"]),
    }


def _cases(raw: Raw) -> Iterator[Case]:
    for part in ("indicators", "conditions"):
        for code, lines in raw.get(part, {}).items():
            for change, result in lines:
                yield Case(raw["edition"], f"{code} {change}", _facts(raw["base"], change), {code: _result(result)})
    for each in raw["whole"]:
        expected = {key: _result(each[key]) for key in ("total", "qualifies", "route")}
        yield Case(raw["edition"], each["name"], _facts(raw["base"], each["facts"]), expected)


def _facts(base: Raw, change: Raw) -> dict[str, Value]:
    return {cell: read_cell(fact_cells()[cell], _text(value)) for cell, value in {**base, **change}.items()}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value == "unknown" else str(value)


def _result(value: Any) -> int | str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int) else str(value)
