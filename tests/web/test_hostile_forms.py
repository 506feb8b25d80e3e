"""Every form of the table: a limit where a stranger reaches it, its token, ids that are foreign, fields too many."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import DjangoDbBlocker

from tests.services.filling import PDF
from tests.services.world import PASSWORD, credit_code
from tests.web.access.addresses import Address, address
from tests.web.access.scene import Scene, content, send, standing
from tests.web.access.table import Row, rows
from tests.web.test_access_table import patterns
from tests.web.test_hostile import cells
from tidu.kit.models import Count

pytestmark = pytest.mark.django_db

PHONE, NOBODYS_PHONE = "13800000001", "13911119999"


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written here is gone afterwards; for pages it stands around them as that of a test case does."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # noqa: SLF001 - as in `ask`
    with block:
        yield
        transaction.set_rollback(True)


# -- limits ---------------------------------------------------------------------------------------------------------

#: What a stranger may post without a count, because nothing is looked up, tried or kept there.
UNCOUNTED = {
    "public:recovery_codes_file": "says what was posted",
    "public:sign_out": "ends a session that a stranger has none of",
    "public:recover_password": "opens after recovering, which is counted",
    "public:change_phone_new": "opens after recovering, which is counted",
    "public:second_factor": "opens after the password, which is counted",
    "public:set_up_factor": "opens after the password, which is counted",
    "public:sessions": "is for those who are signed in",
    "public:posts": "is for those who are signed in",
    "public:receipt": "is the gateway's; test_receipt.py tries its limit",
}


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The world of the table."""
    with standing(django_db_blocker) as found:
        yield found


def of_strangers() -> list[Row]:
    """The posts that a stranger may make, one of each address."""
    found = {row.url: row for row in rows() if row.method == "POST" and row.url.startswith("public:")}
    return [row for url, row in found.items() if url not in UNCOUNTED]


#: What is posted where the table posts nothing: so much that the form comes to what is counted.
FULL: dict[str, Callable[[], dict[str, Any]]] = {
    "public:sign_in_by_code": lambda: {"phone": PHONE, "code": "000000", "audience": "applicant"},
    "public:register": lambda: {"credit_code": credit_code("320583", 99), "phone": NOBODYS_PHONE, "send_code": "1"},
    "public:register_person": lambda: {"phone": NOBODYS_PHONE, "send_code": "1"},
    "public:licence": lambda: {"licence": SimpleUploadedFile("营业执照.pdf", PDF)},
    "public:join": lambda: {"code": "ABCDEFGH23"},
    "public:invited": lambda: {"password": PASSWORD, "again": "another"},  # so that the link is not used up
}


@pytest.mark.parametrize("row", of_strangers(), ids=str)
def test_whatever_a_stranger_posts_is_counted_and_ends(scene: Scene, row: Row) -> None:
    cache.clear()
    with undone():
        where = address(row.url, row.of, scene.things, scene.askers["nobody"])
        typed = FULL[row.url]() if row.url in FULL else where.posted
        here = reverse(row.url, args=where.args)
        htmx = {"HX-Request": "true"} if row.url == "public:licence" else {}
        Client().post(here, typed, headers=htmx)
        counted = Count.objects.update(times=10**6)
        typed = FULL[row.url]() if row.url in FULL else where.posted
        response = Client().post(here, typed, headers=htmx)
        page = response.content.decode()

    assert counted
    assert response.status_code in {200, 422, 429}
    assert "操作太频繁" in page or "验证码没有发出" in page, page


# -- tokens ---------------------------------------------------------------------------------------------------------


def test_no_address_is_spared_the_token_but_the_gateway_s_whose_letters_are_signed() -> None:
    spared = [f"{namespace}:{each.name}" for namespace, each in patterns() if _is_spared(each.callback)]

    assert spared == ["public:receipt"]


def _is_spared(view: Any) -> bool:
    return bool(getattr(view, "csrf_exempt", False))


# -- ids ------------------------------------------------------------------------------------------------------------

#: Addresses whose id is nobody's: what it names is public, or the same for all.
NOBODYS = {"officer:rule", "officer:digital_example"}
OPERATORS = {"officer:factor_reset"}


