"""Those who come with somebody else's session, another's name in other letters, or any number of codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from urllib.parse import quote

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse

from tests.services.codes import code_sent
from tests.services.sessions import code_of, set_up_app
from tests.services.world import PASSWORD, World, credit_code
from tidu.domain.accounts.actions import create_user, give_post
from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import Post, User
from tidu.domain.accounts.people import free
from tidu.domain.messages.models import Outgoing
from tidu.kit import clock
from tidu.rules.codes import credit_code as read_credit_code
from tidu.rules.problem import Problem
from tidu.web.factors import CODE

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# -- a session that somebody else knows -----------------------------------------------------------------------------

Step = Callable[[World, Client], None]


def with_password(_: World, client: Client) -> None:
    typed = {"audience": "applicant", "username": "owner1", "password": PASSWORD}
    assert client.post(reverse("public:sign_in"), typed).status_code == 302


def over_the_page(_: World, client: Client) -> None:
    typed = {"username": "owner1", "password": PASSWORD}
    assert client.post(reverse("public:sign_in_over"), typed).status_code == 200


def with_a_code(_: World, client: Client) -> None:
    typed = {"audience": "applicant", "phone": "13800000001"}
    Client().post(reverse("public:sign_in_by_code"), typed | {"send_code": "1"})
    assert client.post(reverse("public:sign_in_by_code"), typed | {"code": code_sent()}).status_code == 302


def staff_with_password(world: World, client: Client) -> None:
    set_up_app(world.officer("320583").user_id)
    typed = {"audience": "officer", "username": "reviewer-320583", "password": PASSWORD}
    assert client.post(reverse("public:sign_in"), typed)["Location"] == reverse("public:second_factor")


def second_factor(world: World, client: Client) -> None:
    typed = {CODE: code_of(world.officer("320583").user_id)}
    assert client.post(reverse("public:second_factor"), typed).status_code == 302


def another_post(world: World, client: Client) -> None:
    user = User.objects.get(username="reviewer-320583")
    post = give_post(user, world.office("320583"), Post.Role.LEAD, since=clock.today())
    assert client.post(reverse("public:posts"), {"post": post.pk}).status_code == 302


def registering(_: World, client: Client) -> None:
    typed = {"name": "王建", "phone": "13911119999", "password": PASSWORD}
    Client().post(reverse("public:register_person"), typed | {"send_code": "1"})
    assert client.post(reverse("public:register_person"), typed | {"phone_code": code_sent()}).status_code == 302


#: What came before, which is done by the person themselves, and the step at which the key must change.
RISES: dict[str, tuple[list[Step], Step]] = {
    "the password": ([], with_password),
    "the password over the page": ([], over_the_page),
    "the code by text message": ([], with_a_code),
    "the password of staff": ([], staff_with_password),
    "the second factor": ([staff_with_password], second_factor),
    "another post": ([staff_with_password, second_factor], another_post),
    "a new account": ([], registering),
}


@pytest.mark.parametrize("rise", RISES)
def test_whoever_knew_the_session_before_has_nothing_after_it(world: World, rise: str) -> None:
    world.enterprise()
    before, step = RISES[rise]
    client, other = Client(), Client()
    client.session.save()
    for each in before:
        each(world, client)
    known = client.cookies["sessionid"].value

    step(world, client)

    assert client.cookies["sessionid"].value != known
    other.cookies["sessionid"] = known
    for page in ("applicant:home", "officer:queue", "person:home", "public:second_factor"):
        assert other.get(reverse(page))["Location"].partition("?")[0] == reverse("public:sign_in"), page


# -- names that look like another -----------------------------------------------------------------------------------

LOOK_ALIKE = {
    "capitals": "OWNER1",
    "full width": "ｏｗｎｅｒ１",
    "mathematical letters": "𝐨𝐰𝐧𝐞𝐫1",
    "a ligature of width": "owner①",
    "a space within": "own er1",
    "a space of no width": "owner\u200b1",
    "a joiner": "own\u200der1",
    "a soft hyphen": "own\u00ader1",
    "a mark of byte order": "\ufeffowner1",
    "turned round": "\u202e1renwo",
    "turned back": "owner1\u202c",
    "a Cyrillic o": "оwner1",
    "a Greek o": "οwner1",
    "an accent put on": "o\u0301wner1",
    "a variation selector": "owner1\ufe0f",
    "a tag": "owner1\U000e0061",
    "a nought byte": "owner1\x00",
    "a line": "owner1\n",
    "a letter of private use": "owner1\ue000",
    "half a pair": "owner1\ud800",
}


@pytest.mark.parametrize("trick", LOOK_ALIKE)
def test_no_name_is_given_that_looks_like_another(world: World, trick: str) -> None:
    world.enterprise()
    before = User.objects.count()

    with pytest.raises(AccountRefusal) as refused:
        create_user(username=LOOK_ALIKE[trick], password=PASSWORD, name="冒名")

    assert refused.value.field == "username"
    assert User.objects.count() == before


def test_ordinary_names_are_given(world: World) -> None:
    for name in ("昆山精密2026", "kunshan.jm", "ks-jm_01", "ＫＳ精密", "𠮷野家电"):
        assert create_user(username=name, password=PASSWORD, name="陈新").username == name
        assert free([name]) == []


# -- two hundred codes ----------------------------------------------------------------------------------------------


def bad_codes() -> Iterator[str]:
    """The code of an enterprise, as it is mistyped, mistaken and misused."""
    right = credit_code("320583", 1)
    for place in range(len(right)):  # one character is another; two have changed places; one is missing or twice
        for digit in "74":
            yield right[:place] + (digit if right[place] != digit else "6") + right[place + 1 :]
        yield right[:place] + right[place + 1 :]
        yield right[: place + 1] + right[place:]
        if place and right[place] != right[place - 1]:
            yield right[: place - 1] + right[place] + right[place - 1] + right[place + 1 :]
        for letter in "IOSVZ!零":
            yield right[:place] + letter + right[place + 1 :]
    for rest in ("' OR '1'='1", "<b>", "%00", "\r\nX: y", "../..", "{{7*7}}", "&#49;", "9" * 500):
        yield right + rest


def two_hundred() -> list[str]:
    return list(islice(dict.fromkeys(bad_codes()), 200))


def test_two_hundred_bad_codes_are_refused_each_in_a_sentence() -> None:
    codes = two_hundred()

    for code in codes:
        found = read_credit_code(code)
        assert isinstance(found, Problem), code
        assert found.what, code
        assert found.mend, code
    assert len(codes) == 200


def test_who_tries_two_hundred_codes_is_stopped_and_nothing_is_sent(world: World) -> None:
    world.enterprise()

    answers = [
        Client().post(
            reverse("public:recover"), {"credit_code": code, "send_code": "1"}, headers={"X-Requested-With": "fetch"}
        )
        for code in two_hundred()
    ]

    assert {each.status_code for each in answers[40:]} <= {422, 429}
    assert all("操作太频繁" in each.json()["what"] for each in answers[40:])
    assert Outgoing.objects.count() == 0


# -- words that would become a line of the head ---------------------------------------------------------------------

LINE = "\r\nSet-Cookie: slipped=in\r\n\r\n<b>"
HEADED = [
    lambda: Client().get(reverse("public:choose_region", args=["320000"]), {"next": f"/{LINE}"}),
    lambda: Client().get(f"/region/{quote(LINE)}/"),
    lambda: Client().get("/my/", {"x": LINE}),
    lambda: Client().post("/my/", {}, headers={"Referer": f"http://testserver/{LINE}"}),
    lambda: Client().get(f"/certificates/{quote(LINE)}/"),
    lambda: Client().get(f"/invited/{quote(LINE)}/"),
    lambda: Client().post(reverse("public:join"), {"code": LINE}),
    lambda: Client().post(reverse("public:recovery_codes_file"), {"code": LINE}),
    lambda: Client().post(
        reverse("public:sign_in"),
        {"audience": "applicant", "username": "owner1", "password": PASSWORD, "next": f"/{LINE}"},
    ),
]


@pytest.mark.parametrize("asked", HEADED)
def test_a_line_of_the_head_cannot_be_slipped_in(world: World, asked: Callable[[], object]) -> None:
    world.enterprise()

    response = asked()

    assert "slipped" not in response.cookies  # type: ignore[attr-defined]
    for name, value in response.items():  # type: ignore[attr-defined]
        assert "\n" not in name + value
        assert "\r" not in name + value


def test_a_line_of_the_log_cannot_be_slipped_in(world: World, caplog: pytest.LogCaptureFixture) -> None:
    Client().get(f"/nowhere{quote(LINE)}")

    assert caplog.records
    assert not [each for each in caplog.records if "\n" in each.getMessage() or "\r" in each.getMessage()]


# -- passwords ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password", ["昆山的春天 有很多雨", "correct horse battery staple " * 4, "  blanks around  ", "x1" * 32]
)
def test_a_password_is_of_any_signs_and_taken_as_it_was_typed(world: World, password: str) -> None:
    create_user(username="chenxin", password=password, name="陈新")

    assert authenticate(username="chenxin", password=password) is not None
    for nearly in (password.swapcase(), password.strip(), password[:-1], password[:64], f"{password} "):
        assert nearly == password or authenticate(username="chenxin", password=nearly) is None


# -- what is not for anybody ----------------------------------------------------------------------------------------

NOT_SERVED = [
    "/.git/HEAD",
    "/.env",
    "/pyproject.toml",
    "/static/",
    "/static/ui/",
    "/static/../pyproject.toml",
    "/static/%2e%2e/%2e%2e/pyproject.toml",
    "/files/",
    "/media/",
    "/admin/",
    "/metrics",
    "/debug/",
    "/docs/",
    "/openapi.json",
]


@pytest.mark.parametrize("path", NOT_SERVED)
def test_nothing_is_served_beside_the_pages(world: World, path: str) -> None:
    assert Client().get(path).status_code == 404
