"""A form that is sent when the session is over: kept sealed, sent on by its owner, shown to nobody else."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.services.sessions import client_of
from tests.services.world import NOW, PASSWORD, World
from tidu.domain.accounts.models import Session
from tidu.domain.accounts.sessions import end_others
from tidu.domain.enterprises.models import Enterprise
from tidu.kit import clock

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor

SECRET_STREET = "昆山市前进路 88 号"


def record_of(actor: Actor) -> dict[str, str]:
    """The record as the page posts it, with another street."""
    found = Enterprise.objects.get(pk=actor.enterprise_id)
    typed = {
        "address": SECRET_STREET,
        "postcode": "215300",
        "legal_representative": "顾言",
        "legal_mobile": "13800000000",
        "contact": "陈会计",
        "contact_mobile": "13800000001",
        "email": "a@example.com",
        "registered_on": "2015-06-01",
        "registered_capital": "1000",
        "industry": "3489",
        "employees": "120",
        "revenue": "6000",
        "assets": "7000",
    }
    return typed | {"version": str(found.version), "password": "typed-by-mistake", "csrfmiddlewaretoken": "old"}


def enter(client: Client, username: str, to: str) -> str:
    typed = {"audience": "applicant", "username": username, "password": PASSWORD, "next": to}
    location: str = client.post("/sign-in/", typed)["Location"]
    return location


@pytest.fixture
def owner(world: World) -> Actor:
    return world.enterprise()


@pytest.fixture
def browser(owner: Actor) -> Client:
    """The owner's, whose session was ended while they typed and who has just sent the form."""
    client = client_of(owner)
    end_others(owner.user_id, but=None)
    answer = client.post("/my/enterprise/", record_of(owner))
    assert answer["Location"] == "/sign-in/?next=%2Fsign-in%2Fcarry-on%2F"
    return client


def street(owner: Actor) -> str:
    return Enterprise.objects.get(pk=owner.enterprise_id).address


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_its_owner_sends_it_on_after_signing_in(browser: Client, owner: Actor) -> None:
    before = street(owner)

    page = browser.get(enter(browser, "owner1", "/sign-in/carry-on/")).content.decode()
    assert street(owner) == before
    sent = browser.post("/my/enterprise/", hidden(page))

    assert 'action="/my/enterprise/"' in page
    assert "接着提交" in page
    assert sent.status_code == 302
    assert street(owner) == SECRET_STREET


def test_what_waits_stands_in_no_address_and_is_sealed(browser: Client) -> None:
    assert not any(SECRET_STREET in row.data or "address" in row.data for row in Session.objects.all())
    waiting = str(browser.session["carried"])
    assert SECRET_STREET not in waiting
    assert "typed-by-mistake" not in waiting


def test_secrets_are_typed_anew(browser: Client) -> None:
    page = browser.get(enter(browser, "owner1", "/sign-in/carry-on/")).content.decode()

    assert "typed-by-mistake" not in page
    assert 'value="old"' not in page


def test_another_account_is_told_and_sees_none_of_it(browser: Client, owner: Actor, world: World) -> None:
    world.enterprise()

    page = browser.get(enter(browser, "owner2", "/sign-in/carry-on/")).content.decode()

    assert "现在登录的是另一个账户" in page
    assert SECRET_STREET not in page
    assert "carried" not in browser.session


def test_it_waits_an_hour(browser: Client) -> None:
    with clock.stopped_at(NOW + timedelta(minutes=61)):
        to = enter(browser, "owner1", "/sign-in/carry-on/")

        assert browser.get(to)["Location"] == "/my/"


def test_nothing_is_kept_for_whoever_was_never_signed_in(world: World) -> None:
    client = Client()

    answer = client.post("/my/enterprise/", {"address": SECRET_STREET})

    assert answer["Location"] == "/sign-in/?next=%2F"
    assert Session.objects.count() == 0


def test_a_heap_of_text_is_not_kept(owner: Actor) -> None:
    client = client_of(owner)
    end_others(owner.user_id, but=None)

    answer = client.post("/my/enterprise/", {"address": "x" * 200_000})

    assert "carry-on" not in answer["Location"]
