"""Officers signed in, and declarations that lie where they look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.services.filling import submit_filled
from tests.services.sessions import client_of
from tests.services.world import World
from tidu.domain.accounts.models import Post
from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.models import Declaration
from tidu.domain.reviews.actions import decide
from tidu.rules.workflow import Outcome, Status

SignIn = Callable[..., Client]
Submits = Callable[..., list[Declaration]]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Counts and contacts are kept for seconds; no test shall see those of another."""
    cache.clear()


@pytest.fixture
def sign_in(world: World) -> SignIn:
    """Sign in as an officer of a region."""

    def signed_in(region: str, role: Post.Role = Post.Role.REVIEWER) -> Client:
        return client_of(world.officer(region, role))

    return signed_in


@pytest.fixture
def submits(world: World) -> Submits:
    """Let some enterprises of a county submit in one window."""
    window = world.window()

    def submitted(count: int = 1, region: str = "320583", **figures: str) -> list[Declaration]:
        made = []
        for _ in range(count):
            owner = world.enterprise(region)
            declaration = begin(owner, window.code)
            submit_filled(owner, declaration, figures)
            made.append(fresh(declaration))
        return made

    return submitted


def words_of(response: Any) -> str:
    """The page with every run of blanks and line ends as one blank: how a template is laid out says nothing."""
    return " ".join(response.content.decode().split())


def fresh(declaration: Declaration) -> Declaration:
    return Declaration.objects.select_related("held_by", "enterprise", "window").get(pk=declaration.pk)


def move_on(world: World, declaration: Declaration, *, to: str) -> Declaration:
    """Pass it at each level until it waits at the step ``to``."""
    now = fresh(declaration)
    while now.step != to:
        assert now.status == Status.UNDER_REVIEW
        assert now.held_by is not None
        officer = world.officer(now.held_by.region_id)
        decide(officer, now.number, Outcome.PASS, at_step=now.step, at_submission=now.submissions_made)
        now = fresh(declaration)
    return now
