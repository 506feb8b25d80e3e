from __future__ import annotations

import itertools
import socket
import sys
from typing import Any, cast

import pytest

from tests.services import needs
from tests.services.network import LeftTheMachine, require_near
from tests.services.selection import shuffled, touches_database


class Item:
    """As much of a collected test as the selection looks at."""

    def __init__(self, nodeid: str, fixtures: tuple[str, ...] = (), marks: tuple[str, ...] = ()) -> None:
        self.nodeid = nodeid
        self.fixturenames = fixtures
        self.marks = marks

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.marks else None


def as_items(*items: Item) -> list[pytest.Item]:
    return cast("list[pytest.Item]", list(items))


def test_a_test_that_reaches_outside_is_an_error() -> None:
    with socket.socket() as leaving, pytest.raises(LeftTheMachine, match=r"192\.0\.2\.1"):
        leaving.connect(("192.0.2.1", 80))


@pytest.mark.parametrize("near", [("127.0.0.1", 80), ("::1", 80, 0, 0), ("localhost", 80), "/run/a.socket"])
def test_a_test_may_reach_its_own_machine(near: Any) -> None:
    require_near(near)


@pytest.mark.parametrize("far", [("10.0.0.1", 80), ("example.com", 443), ("0.0.0.0", 1)])  # noqa: S104
def test_everything_else_is_outside(far: Any) -> None:
    with pytest.raises(LeftTheMachine):
        require_near(far)


def test_the_order_is_that_of_its_seed_and_keeps_a_modules_tests_together() -> None:
    items = as_items(*(Item(f"tests/{module}.py::test_{number}") for module in "abcd" for number in range(10)))

    first, again, other = shuffled(items, 7), shuffled(items, 7), shuffled(items, 8)

    assert first == again
    assert first != other
    assert first != items
    assert sorted(first, key=lambda item: item.nodeid) == sorted(items, key=lambda item: item.nodeid)
    modules = [item.nodeid.partition("::")[0] for item in first]
    changes = sum(one != next_one for one, next_one in itertools.pairwise(modules))
    assert changes == 3


def test_the_database_tests_are_those_that_ask_for_it_by_mark_or_by_fixture() -> None:
    marked = Item("a", marks=("django_db",))
    asking = Item("b", fixtures=("tmp_path", "transactional_db"))
    serving = Item("c", fixtures=("live_server",))
    pure = Item("d", fixtures=("tmp_path",), marks=("journey",))

    assert [touches_database(item) for item in as_items(marked, asking, serving, pure)] == [True, True, True, False]


def test_a_missing_service_is_a_remark_here_and_a_failure_with_ci_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="install the package chromium"):
        needs.missing("Chromium", "chromium")

    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception, match="install the package chromium"):
        needs.missing("Chromium", "chromium")


def test_the_browser_is_not_loaded_by_a_run_that_drives_none() -> None:
    assert "tests.services.browser" in sys.modules
    assert "playwright" not in vars(sys.modules["tests.services.browser"])
