"""docs/security.md: every requirement has its row, and what a row names exists."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security.md"

#: The requirements of OWASP ASVS 5.0.0 at the levels 1 and 2: chapter and section, and the numbers within it.
REQUIREMENTS = """
1.1 1-2 | 1.2 1-9 | 1.3 1-11 | 1.4 1-3 | 1.5 1-2
2.1 1-3 | 2.2 1-3 | 2.3 1-4 | 2.4 1
3.2 1-2 | 3.3 1-4 | 3.4 1-6 | 3.5 1-5 | 3.7 1-2
4.1 1-3 | 4.2 1 | 4.3 1-2 | 4.4 1-4
5.1 1 | 5.2 1-3 | 5.3 1-2 | 5.4 1-3
6.1 1-3 | 6.2 1-12 | 6.3 1-4 | 6.4 1-4 | 6.5 1-5 | 6.6 1-3 | 6.8 1-4
7.1 1-3 | 7.2 1-4 | 7.3 1-2 | 7.4 1-5 | 7.5 1-2 | 7.6 1-2
8.1 1-2 | 8.2 1-3 | 8.3 1 | 8.4 1
9.1 1-3 | 9.2 1-4
10.1 1-2 | 10.2 1-2 | 10.3 1-4 | 10.4 1-11 | 10.5 1-5 | 10.6 1-2 | 10.7 1-3
11.1 1-2 | 11.2 1-3 | 11.3 1-3 | 11.4 1-4 | 11.5 1 | 11.6 1
12.1 1-3 | 12.2 1-2 | 12.3 1-4
13.1 1 | 13.2 1-5 | 13.3 1-2 | 13.4 1-5
14.1 1-2 | 14.2 1-4 | 14.3 1-3
15.1 1-3 | 15.2 1-3 | 15.3 1-7
16.1 1 | 16.2 1-5 | 16.3 1-4 | 16.4 1-3 | 16.5 1-3
17.1 1 | 17.2 1-4 | 17.3 1-2
"""
STATES = ("met", "by design", "not applicable", "not met")
_ROW = re.compile(r"\| ((?:\d+\.\d+\.\d+(?:, )?)+) \| ([a-z ]+) \| (.+) \|")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_FILE = re.compile(r"`((?:src|docs|tests)/[^`:]+|pyproject\.toml|requirements\.lock)`")


@dataclass(frozen=True)
class Row:
    """One row of the page."""

    numbers: tuple[str, ...]
    state: str
    shown_by: str


@cache
def rows() -> tuple[Row, ...]:
    found = _ROW.finditer(PAGE.read_text(encoding="utf-8"))
    return tuple(Row(tuple(each[1].split(", ")), each[2], each[3]) for each in found)


def required() -> list[str]:
    """Every number, written out."""
    found = []
    for section, span in re.findall(r"(\d+\.\d+) ([\d-]+)", REQUIREMENTS):
        first, _, last = span.partition("-")
        found += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found


@cache
def defined_in(path: str) -> frozenset[str]:
    """The tests that a file defines, read without running it."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_requirement_stands_there_once() -> None:
    numbers = [number for row in rows() for number in row.numbers]

    assert len(required()) == 253
    assert [number for number, times in Counter(numbers).items() if times > 1] == []
    assert set(numbers) == set(required())


def test_every_chapter_has_its_heading() -> None:
    headings = re.findall(r"^## V(\d+) ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert headings == [str(number) for number in range(1, 18)]


def test_what_the_page_names_exists() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [f"{path}::{name}" for path, name in _TEST.findall(page) if name not in defined_in(path)] == []
    assert [path for path in _FILE.findall(page) if not (ROOT / path).exists()] == []


def test_every_row_shows_what_it_says() -> None:
    assert {row.state for row in rows()} == set(STATES)
    for row in rows():
        has_test = _TEST.search(row.shown_by) is not None
        has_place = has_test or _FILE.search(row.shown_by) is not None or "” below" in row.shown_by
        assert has_test or row.state != "met", row
        assert has_place or row.state != "by design", row


def test_the_sum_at_the_head_is_that_of_the_rows() -> None:
    counted = Counter(dict.fromkeys(STATES, 0))
    for row in rows():
        counted[row.state] += len(row.numbers)
    told = re.search(
        r"Of (\d+) requirements (\d+) are met .*?, (\d+) are met by how .*?, (\d+) do not apply, and (\d+) are not met",
        PAGE.read_text(encoding="utf-8"),
    )

    assert told
    assert [int(each) for each in told.groups()] == [sum(counted.values()), *(counted[state] for state in STATES)]
