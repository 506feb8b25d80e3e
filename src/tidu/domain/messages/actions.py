"""Telling people, inside the transaction of what they are told about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.domain.messages.models import Message
from tidu.kit import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tidu.domain.accounts.access import Actor


def tell(user_ids: Iterable[int], kind: Message.Kind, title: str, body: str = "", *, about: str = "") -> None:
    """Put one message into each person's inbox."""
    now = clock.now()
    Message.objects.bulk_create(
        Message(user_id=user_id, kind=kind, title=title[:120], body=body, about=about, sent_at=now)
        for user_id in user_ids
    )


def mark_read(actor: Actor, message_id: int) -> None:
    """Note that the actor has read one of their messages."""
    Message.objects.filter(pk=message_id, user_id=actor.user_id, read_at=None).update(read_at=clock.now())
