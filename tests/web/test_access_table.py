"""Every named URL, asked by everybody: own, parent, sibling and foreign region, and every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from tests.web.access.actors import COLUMNS
from tests.web.access.addresses import ADDRESSES
from tests.web.access.scene import Scene, ask, standing
from tests.web.access.table import Row, rows

pytestmark = pytest.mark.django_db

REFUSED = {"in", "403", "404", "405"}


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The world of the table."""
    with standing(django_db_blocker) as found:
        yield found


@pytest.mark.parametrize("row", rows(), ids=str)
def test_everybody_is_answered_as_the_table_says(scene: Scene, row: Row) -> None:
    answers = {column: ask(scene, scene.askers[column], row) for column in COLUMNS}

    assert answers == row.expected


@pytest.mark.parametrize(
    "url", sorted({row.url for row in rows()} - {row.url for row in rows() if row.method == "POST"})
)
def test_an_address_that_takes_no_posts_refuses_them_and_writes_nothing(scene: Scene, url: str) -> None:
    shown = next(row for row in rows() if row.url == url)
    at_home = [column for column, cell in shown.expected.items() if cell[:3] in {"200", "302"}][:1]

    answers = [
        ask(scene, scene.askers[column], Row("POST", url, shown.of, {})) for column in (*at_home, "nobody", "operat")
    ]

    assert answers[0] == "405" or not at_home
    assert set(answers) <= REFUSED


def test_every_named_url_has_its_rows_and_every_row_its_url() -> None:
    assert {row.url for row in rows()} == set(named_urls())
    assert {row.url for row in rows() if row.method == "GET"} == set(named_urls())


def test_no_row_stands_twice_and_none_that_is_refused_writes() -> None:
    found = [str(row) for row in rows()]

    assert len(found) == len(set(found))
    assert not [row for row in rows() for cell in row.expected.values() if cell.rstrip("*") in REFUSED and "*" in cell]


def test_every_address_that_is_told_belongs_to_a_row() -> None:
    assert set(ADDRESSES) <= {row.url if row.of == "-" else f"{row.url} {row.of}" for row in rows()}


def test_all_urls_have_a_name() -> None:
    assert all(pattern.name for _, pattern in patterns())


def named_urls() -> list[str]:
    return [f"{namespace}:{pattern.name}" for namespace, pattern in patterns()]


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every pattern with the namespace it lies in."""
    waiting = [("", each) for each in get_resolver().url_patterns]
    while waiting:
        namespace, found = waiting.pop()
        if isinstance(found, URLResolver):
            waiting += [(found.namespace or namespace, each) for each in found.url_patterns]
        else:
            yield namespace, found
