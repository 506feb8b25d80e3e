"""What the log keeps of signing in and out: by the digest of the name alone where nobody got in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.services.sessions import client_of
from tests.services.world import PASSWORD, World
from tidu.domain.accounts.models import Post
from tidu.domain.audit.models import Event


def log() -> list[tuple[str, str, str]]:
    """Who did what to which thing, of what happened at the door."""
    rows = Event.objects.filter(act__startswith="account.sign").order_by("id")
    return [(each.actor_name, each.act, each.thing) for each in rows]


def try_in(client: Client, password: str) -> Any:
    return client.post("/sign-in/", {"audience": "applicant", "username": "Owner1", "password": password})


def test_getting_in_is_logged_with_who_it_was(world: World, client: Client) -> None:
    world.enterprise()
    try_in(client, PASSWORD)
    assert log() == [("陈会计", "account.signed_in", "user")]


def test_a_wrong_password_is_logged_by_the_digest_of_the_name(world: World, client: Client) -> None:
    world.enterprise()
    for _ in range(6):
        try_in(client, "wrong")

    assert log() == [("", "account.sign_in_failed", "sign_in_name")] * 4 + [
        ("", "account.sign_in_shut", "sign_in_name")
    ]
    kept = {(each.thing_id, each.actor_id, str(each.data)) for each in Event.objects.filter(thing="sign_in_name")}
    assert len({thing for thing, _, _ in kept}) == 1
    assert not [each for each in kept if "owner1" in str(each).casefold() or each[1] is not None]


def test_a_name_that_nobody_has_is_logged_like_one_that_somebody_has(db: None, client: Client) -> None:
    try_in(client, "wrong")
    assert log() == [("", "account.sign_in_failed", "sign_in_name")]


def test_signing_out_is_logged_once_and_a_strangers_not_at_all(world: World) -> None:
    browser = client_of(world.enterprise())
    browser.post("/sign-out/")
    browser.post("/sign-out/")
    assert log() == [("陈会计", "account.signed_out", "user")]


@pytest.mark.parametrize("role", [Post.Role.REVIEWER, Post.Role.OPERATOR])
def test_beginning_to_act_from_a_post_is_logged_with_its_office(world: World, role: Post.Role) -> None:
    officer = world.officer("320583", role)
    client_of(officer).post("/posts/", {"post": officer.post_id})

    event = Event.objects.get(act="post.chosen")
    assert (event.actor_id, event.role, event.office_id) == (officer.user_id, role, officer.office_id)
