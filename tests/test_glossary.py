"""The glossary and the code speak the same language."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
ROWS = [
    tuple(part.strip() for part in line.strip().strip("|").split("|"))
    for line in (HOUSE / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("| ---", "| 中文"))
]
SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for kind in ("*.py", "*.yaml")
    for path in sorted((HOUSE / "src" / "tidu").rglob(kind))
    if "migrations" not in path.parts
)


def test_no_term_and_no_word_stands_twice() -> None:
    for column in (0, 1):
        doubled = [word for word, count in Counter(row[column] for row in ROWS).items() if count > 1]
        assert doubled == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_word_stands_in_the_code_and_its_rivals_do_not(row: tuple[str, ...]) -> None:
    for name in re.findall(r"`(\w+)`", row[2]):
        assert re.search(rf"\b{name}\b", SOURCE), f"{row[0]}: {name} stands nowhere in the code"
    for rival in re.findall(r"`(\w+)`", row[3] if len(row) > 3 else ""):
        assert not re.search(rf"\b{rival}\b", SOURCE), f"{row[0]} is {row[1]}, not {rival}"
