"""Signing in by a code to the bound phone, and that it tells a stranger nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.services.sessions import code_of, set_up_app
from tests.services.world import World
from tests.web.public.conftest import Answer
from tidu.domain.accounts.actions import create_user, give_post
from tidu.domain.accounts.models import Post
from tidu.domain.messages.models import Outgoing
from tidu.kit import clock

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, NOBODYS = "13800000001", "13900009999"


@pytest.fixture
def owner(transactional_db: None) -> Actor:
    return World().enterprise()


def ask(client: Client, phone: str, **more: str) -> Answer:
    return client.post("/sign-in/code/", {"audience": "applicant", "phone": phone, "send_code": "1"} | more)


def enter(client: Client, phone: str, code: str, **more: str) -> Answer:
    return client.post("/sign-in/code/", {"audience": "applicant", "phone": phone, "code": code} | more)


def code_sent() -> str:
    found = re.search(r"\d{6}", str(Outgoing.objects.latest("pk").content))
    assert found is not None
    return found[0]


def test_the_bound_phone_gets_a_code_that_signs_in_once(owner: Actor, client: Client) -> None:
    asked = ask(client, "138 0000 0001")
    code = code_sent()

    answer = enter(client, PHONE, code, next="/my/declarations/")
    again = enter(Client(), PHONE, code)

    assert "已发往 138****0001" in asked.content.decode()
    assert answer["Location"] == "/my/declarations/"
    assert client.session["_auth_user_id"] == str(owner.user_id)
    assert "这个验证码用过了。" in again.content.decode()


def test_a_number_that_nobody_has_is_answered_alike_and_gets_nothing(owner: Actor) -> None:
    pages, work = {}, {}
    for phone in (PHONE, NOBODYS):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            asked = ask(client, phone).content.decode()
        wrong = [enter(client, phone, "000000").content.decode() for _ in range(6)]
        tidy = [re.sub(r'[a-zA-Z0-9]{64}|"[^"]*csrf[^"]*"', "", page) for page in (asked, *wrong)]
        pages[phone] = [page.replace(phone, "?").replace(f"{phone[:3]}****{phone[-4:]}", "?") for page in tidy]
        work[phone] = [each["sql"].split()[0] for each in queries]

    assert pages[PHONE] == pages[NOBODYS]
    assert work[PHONE] == work[NOBODYS]
    assert Outgoing.objects.count() == 1


def test_a_wrong_code_says_how_many_tries_are_left_and_the_fifth_ends_it(owner: Actor, client: Client) -> None:
    ask(client, PHONE)
    right = code_sent()
    wrong = "000000" if right != "000000" else "111111"

    told = [enter(client, PHONE, wrong).content.decode() for _ in range(5)]

    assert "还可以试 4 次" in told[0]
    assert "作废了" in told[4]
    assert enter(client, PHONE, right).status_code == 422
    assert "_auth_user_id" not in client.session


def test_staff_go_on_to_their_second_step(owner: Actor, client: Client) -> None:
    user = create_user(username="chenlan", password=None, name="陈岚", phone="13700000003")
    give_post(user, World.office(World.__new__(World), "320500"), Post.Role.LEAD, since=clock.today())
    set_up_app(user.pk)
    ask(client, "13700000003")

    answer = enter(client, "13700000003", code_sent(), audience="officer")
    locked = client.get("/desk/")
    client.post("/sign-in/second/", {"factor_code": code_of(user.pk)})

    assert answer["Location"] == "/sign-in/second/"
    assert locked.status_code == 302
    assert client.get("/desk/").status_code == 200


def test_what_is_no_phone_is_said_beside_the_button(owner: Actor, client: Client) -> None:
    page = ask(client, "1380000").content.decode()
    by_script = client.post("/sign-in/code/", {"phone": "", "send_code": "1"}, headers={"X-Requested-With": "fetch"})

    assert "验证码没有发出：" in page
    assert by_script.status_code == 422
    assert "还没有填手机号" in by_script.json()["what"]


def test_a_second_code_is_not_sent_within_the_minute(owner: Actor, client: Client) -> None:
    ask(client, PHONE)
    told = ask(client, PHONE).content.decode()

    assert "刚发过一次" in told
    assert Outgoing.objects.count() == 1
