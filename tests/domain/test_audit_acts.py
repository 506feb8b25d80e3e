"""Every act that is written has its Chinese word, and every thing; found in the code itself, not in a list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tidu
from tidu.domain.audit.acts import ACTS, OPENINGS, THINGS
from tidu.domain.exchange.kinds import TABLES
from tidu.rules.workflow import Outcome

SOURCE = Path(tidu.__file__).parent
ACTION = "tidu.domain.audit.actions"


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of the log's `record` in the code, under whatever name it was imported, with where it stands."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == ACTION
            for alias in node.names
            if alias.name == "record"
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


CALLS = list(calls())


def constants(node: ast.expr) -> list[str]:
    """The texts that an argument may be, where it says them; the pattern of one that is put together."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return [*constants(node.body), *constants(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        parts = (re.escape(str(each.value)) if isinstance(each, ast.Constant) else r"\w+" for each in node.values)
        return ["^" + "".join(parts) + "$"]
    return []


def test_the_log_is_written_in_many_places() -> None:
    assert len(CALLS) > 20


@pytest.mark.parametrize(("where", "call"), CALLS, ids=[where for where, _ in CALLS])
def test_the_act_and_the_thing_have_their_words(where: str, call: ast.Call) -> None:
    for act in constants(call.args[1]):
        if act.startswith("^"):
            assert any(re.match(act, each) for each in ACTS), f"{where}: {act} has no word in audit/acts.py"
        else:
            assert act in ACTS, f"{where}: {act} has no word in audit/acts.py"
    for thing in constants(call.args[2]):
        assert thing in THINGS, f"{where}: {thing} has no word in audit/acts.py"


def test_acts_that_are_put_together_have_a_word_for_each_part() -> None:
    made = {f"review.{each}" for each in Outcome} | {table.act for table in TABLES.values()}

    assert made <= set(ACTS)


def test_no_word_stands_for_two_acts_and_openings_are_acts() -> None:
    assert len(set(ACTS.values())) == len(ACTS)
    assert set(OPENINGS) <= set(ACTS)
