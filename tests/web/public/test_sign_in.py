"""Signing in, its lock, the capacity one signs in with, and signing out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.services.sessions import code_of, set_up_app
from tests.services.world import NOW, PASSWORD, World, credit_code
from tests.web.public.conftest import Answer
from tidu.domain.accounts.actions import create_user, give_post
from tidu.domain.accounts.models import Post, SignInAttempt
from tidu.kit import clock


def enter(client: Client, username: str, password: str = PASSWORD, audience: str = "applicant", to: str = "") -> Answer:
    return client.post("/sign-in/", {"audience": audience, "username": username, "password": password, "next": to})


@pytest.fixture
def firm(world: World) -> World:
    world.enterprise()
    return world


def test_an_enterprise_signs_in_by_user_name_or_credit_code(firm: World, client: Client) -> None:
    for name in ("owner1", " OWNER1 ", credit_code("320583", 1).lower()):
        answer = enter(client, name)

        assert answer.status_code == 302, name
        assert answer["Location"] == "/my/"
        client.post("/sign-out/")


def test_signing_in_leads_back_to_the_page_that_was_wanted(firm: World, client: Client) -> None:
    answer = enter(client, "owner1", to="/my/declarations/?window=T01")

    assert answer["Location"] == "/my/declarations/?window=T01"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///x", "x"],
)
def test_signing_in_never_leads_to_another_site(firm: World, client: Client, elsewhere: str) -> None:
    assert enter(client, "owner1", to=elsewhere)["Location"] == "/my/"


def test_a_public_page_is_kept_by_browsers_for_strangers_only(firm: World, client: Client) -> None:
    enter(client, "owner1")
    signed_in = client.get("/guide/")
    client.post("/sign-out/")
    stranger = client.get("/guide/")

    assert signed_in["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in stranger


def test_signing_in_gives_the_session_a_new_key(firm: World, client: Client) -> None:
    session = client.session
    session["kept"] = "yes"
    session.save()
    before = session.session_key

    enter(client, "owner1")

    assert client.session.session_key not in {None, before}


def test_a_wrong_password_keeps_the_name_and_says_how_many_tries_are_left(firm: World, client: Client) -> None:
    answer = enter(client, "owner1", "wrong-password-1")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "用户名或密码不对，还可以试 4 次。" in page
    assert 'value="owner1"' in page
    assert "wrong-password-1" not in page
    assert "_auth_user_id" not in client.session


def test_a_name_that_nobody_has_is_answered_like_one_that_somebody_has(firm: World, client: Client) -> None:
    told = {}
    for name in ("owner1", "nobody"):
        pages = [enter(client, name, "wrong-password-1").content.decode().replace(name, "?") for _ in range(6)]
        told[name] = [
            page[page.index('id="id_password-error"') :][:300] if n < 4 else "" for n, page in enumerate(pages)
        ]
        assert "这个用户名已锁定，到 09:15 为止。" in pages[4]
        assert "这个用户名已锁定，到 09:15 为止。" in pages[5]

    assert told["owner1"] == told["nobody"]


def test_five_wrong_passwords_lock_the_name_for_a_quarter_of_an_hour(firm: World, client: Client) -> None:
    for minute in range(5):
        with clock.stopped_at(NOW + timedelta(minutes=minute)):
            enter(client, "owner1", "wrong-password-1")

    with clock.stopped_at(NOW + timedelta(minutes=18, seconds=59)):
        locked = enter(client, "owner1")
    with clock.stopped_at(NOW + timedelta(minutes=19)):
        opened = enter(client, "owner1")

    assert "已锁定，到 09:19 为止" in locked.content.decode()
    assert opened.status_code == 302
    assert SignInAttempt.objects.count() == 0


def test_wrong_passwords_far_apart_do_not_lock(firm: World, client: Client) -> None:
    for n in range(6):
        with clock.stopped_at(NOW + timedelta(minutes=10 * n)):
            answer = enter(client, "owner1", "wrong-password-1")

            assert "锁定，到" not in answer.content.decode()


def test_a_right_password_forgets_the_wrong_ones(firm: World, client: Client) -> None:
    for _ in range(4):
        enter(client, "owner1", "wrong-password-1")
    enter(client, "owner1")
    client.post("/sign-out/")

    assert "还可以试 4 次" in enter(client, "owner1", "wrong-password-1").content.decode()


def test_one_account_locked_does_not_lock_another(firm: World, client: Client) -> None:
    firm.enterprise()
    for _ in range(6):
        enter(client, "owner1", "wrong-password-1")

    assert enter(client, "owner2").status_code == 302


def test_an_enterprise_is_not_staff_and_staff_is_no_enterprise(firm: World, client: Client) -> None:
    firm.officer("320500")

    as_staff = enter(client, "owner1", audience="officer")
    as_firm = enter(client, "reviewer-320500", audience="applicant")

    assert "这个账户现在没有岗位。" in as_staff.content.decode()
    assert "这个账户不是法人账户。" in as_firm.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_officer_with_one_post_goes_to_the_queue(world: World, client: Client) -> None:
    actor = world.officer("320500")
    set_up_app(actor.user_id)

    enter(client, "reviewer-320500", audience="officer")
    answer = client.post("/sign-in/second/", {"factor_code": code_of(actor.user_id)})

    assert answer["Location"] == "/desk/"
    assert client.session["post_id"] == actor.post_id


def test_an_officer_with_several_posts_chooses_one_and_no_other(world: World, client: Client) -> None:
    user = create_user(username="chenlan", password=PASSWORD, name="陈岚")
    city = give_post(user, world.office("320500"), Post.Role.LEAD, since=date(2026, 1, 1))
    county = give_post(user, world.office("320583"), Post.Role.OBSERVER, since=date(2026, 1, 1))
    over = give_post(user, world.office("320582"), Post.Role.LEAD, since=date(2025, 1, 1), until=date(2025, 12, 31))

    set_up_app(user.pk)
    enter(client, "chenlan", audience="officer", to="/desk/?view=all")
    answer = client.post("/sign-in/second/", {"factor_code": code_of(user.pk)})
    page = client.get(answer["Location"]).content.decode()
    refused = client.post("/posts/", {"post": over.pk})
    chosen = client.post("/posts/", {"post": county.pk, "next": "/desk/?view=all"})

    assert answer["Location"].startswith("/posts/")
    assert f'value="{city.pk}"' in page
    assert f'value="{over.pk}"' not in page
    assert refused.status_code == 403
    assert chosen["Location"] == "/desk/?view=all"
    assert client.session["post_id"] == county.pk


def test_posts_are_not_for_enterprises_and_strangers_sign_in_first(firm: World, client: Client) -> None:
    stranger = client.get("/posts/")
    enter(client, "owner1")

    assert stranger["Location"] == "/sign-in/?next=%2Fposts%2F"
    assert client.get("/posts/").status_code == 403


def test_signing_out_is_a_post_and_ends_the_session(firm: World, client: Client) -> None:
    enter(client, "owner1")

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_who_is_signed_in_already_is_led_on(firm: World, client: Client) -> None:
    enter(client, "owner1")

    assert client.get("/sign-in/")["Location"] == "/my/"
    assert client.get("/register/")["Location"] == "/my/"


def test_a_form_without_its_token_is_refused(firm: World) -> None:
    strict = Client(enforce_csrf_checks=True)

    for path in ("/sign-in/", "/register/", "/lookup/", "/sign-out/", "/posts/"):
        assert strict.post(path, {}).status_code == 403, path


def test_an_address_that_tries_many_names_is_stopped(world: World, client: Client) -> None:
    for n in range(30):
        enter(client, f"name{n}", "wrong-password-1")

    answer = enter(client, "another", "wrong-password-1")

    assert answer.status_code == 422
    assert "操作太频繁" in answer.content.decode()
