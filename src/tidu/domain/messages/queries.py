from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.domain.messages.models import Message
from tidu.kit.paging import Page, page_of

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor


def inbox(actor: Actor, *, kind: str = "", cursor: str = "", size: int = 20) -> Page[Message]:
    """The actor's messages, newest first, of one kind where it is given. One query."""
    rows = Message.objects.filter(user_id=actor.user_id)
    if kind:
        rows = rows.filter(kind=kind)
    return page_of(rows, by=["-id"], cursor=cursor, size=size)


def unread_count(actor: Actor) -> int:
    """How many messages the actor has not read, counted up to 100. One query."""
    return Message.objects.filter(user_id=actor.user_id, read_at=None).order_by()[:100].count()


def message_for(actor: Actor, message_id: int) -> Message | None:
    """One of the actor's messages, or None."""
    return Message.objects.filter(pk=message_id, user_id=actor.user_id).first()


def kinds() -> list[tuple[str, str]]:
    """The kinds of messages with their words, in the order of the manuals."""
    return [(kind.value, str(kind.label)) for kind in Message.Kind]
