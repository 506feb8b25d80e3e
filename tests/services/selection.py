"""Which tests a run takes, and in which order.

``--database-only`` keeps the tests that touch the database: the rest would only say on PostgreSQL what they said
on SQLite. Tests marked `any_database` need one, but what they ask is answered before it: once is enough. Tests
marked `postgres` are skipped on SQLite by name, never silently passed. The order is random by module and within it,
so that no test leans on the one before; the seed is printed and can be given back.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Generator, Sequence
from typing import Protocol

import pytest
from django.conf import settings

DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "django_db_setup",
    "live_server",
    "admin_user",
    "admin_client",
}


class Worker(Protocol):
    """As much of pytest-xdist's controller of one worker as we use; it brings no types of its own."""

    workerinput: dict[str, int]
    config: pytest.Config


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only the tests that touch the database")
    parser.addoption("--order-seed", type=int, default=None, help="repeat the order of an earlier run")


def pytest_configure(config: pytest.Config) -> None:
    # workers are told the seed, since all of them must collect in one order
    told: dict[str, int] = getattr(config, "workerinput", {})
    if config.option.order_seed is None:
        config.option.order_seed = told.get("order_seed", secrets.randbelow(1_000_000))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Worker) -> None:
    node.workerinput["order_seed"] = node.config.option.order_seed


def pytest_report_header(config: pytest.Config) -> list[str]:
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    return [f"database: {engine}", f"order: random, repeat it with --order-seed={config.option.order_seed}"]


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None]:
    # before all others: pytest-django then puts the tests that empty tables behind those that do not
    items[:] = shuffled(items, config.option.order_seed)
    yield
    if config.option.database_only:
        kept = [item for item in items if touches_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if not touches_database(item)])
        items[:] = kept
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        only_there = pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL, or run `make test`")
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(only_there)


def touches_database(item: pytest.Item) -> bool:
    """Tell whether the test asks for the database, by its mark or by a fixture, and which one makes a difference."""
    if item.get_closest_marker("any_database") is not None:
        return False
    fixtures: Sequence[str] = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(fixtures)


def shuffled(items: Sequence[pytest.Item], seed: int) -> list[pytest.Item]:
    """Give the tests in the order of the seed; those of one module stay together, as its fixtures are shared."""
    order = random.Random(seed)
    by_module: dict[str, list[pytest.Item]] = {}
    for item in items:
        by_module.setdefault(item.nodeid.partition("::")[0], []).append(item)
    modules = list(by_module.values())
    order.shuffle(modules)
    for module in modules:
        order.shuffle(module)
    return [item for module in modules for item in module]