def with_ids() -> list[tuple[str, int]]:
    """Every address behind the door with an id in it, and how many it has."""
    found = [(f"{namespace}:{each.name}", len(each.pattern.converters)) for namespace, each in patterns()]
    return [(url, ids) for url, ids in found if ids and not url.startswith("public:") and url not in NOBODYS]


@pytest.mark.parametrize("url", [url for url, _ in with_ids()])
def test_every_id_is_refused_to_somebody_whose_role_would_do(url: str) -> None:
    """Outside one's own it is not there; what operators do they do everywhere, and nobody else does it."""
    answers = [cell for row in rows() if row.url == url for cell in row.expected.values()]

    assert ("403" if url.startswith("operator:") or url in OPERATORS else "404") in answers


#: In each place of an address something that is none: as long as may be, a number too large, the id of nothing.
NOTHING = ("9" * 30, "999999999", str(uuid.UUID(int=1)), "T99", "x")


@pytest.mark.parametrize(("url", "ids"), with_ids())
def test_an_id_of_nothing_is_not_found_wherever_it_stands(scene: Scene, url: str, ids: int) -> None:
    for row, column in [each for method in ("GET", "POST") for each in cells(method)]:
        if row.url != url:
            continue
        asker = scene.askers[column]
        for place in range(ids):
            for nothing in NOTHING:
                answer = _asked(scene, row, column, place, nothing)
                assert answer in {404, None}, (row, asker.column, nothing)


def _asked(scene: Scene, row: Row, column: str, place: int, nothing: str) -> int | None:
    """What is answered with another id in one place; None where no such address is."""
    cache.clear()
    asker = scene.askers[column]
    with undone():
        where = address(row.url, row.of, scene.things, asker)
        args = [*where.args[:place], nothing, *where.args[place + 1 :]]
        try:
            reverse(row.url, args=args)
        except NoReverseMatch:
            return None
        response = send(asker.client(), row, Address(tuple(args), where.query, where.posted, where.content_type))
    return int(response.status_code)


# -- fields too many ------------------------------------------------------------------------------------------------

SLIPPED_IN = "987654321"


def columns() -> set[str]:
    """Every column that we have, as a form might name it."""
    models = [model for model in apps.get_models() if model.__module__.startswith("tidu.domain.")]
    fields = [field for model in models for field in model._meta.concrete_fields]  # noqa: SLF001
    return {name for field in fields for name in (field.name, field.attname)}


def writing() -> list[tuple[Row, str]]:
    """Each post that writes, with somebody for whom it does."""
    found = []
    for row in rows():
        who = [column for column, cell in row.expected.items() if cell.endswith("*")]
        if row.method == "POST" and who:
            found.append((row, who[0]))
    return found


#: What a form asks for that the table's post leaves out; typed there it is meant.
ASKED_FOR: dict[str, set[str]] = {
    "applicant:enterprise": {"legal_phone", "contact_phone", "fax"},
    "officer:announcement_new": {"document_number"},
    "officer:announcement_settings": {"hours", "note"},
    "officer:decide": {"reason", "days", "pinned", "template"},
    "operator:check": {"reason"},
}


@pytest.mark.parametrize(("row", "column"), writing(), ids=str)
def test_what_a_form_does_not_ask_for_is_not_taken(scene: Scene, row: Row, column: str) -> None:
    cache.clear()
    asker = scene.askers[column]
    with undone():
        where = address(row.url, row.of, scene.things, asker)
        asked = ASKED_FOR.get(row.url, set())
        more = {name: SLIPPED_IN for name in columns() - asked if name not in where.posted}
        posted = json.dumps({**more, **json.loads(where.posted)}) if where.content_type else {**more, **where.posted}
        response = send(asker.client(), row, Address(where.args, where.query, posted, where.content_type))
        written = [kept_row for kept in content().values() for kept_row in kept if SLIPPED_IN in repr(kept_row)]

    assert f"{response.status_code}*" == row.expected[column]
    assert written == []


# -- what is sent back ----------------------------------------------------------------------------------------------


def test_no_address_gives_back_what_was_sent_to_it(scene: Scene) -> None:
    for row in [each for each in rows() if each.method == "GET"]:
        here = reverse(row.url, args=address(row.url, row.of, scene.things, scene.askers["nobody"]).args)

        traced = Client().generic("TRACE", here, headers={"X-Slipped": "in the trace"})

        assert traced.streaming or b"in the trace" not in traced.content, row
