"""What of messages is kept long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.domain.messages.models import Message, Outgoing
from tidu.domain.messages.outbox import address_mark
from tidu.kit.due import Due

if TYPE_CHECKING:
    from datetime import datetime

_UNDER_WAY = (Outgoing.State.WAITING, Outgoing.State.SENDING)


def messages_before(before: datetime) -> Due:
    """Messages in people's inboxes, told before then."""
    rows = Message.objects.filter(sent_at__lt=before)
    return Due(rows.count, lambda: rows.delete()[1].get("messages.Message", 0))


def outgoing_before(before: datetime) -> Due:
    """What was written for a phone or an address before then, and is no longer under way."""
    rows = Outgoing.objects.filter(written_at__lt=before).exclude(state__in=_UNDER_WAY)
    return Due(rows.count, lambda: rows.delete()[1].get("messages.Outgoing", 0))


def forget_person(addresses: list[str]) -> None:
    """Take away what went out to a person's phone and address."""
    Outgoing.objects.filter(to_blind__in=[address_mark(each) for each in addresses if each]).delete()
