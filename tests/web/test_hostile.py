"""What no visitor can do: post without the form's token, be led elsewhere, be framed, borrow a session, guess an id."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from tests.services.world import PASSWORD
from tests.web.access.addresses import address
from tests.web.access.scene import Scene, content, send, standing
from tests.web.access.table import Row, rows
from tidu.domain.accounts.models import User
from tidu.domain.recognitions import queries

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "\t//evil.example",
    " //evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "evil.example",
    "evil",
    "http://testserver@evil.example/",
    "x" * 3000,
]
HUGE = 10**30


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The world of the table."""
    with standing(django_db_blocker) as found:
        yield found


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def cells(method: str) -> list[tuple[Row, str]]:
    """Each row of a method with the first asker to whom it is open, officers before strangers."""
    found = []
    for row in rows():
        if row.method == method:
            open_to = [column for column, cell in row.expected.items() if cell.rstrip("*") in {"200", "302", "422"}]
            found += [(row, column) for column in open_to[:1]]
    return found


def ask_as(scene: Scene, column: str, row: Row, client: Client) -> Any:
    """Send what the row says from a client that keeps the asker's session."""
    asker = scene.askers[column]
    client.cookies = asker.client().cookies
    return send(client, row, address(row.url, row.of, scene.things, asker))


@pytest.mark.parametrize(("row", "column"), cells("POST"), ids=str)
def test_a_post_without_the_token_of_the_form_does_nothing(scene: Scene, row: Row, column: str) -> None:
    response = ask_as(scene, column, row, Client(enforce_csrf_checks=True))

    assert response.status_code == 403
    assert "这一次没有提交成功" in response.content.decode()
    assert content() == scene.content


def test_the_token_of_the_page_lets_its_form_through(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("public:sign_in"))
    token = client.cookies["csrftoken"].value

    typed = {"audience": "applicant", "username": "owner1", "password": PASSWORD, "csrfmiddlewaretoken": token}

    assert client.post(reverse("public:sign_in"), typed).status_code == 302


def require_guarded(response: Any) -> None:
    """No script of strangers, no guessing of types, no foreign frame, no address told to others."""
    directives = (each.strip().partition(" ") for each in response["Content-Security-Policy"].split(";"))
    policy = {name: set(sources.split()) for name, _, sources in directives}
    assert policy["default-src"] in ({"'self'"}, {"'none'"})
    assert policy["frame-ancestors"] == {"'self'"}
    assert set().union(*policy.values()) <= {"'self'", "'none'"}  # nothing unsafe, no other host, no wildcard
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(("row", "column"), cells("GET"), ids=str)
def test_every_page_file_and_answer_carries_the_headers_that_guard_it(scene: Scene, row: Row, column: str) -> None:
    response = ask_as(scene, column, row, Client())

    require_guarded(response)
    kind = response["Content-Type"]
    assert "/" in kind
    assert not kind.startswith("text/") or "charset=utf-8" in kind.lower()
    if response.streaming:
        assert b"".join(response.streaming_content)


def test_refusals_and_errors_carry_the_headers_too(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, county = scene.askers["owner"].client(), scene.askers["county"].client()

    answers = {
        302: Client().get("/my/"),
        400: Client(SERVER_NAME="evil.example").get("/"),
        401: Client().get("/my/", headers={"X-Requested-With": "fetch"}),
        403: county.get("/my/"),
        404: owner.get("/my/declarations/none/"),
        405: county.get("/desk/pass/"),
        422: owner.post("/my/enterprise/", {"postcode": "x"}),
    }
    for _ in range(31):
        answers[429] = Client().get(f"/certificates/{scene.things.certificate.number}/")
    monkeypatch.setattr(queries, "certificate", _broken)
    elsewhere = Client(raise_request_exception=False, REMOTE_ADDR="192.0.2.1")  # from where nobody asked too often
    answers[500] = elsewhere.get("/certificates/x/")

    assert {status: response.status_code for status, response in answers.items()} == {each: each for each in answers}
    for response in answers.values():
        require_guarded(response)


def _broken(_: str) -> None:
    raise RuntimeError("broken for the test")


def sign_in(client: Client, to: str) -> Any:
    typed = {"audience": "applicant", "username": "owner1", "password": PASSWORD, "next": to}
    return client.post(reverse("public:sign_in"), typed)


def choose_post(scene: Scene, to: str) -> Any:
    actor = scene.askers["county"].actor
    assert actor is not None
    return scene.askers["county"].client().post(reverse("public:posts"), {"post": actor.post_id, "next": to})


def save_record(scene: Scene, to: str) -> Any:
    posted = address("applicant:enterprise", "-", scene.things, scene.askers["owner"]).posted
    return scene.askers["owner"].client().post(reverse("applicant:enterprise"), {**posted, "next": to})


Lead = Callable[[Scene, str], Any]
LEADS: dict[str, Lead] = {
    "signing in": lambda _, to: sign_in(Client(), to),
    "signing in again": lambda scene, to: scene.askers["owner"].client().get(reverse("public:sign_in"), {"next": to}),
    "choosing a region": lambda _, to: Client().get(reverse("public:choose_region", args=["320000"]), {"next": to}),
    "choosing a post": choose_post,
    "saving the record": save_record,
    "being sent to sign in": lambda _, to: Client().post("/my/", headers={"Referer": f"http://testserver{to}"}),
}


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize("lead", LEADS)
def test_no_detour_leads_to_another_site(scene: Scene, lead: str, elsewhere: str) -> None:
    with transaction.atomic():
        response = LEADS[lead](scene, elsewhere)
        transaction.set_rollback(True)

    where = response["Location"]
    assert response.status_code == 302
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))
    assert "evil" not in where.partition("?")[0]


