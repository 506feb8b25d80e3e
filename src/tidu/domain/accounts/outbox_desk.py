"""What those who look after the platform see of the outbox, and decide where a gateway left a message's fate open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.http import Http404

from tidu.domain.accounts.access import Act, require
from tidu.domain.messages.models import Outgoing
from tidu.domain.messages.outbox import address_mark, leaves, settle
from tidu.kit.paging import Page, page_of

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor

_OPEN = (Outgoing.State.WAITING, Outgoing.State.UNKNOWN)


@dataclass(frozen=True)
class Asked:
    """Which messages are looked for: in a state, of a kind, to one phone or e-mail address; each may be empty."""

    state: str = ""
    kind: str = ""
    to: str = ""


def outgoing(actor: Actor, asked: Asked, *, cursor: str = "", size: int = 20) -> Page[Outgoing]:
    """The messages, newest first. One query."""
    require(actor, Act.OPERATE)
    rows = Outgoing.objects.all()
    if asked.state in Outgoing.State.values:
        rows = rows.filter(state=asked.state)
    if asked.kind in Outgoing.Kind.values:
        rows = rows.filter(kind=asked.kind)
    if asked.to.strip():
        rows = rows.filter(to_blind=address_mark(asked.to))
    return page_of(rows, by=["-id"], cursor=cursor, size=size)


def outgoing_for(actor: Actor, message_id: int) -> Outgoing:
    """One message with its history. Two queries."""
    require(actor, Act.OPERATE)
    found = Outgoing.objects.filter(pk=message_id).prefetch_related("history").first()
    if found is None:
        raise Http404(message_id)
    return found


def open_counts(actor: Actor) -> dict[str, int]:
    """How many wait, and how many want a decision. One query."""
    require(actor, Act.OPERATE)
    rows = Outgoing.objects.filter(state__in=_OPEN).values_list("state").annotate(Count("pk")).order_by()
    return {str(state): 0 for state in _OPEN} | dict(rows)


def decide(actor: Actor, message_id: int, *, was_sent: bool, reason: str) -> Outgoing:
    """Take a message whose fate is not known as sent, or have it sent again."""
    require(actor, Act.OPERATE)
    outgoing_for(actor, message_id)
    return settle(actor, message_id, was_sent=was_sent, reason=reason)


def what_stays() -> list[str]:
    """The kinds of messages that leave this installation by no gateway, in words."""
    return [str(kind.label) for kind in Outgoing.Kind if not leaves(kind)]


def states() -> list[tuple[str, str]]:
    """The states of a message with their words."""
    return [(each.value, str(each.label)) for each in Outgoing.State]


def kinds() -> list[tuple[str, str]]:
    """The kinds of messages with their words."""
    return [(each.value, str(each.label)) for each in Outgoing.Kind]
