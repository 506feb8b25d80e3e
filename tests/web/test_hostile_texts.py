"""Words of strangers stay words: whatever people wrote is shown on every page as they wrote it, and opens nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.web.access.addresses import Address, address
from tests.web.access.dressing import dress, mark, places
from tests.web.access.scene import Scene, standing
from tests.web.access.table import Row, rows

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TYPED = mark("typed")
#: What pages read from their address.
ASKED = (
    "q",
    "search",
    "kind",
    "cursor",
    "view",
    "next",
    "edition",
    "before",
    "after",
    "as",
    "show",
    "county",
    "issuer",
)
#: What no page prints today: what the log keeps, and what reaches a page by a copy or by a script alone.
NOT_SHOWN = {
    "User.phone",
    "RecognitionEvent.note",
    "AnnualFigure.source",
    "Change.user_name",
    "ManualCheck.asker",  # masked
    "ManualCheck.answer",  # nobody has answered here
    "SecondFactor.name",  # keys have names, and whom the table asks has an app alone
    "Verification.reason",  # on the pages of whoever was refused, whom the table does not ask
}


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The world of the table, with markup in everything that people wrote."""
    with standing(django_db_blocker, dress) as found:
        yield found


class Reader(HTMLParser):
    """Reads a page as a browser does, and keeps what it was told to open that is not ours."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if tag.startswith("evil") or any("evil" in name or name.startswith("on") for name in names):
            self.opened.append(f"<{tag} {' '.join(names)}>")
        self.text += [value for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def answered(scene: Scene, column: str, row: Row, where: Address, query: str = "") -> str:
    """The page that a row answers, or nothing where it answers no page."""
    cache.clear()
    url = reverse(row.url, args=where.args) + "?" + "&".join(filter(None, [where.query, query]))
    client = scene.askers[column].client()
    with transaction.atomic():
        response: Any = client.get(url) if row.method == "GET" else client.post(url, where.posted)
        while response.status_code == 302 and response["Location"].startswith("/"):
            response = client.get(response["Location"])
        transaction.set_rollback(True)
    assert response.status_code < 500
    is_page = response["Content-Type"].startswith("text/html") and not response.streaming
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response.content.decode() if is_page else ""


def kinds_of_askers(row: Row) -> list[str]:
    """One asker of each kind to whom the row is open."""
    kinds = ("nobody", "owner", "county", "city", "prov", "lead_p", "lead_n", "operat")
    return [column for column in kinds if row.expected[column].rstrip("*") in {"200", "302", "422"}]


def opened(row: Row, column: str, page: str) -> list[str]:
    return [f"{row} as {column}: {each}" for each in Reader(page).opened]


def test_what_people_wrote_is_shown_as_they_wrote_it_on_every_page(scene: Scene) -> None:
    seen: set[str] = set()
    wrong: list[str] = []

    for row in rows():
        for column in kinds_of_askers(row) if row.method == "GET" else []:
            page = answered(scene, column, row, address(row.url, row.of, scene.things, scene.askers[column]))
            wrong += opened(row, column, page)
            text = "".join(Reader(page).text)
            seen |= {place for place, marked in places().items() if marked in text}

    assert not wrong
    assert set(places()) - seen == NOT_SHOWN


def test_what_an_address_asks_for_is_shown_as_it_was_typed(scene: Scene) -> None:
    wrong: list[str] = []
    for row in rows():
        for column in kinds_of_askers(row)[:1] if row.method == "GET" else []:
            where = address(row.url, row.of, scene.things, scene.askers[column])
            query = "&".join(f"{name}={TYPED}" for name in ASKED if f"{name}=" not in where.query)
            wrong += opened(row, column, answered(scene, column, row, where, query))

    assert not wrong


def test_what_a_form_sends_back_is_shown_as_it_was_typed(scene: Scene) -> None:
    wrong: list[str] = []
    shown = 0
    for row in rows():
        for column in kinds_of_askers(row)[:1] if row.method == "POST" else []:
            where = address(row.url, row.of, scene.things, scene.askers[column])
            page = answered(scene, column, row, Address(where.args, where.query, _typed(where.posted)))
            wrong += opened(row, column, page)
            shown += TYPED in "".join(Reader(page).text)

    assert not wrong
    assert shown >= 8  # the forms that give back what was typed do so


def _typed(posted: Any) -> dict[str, Any]:
    """The same form, with markup typed into each of its fields."""
    if isinstance(posted, str):
        posted = json.loads(posted)
    return {key: [TYPED] if isinstance(value, list) else TYPED for key, value in posted.items()}


def test_the_reader_of_these_tests_sees_what_would_be_opened() -> None:
    assert Reader(f'<input value="{TYPED}">').opened == ["<evil-typed >"]
    assert Reader("<input value=x evil-1>").opened == ["<input value evil-1>"]
    assert Reader('<p onclick="x">').opened == ["<p onclick>"]
    assert not Reader('<input value="&quot;&gt;&lt;evil-typed&gt;">').opened


def test_a_page_without_marks_has_none(scene: Scene) -> None:
    assert TYPED not in Client().get("/guide/").content.decode()