def test_a_detour_that_came_from_elsewhere_ends_at_home(scene: Scene) -> None:
    sent = Client().post("/my/", headers={"Referer": "http://testserver//evil.example/"})

    assert sent["Location"] == "/sign-in/?next=%2F%2Fevil.example%2F"
    assert "evil" not in Client().get(sent["Location"]).content.decode()


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "evil.example:80", "a b", "testserver@x"])
def test_a_host_that_is_not_ours_is_not_answered(scene: Scene, host: str) -> None:
    response = Client().get("/", headers={"Host": host})

    assert response.status_code == 400
    assert host not in response.content.decode()


def test_what_a_proxy_might_say_of_the_host_changes_nothing(scene: Scene) -> None:
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}

    response = Client().get("/my/", headers=forwarded)

    assert response["Location"] == "/sign-in/?next=%2Fmy%2F"
    assert "evil" not in Client().get("/", headers=forwarded).content.decode()


def test_a_session_that_was_slipped_in_is_not_the_one_that_is_signed_in(scene: Scene) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32

    sign_in(client, "")

    assert client.cookies["sessionid"].value not in {"", "a" * 32}
    slipped = Client()
    slipped.cookies["sessionid"] = "a" * 32
    assert slipped.get("/my/")["Location"].startswith("/sign-in/")


def test_the_cookie_of_a_session_is_for_the_server_alone(scene: Scene) -> None:
    client = Client()

    sign_in(client, "")

    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_signing_out_ends_the_session_wherever_it_was_copied_to(scene: Scene) -> None:
    client, copied = Client(), Client()
    sign_in(client, "")
    copied.cookies["sessionid"] = client.cookies["sessionid"].value
    assert copied.get("/my/").status_code == 200

    client.post(reverse("public:sign_out"))

    assert copied.get("/my/")["Location"].startswith("/sign-in/")


def test_a_new_password_ends_all_other_sessions(scene: Scene) -> None:
    client = Client()
    sign_in(client, "")
    user = User.objects.get(pk=scene.things.owner.user_id)

    user.set_password("Another-2026-spring")
    user.save()

    assert client.get("/my/")["Location"].startswith("/sign-in/")


NUMBERED = [
    ("nobody", "public:announcement", [HUGE]),
    ("nobody", "public:notice", [HUGE]),
    ("nobody", "public:certificate", ["9" * 400]),
    ("nobody", "public:programme", ["innovative@9999-99-99"]),
    ("nobody", "public:choose_region", ["9" * 400]),
    ("owner", "applicant:message", [HUGE]),
    ("owner", "applicant:receipt", ["T02", HUGE]),
    ("owner", "applicant:declaration", ["x" * 2000]),
    ("city", "officer:notice", [HUGE]),
    ("city", "officer:review", ["x" * 2000]),
    ("lead_p", "officer:window", ["x" * 2000]),
    ("county", "officer:rule", ["../../etc/passwd".replace("/", "%2f")]),
]


@pytest.mark.parametrize(("column", "url", "args"), NUMBERED)
def test_an_id_that_nothing_has_is_not_found(scene: Scene, column: str, url: str, args: list[Any]) -> None:
    response = scene.askers[column].client().get(reverse(url, args=args))

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("column", "url"), [("city", "officer:announce"), ("lead_p", "officer:announcement_withdraw")], ids=str
)
def test_a_post_to_an_id_that_nothing_has_is_not_found(scene: Scene, column: str, url: str) -> None:
    posted = {"confirm": "yes", "document_number": "示例1号"}

    response = scene.askers[column].client().post(reverse(url, args=[HUGE]), posted)

    assert response.status_code == 404


def test_a_file_is_found_under_its_own_declaration_alone(scene: Scene) -> None:
    things, owner, other = scene.things, scene.askers["owner"].client(), scene.askers["other"].client()
    foreign = things.waiting.evidence.earliest("pk").file_id

    assert owner.get(reverse("applicant:file", args=[things.draft.number, foreign])).status_code == 404
    assert owner.get(reverse("applicant:file", args=[things.waiting.number, foreign])).status_code == 404
    assert other.get(reverse("applicant:file", args=[things.draft.number, uuid.uuid4()])).status_code == 404
    county = scene.askers["county"].client()
    assert county.get(reverse("officer:file", args=[things.submitted.number, foreign])).status_code == 404


def test_behind_https_a_plain_request_is_led_to_https(scene: Scene, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    response = Client().get("/sign-in/?next=/my/")

    assert (response.status_code, response["Location"]) == (301, "https://testserver/sign-in/?next=/my/")
