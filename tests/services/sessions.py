"""Browsers in which somebody is signed in already; officers have shown their second factor a moment ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp
from django.test import Client

from tidu.domain.accounts.models import SecondFactor, User
from tidu.domain.accounts.second_factor import STEP, begin_app, confirm_app
from tidu.kit import clock
from tidu.web.requests import POST_KEY, note_factor

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor


def client_of(actor: Actor) -> Client:
    """A browser in which the person is signed in, in that post."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    if actor.post_id:
        session = client.session
        session[POST_KEY] = actor.post_id
        note_factor(session)
        session.save()
    return client


def set_up_app(user_id: int) -> None:
    """Let a person have set their app up, some time ago."""
    secret = begin_app(user_id)
    confirm_app(user_id, pyotp.TOTP(secret).at(clock.real_now()))
    SecondFactor.objects.filter(user_id=user_id).update(counted=0)


def code_of(user_id: int, *, later: int = 0) -> str:
    """What the person's phone shows, now or some steps later."""
    secret = SecondFactor.objects.get(user_id=user_id, kind=SecondFactor.Kind.APP).secret
    return pyotp.TOTP(secret).at(int(clock.real_now().timestamp()) + later * STEP)
