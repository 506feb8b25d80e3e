"""The world of the table, built once and undone after every question that is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.services.world import NOW, World
from tests.web.access.actors import Asker, askers, signed_in
from tests.web.access.addresses import Address, address
from tests.web.access.table import Row
from tests.web.access.things import Things, things
from tidu.kit import clock

Content = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Scene:
    """What stands there, who asks, and every row of every table before anything is asked."""

    things: Things
    askers: dict[str, Asker]
    content: Content


@contextmanager
def standing(blocker: DjangoDbBlocker, dress: Callable[[], None] = lambda: None) -> Iterator[Scene]:
    """Build the world in a transaction that is never committed; ``dress`` may change it before anybody asks."""
    with blocker.unblock(), transaction.atomic(), clock.stopped_at(NOW):
        world = World()
        found = things(world)
        people = askers(world, found.owner, found.other)
        people |= {each.role: signed_in(each.role, each) for each in (found.editor, found.viewer)}
        dress()
        yield Scene(found, people, content())
        transaction.set_rollback(True)


def content() -> Content:
    """All rows of all our tables; how often somebody asked is nobody's thing."""
    models = [model for model in apps.get_models() if model.__module__.startswith("tidu.domain.")]
    return {model.__name__: list(QuerySet(model).order_by("pk").values_list()) for model in models}


def ask(scene: Scene, asker: Asker, row: Row) -> str:
    """What the asker is answered, as the table writes it; then everything is undone."""
    cache.clear()  # no page kept from another case
    undone = transaction.atomic()
    # pages open transactions that must be the outermost; this one stands around them as that of a test case does
    undone._from_testcase = True  # type: ignore[attr-defined]  # noqa: SLF001
    with undone:
        where = address(row.url, row.of, scene.things, asker)
        watch = Watch()
        with connection.execute_wrapper(watch):
            response = send(asker.client(), row, where)
            if response.streaming:
                assert b"".join(response.streaming_content)  # read to its end, a file is closed
        written = watch.has_written and content() != scene.content
        transaction.set_rollback(True)
    return told(response) + ("*" if written else "")


@dataclass
class Watch:
    """Sees whether a statement wrote anything at all, so that the tables are compared only then."""

    has_written: bool = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.has_written = self.has_written or sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, params, many, context)


def send(client: Client, row: Row, where: Address) -> Any:
    url = reverse(row.url, args=where.args) + (f"?{where.query}" if where.query else "")
    if row.method == "GET":
        return client.get(url)
    if where.content_type:
        return client.post(url, where.posted, content_type=where.content_type)
    return client.post(url, where.posted)


def told(response: Any) -> str:
    to_sign_in = response.status_code == 302 and response["Location"].partition("?")[0] == reverse("public:sign_in")
    return "in" if to_sign_in else str(response.status_code)
