"""What strangers try at the door: who exists, other people's sessions, names that look alike, lines of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.services.world import PASSWORD, World, credit_code
from tests.web.public.conftest import Answer
from tidu.domain.accounts.actions import create_user
from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import SignInAttempt

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor


@pytest.fixture
def owner(world: World) -> Actor:
    return world.enterprise()


def enter(client: Client, username: str, password: str = PASSWORD, **more: str) -> Answer:
    typed = {"audience": "applicant", "username": username, "password": password}
    return client.post("/sign-in/", typed | more)


def told(answer: Answer, typed: str) -> str:
    """The page without what was typed and without what is new on every page."""
    page = re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode())
    return page.replace(typed, "?")


@pytest.mark.parametrize(
    "name",
    [
        "owner1",
        credit_code("320583", 1),
        "13800000001",
        "owner1@example.com",
        "OWNER1",
        "ｏｗｎｅｒ１",
        "138 0000 0001",
    ],
)
def test_every_name_of_the_account_signs_in_however_it_is_spelled(owner: Actor, name: str) -> None:
    assert enter(Client(), name)["Location"] == "/my/"


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ("owner1", "nobody"),
        (credit_code("320583", 1), credit_code("320583", 99)),
        ("13800000001", "13900009999"),
        ("owner1@example.com", "nobody@example.com"),
    ],
)
def test_the_page_the_work_and_the_hash_are_the_same_whether_or_not_the_account_exists(
    owner: Actor, monkeypatch: pytest.MonkeyPatch, known: str, unknown: str
) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    seen = []
    Client().get("/sign-in/")  # whom to ring is known from here on
    for name in (known, unknown):
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            page = told(enter(Client(), name, "wrong-password-1"), name)
        seen.append((page, len(hashed), [each["sql"].split()[0] for each in queries]))

    assert seen[0] == seen[1]
    assert seen[0][1] == 1


def test_two_hundred_wrong_sign_ins_open_nothing_and_are_stopped(owner: Actor) -> None:
    one_address = [enter(Client(REMOTE_ADDR="203.0.113.9"), f"name{n}", "wrong-password-1") for n in range(100)]
    one_name = [enter(Client(REMOTE_ADDR=f"198.51.100.{n}"), "owner1", f"wrong-password-{n}") for n in range(100)]

    assert {answer.status_code for answer in (*one_address, *one_name)} == {422}
    assert "操作太频繁" not in one_address[29].content.decode()
    assert all("操作太频繁" in answer.content.decode() for answer in one_address[30:])
    assert re.search(r"\d+ (秒|分钟)后", one_address[-1].content.decode())
    assert all("已锁定，到 09:15 为止" in answer.content.decode() for answer in one_name[4:])
    assert "已锁定" in enter(Client(REMOTE_ADDR="192.0.2.1"), "owner1").content.decode()
    assert SignInAttempt.objects.count() == 30 + 5


def test_a_session_that_somebody_else_prepared_is_not_signed_in(owner: Actor) -> None:
    stranger = Client()
    session = stranger.session
    session["kept"] = "yes"
    session.save()
    prepared = session.session_key
    victim = Client()
    victim.cookies["sessionid"] = str(prepared)

    enter(victim, "owner1")

    assert victim.cookies["sessionid"].value != prepared
    assert stranger.get("/my/").status_code == 302


def test_choosing_a_post_gives_the_session_a_new_key(world: World) -> None:
    from tests.services.sessions import client_of  # noqa: PLC0415 - beside its one use

    officer = world.officer("320500")
    client = client_of(officer)
    before = client.session.session_key

    client.post("/posts/", {"post": officer.post_id})

    assert client.session.session_key != before
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "owner\u200b1",  # a space of no width
        "оwner1",  # a Cyrillic о
        "owner1\u202e",  # from right to left
        "own\u0065\u0301r",  # an accent of its own
        "owner1\r\nX-Signed-In: 1",
        "<b>owner</b>",
        "owner\u0000",
        "𝕠𝕨𝕟𝕖𝕣𝟙",  # is owner1 once narrowed, which somebody has
    ],
)
def test_no_name_can_be_made_to_look_like_anothers(owner: Actor, name: str) -> None:
    with pytest.raises(AccountRefusal):
        create_user(username=name, password=PASSWORD, name="假冒")

    assert enter(Client(), name.replace("\u0000", "")).status_code in ({302} if "𝕠" in name else {422})


@pytest.mark.parametrize(
    "line", ["/my/\r\nSet-Cookie: a=b", "/my/%0d%0aSet-Cookie:%20a=b", "/\n/evil.example", "/my/\x00"]
)
def test_nothing_typed_becomes_a_header(owner: Actor, line: str) -> None:
    client = Client()

    answer = enter(client, "owner1", next=line)

    assert answer.status_code == 302
    assert "a" not in answer.cookies
    assert "\n" not in answer["Location"]
    assert "\r" not in answer["Location"]
    assert answer["Location"].startswith("/my/") or answer["Location"] == "/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "///evil.example",
    ],
)
@pytest.mark.parametrize("way", ["/sign-in/", "/sign-in/code/"])
def test_whoever_is_signed_in_is_never_led_to_another_site(owner: Actor, way: str, elsewhere: str) -> None:
    client = Client()
    enter(client, "owner1")

    assert client.get(way, {"next": elsewhere})["Location"] == "/my/"
