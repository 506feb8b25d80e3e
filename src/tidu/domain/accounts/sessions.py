"""The sessions that a person is signed in with: seen, ended one by one, ended all but one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidu.domain.accounts.models import Session
from tidu.domain.accounts.session_store import digest_of, open_sessions
from tidu.domain.audit.actions import record
from tidu.kit import clock

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor
    from tidu.domain.audit.actions import Doer

MOST_SHOWN = 50


def sessions_of(user_id: int) -> list[Session]:
    """The open sessions of a person, the one seen last first. One query."""
    return list(open_sessions().filter(user_id=user_id).defer("data").order_by("-seen_at", "-begun_at")[:MOST_SHOWN])


@transaction.atomic
def end_session(actor: Actor, key_digest: str) -> bool:
    """End one session of one's own; whether there was one."""
    ended = open_sessions().filter(key_digest=key_digest, user_id=actor.user_id).update(ended_at=clock.now())
    if ended:
        record(actor, "account.session_ended", "user", actor.user_id)
    return bool(ended)


@transaction.atomic
def end_others(user_id: int, *, but: str | None, doer: Doer | None = None) -> int:
    """End every session of a person except that of the key ``but``; how many were ended.

    Called by whatever changes how one gets in: the password, the second factor, the bound phone.
    """
    others = open_sessions().filter(user_id=user_id)
    if but is not None:
        others = others.exclude(key_digest=digest_of(but))
    ended = others.update(ended_at=clock.now())
    if ended:
        record(doer, "account.sessions_ended", "user", user_id, count=ended)
    return ended
