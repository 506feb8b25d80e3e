"""The second step of signing in: nothing is open before it, every code opens once, wrong ones lock."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from django.db import connection
from django.test import Client

from tests.services.sessions import client_of, code_of, set_up_app
from tests.services.world import NOW, PASSWORD, World
from tidu.domain.accounts.access import Actor
from tidu.domain.accounts.errors import FactorRefused
from tidu.domain.accounts.models import Post, RecoveryCode, SecondFactor
from tidu.domain.accounts.second_factor import (
    STEP,
    begin_app,
    demo_code,
    give_demo_app,
    new_recovery_codes,
    pass_by_code,
    reset,
    standing,
)
from tidu.domain.audit.queries import events_of
from tidu.domain.messages.models import Message
from tidu.kit import clock
from tidu.web.requests import FACTOR_KEY

SECOND, SET_UP = "/sign-in/second/", "/sign-in/second/set-up/"


def enter(client: Client, username: str, to: str = "") -> str:
    """Give name and password, and say where it leads."""
    typed = {"audience": "officer", "username": username, "password": PASSWORD, "next": to}
    return client.post("/sign-in/", typed)["Location"]


@pytest.fixture
def officer(world: World) -> Actor:
    """An officer who has set their app up."""
    actor = world.officer("320583")
    set_up_app(actor.user_id)
    return actor


def test_between_password_and_code_nobody_is_signed_in(officer: Actor, client: Client) -> None:
    assert enter(client, "reviewer-320583", "/desk/?view=all") == SECOND
    before = client.session.session_key

    for path in ("/desk/", "/desk/notices/", "/posts/", "/operate/", "/my/"):
        assert client.get(path)["Location"].startswith(SECOND), path
    assert client.post("/desk/pass/", {"pick": ["x"]})["Location"].startswith(SECOND)
    assert "退出登录" not in client.get("/").content.decode()

    answer = client.post(SECOND, {"factor_code": code_of(officer.user_id)})
    assert answer["Location"] == "/desk/?view=all"
    assert client.session.session_key not in {None, before}
    assert client.get("/desk/").status_code == 200


def test_a_session_of_staff_without_a_factor_is_nobodys(officer: Actor) -> None:
    client = client_of(officer)
    session = client.session
    del session[FACTOR_KEY]
    session.save()

    assert client.get("/desk/")["Location"].startswith("/sign-in/")


def test_the_password_alone_is_forgotten_after_ten_minutes(officer: Actor, client: Client) -> None:
    enter(client, "reviewer-320583")

    with clock.stopped_at(NOW + timedelta(minutes=10, seconds=1)):
        answer = client.post(SECOND, {"factor_code": code_of(officer.user_id)})

    assert answer["Location"] == "/sign-in/"


def test_the_first_time_one_binds_an_app_and_is_shown_ten_recovery_codes_once(world: World, client: Client) -> None:
    actor = world.officer("320583")
    assert enter(client, "reviewer-320583") == SET_UP
    page = client.get(SET_UP).content.decode()
    secret = SecondFactor.objects.get(user_id=actor.user_id).secret
    assert secret in "".join(page.split())

    wrong = client.post(SET_UP, {"factor_code": "000000"})
    right = client.post(SET_UP, {"factor_code": pyotp.TOTP(secret).at(NOW)})

    assert wrong.status_code == 422
    codes = set(re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", right.content.decode()))
    assert len(codes) == 10
    assert client.get("/desk/").status_code == 200
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not [code for code in codes for digest in kept if code.replace("-", "") in digest]
    file = client.post("/recovery-codes.txt", {"code": [*codes, "<script>"]})
    assert file["Content-Disposition"].startswith("attachment")
    assert codes <= set(file.content.decode().splitlines())
    assert "<script>" not in file.content.decode()


def test_a_second_factor_cannot_be_set_up_anew_with_the_password_alone(officer: Actor, client: Client) -> None:
    enter(client, "reviewer-320583")

    assert client.get(SET_UP)["Location"] == SECOND
    assert client.post(SET_UP, {"factor_code": "123456"})["Location"] == SECOND


def test_a_code_opens_once_and_so_does_any_before_it(officer: Actor) -> None:
    now = code_of(officer.user_id)
    before = code_of(officer.user_id, later=-1)
    pass_by_code(officer.user_id, f" {now[:3]} {now[3:]} ")

    for used in (now, before):
        with pytest.raises(FactorRefused, match="动态码不对"):
            pass_by_code(officer.user_id, used)
    with clock.stopped_at(NOW + timedelta(seconds=STEP)):
        pass_by_code(officer.user_id, code_of(officer.user_id))


@pytest.mark.parametrize("later", [-2, 2])
def test_a_code_of_another_minute_opens_nothing(officer: Actor, later: int) -> None:
    with pytest.raises(FactorRefused):
        pass_by_code(officer.user_id, code_of(officer.user_id, later=later))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "１２３４５６", "abcdef", "ABCD-EFGH-JKLM-NPQR", "\x00" * 6])
def test_nothing_else_opens_anything(officer: Actor, typed: str) -> None:
    new_recovery_codes(officer.user_id)

    with pytest.raises(FactorRefused):
        pass_by_code(officer.user_id, typed)


def test_a_recovery_code_opens_once_and_its_owner_is_told(officer: Actor) -> None:
    first, second, *_ = new_recovery_codes(officer.user_id)

    pass_by_code(officer.user_id, first.lower().replace("-", " "))
    with pytest.raises(FactorRefused):
        pass_by_code(officer.user_id, first)
    new_recovery_codes(officer.user_id)
    with pytest.raises(FactorRefused):
        pass_by_code(officer.user_id, second)

    told = Message.objects.filter(user_id=officer.user_id, kind=Message.Kind.ACCOUNT).get()
    assert told.title == "用掉了一个恢复码，还剩 9 个"


def test_five_wrong_ones_lock_the_second_step_and_no_right_one_opens_it(officer: Actor, client: Client) -> None:
    enter(client, "reviewer-320583")
    for _ in range(5):
        answer = client.post(SECOND, {"factor_code": "000000"})

    right = client.post(SECOND, {"factor_code": code_of(officer.user_id)})
    assert "第二步已锁定，到 09:15 为止。" in answer.content.decode()
    assert right.status_code == 422
    with clock.stopped_at(NOW + timedelta(minutes=15)):
        pass_by_code(officer.user_id, code_of(officer.user_id))
    acts = [event.act for event in events_of("user", officer.user_id)]
    assert acts.count("account.second_factor_refused") == 5


def test_an_operator_resets_it_with_a_reason_and_every_session_ends(officer: Actor, world: World) -> None:
    operator = world.officer("320000", Post.Role.OPERATOR)
    client = client_of(officer)
    assert client.get("/desk/").status_code == 200

    reset(operator, officer.user_id, reason="本人持工作证当面核实，手机遗失")

    assert not standing(officer.user_id).is_set_up
    assert client.get("/desk/")["Location"].startswith("/sign-in/")
    told = Message.objects.filter(user_id=officer.user_id).latest("pk")
    assert "手机遗失" in told.body
    event = events_of("user", officer.user_id)[0]
    assert (event.act, event.actor_id) == ("account.second_factor_reset", operator.user_id)


def test_codes_are_shown_in_the_demo_for_its_people_and_nowhere_else(
    world: World, client: Client, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, synthetic = world.officer("320500"), world.officer("320583")
    set_up_app(real.user_id)
    monkeypatch.setattr(clock, "is_demo", lambda: True)
    give_demo_app([synthetic.user_id])
    if connection.vendor != "sqlite":  # only the embedded database is a demo's
        assert demo_code(synthetic.user_id) == ""
        return
    shown = demo_code(synthetic.user_id)
    pass_by_code(synthetic.user_id, shown)
    again = demo_code(synthetic.user_id)

    assert (len(shown), demo_code(real.user_id)) == (6, "")
    assert again not in {"", shown}

    monkeypatch.setattr(clock, "is_demo", lambda: False)
    assert demo_code(synthetic.user_id) == ""
    with pytest.raises(FactorRefused, match="演示账户"):
        pass_by_code(synthetic.user_id, again)


def test_a_half_made_app_opens_nothing(world: World) -> None:
    actor = world.officer("320583")
    begin_app(actor.user_id)

    with pytest.raises(FactorRefused):
        pass_by_code(actor.user_id, code_of(actor.user_id))
