"""What the worker does with the outbox: one message after another, each sent once, or its fate told as not known."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F

from tidu.domain.messages.gateways.configured import SmtpServer
from tidu.domain.messages.gateways.outcomes import Kind, Letter, NotSent, Sent, Unknown, Visible, in_words
from tidu.domain.messages.gateways.signed_http import SignedHttp
from tidu.domain.messages.gateways.smtp import Smtp
from tidu.domain.messages.models import Outgoing, OutgoingEvent
from tidu.domain.messages.outbox import note, text, wipe
from tidu.kit import clock

if TYPE_CHECKING:
    from tidu.domain.messages.gateways.configured import Configured
    from tidu.domain.messages.gateways.outcomes import Gateway, Outcome

_log = logging.getLogger(__name__)
State, What = Outgoing.State, OutgoingEvent.What

#: The pauses after a message that surely was not sent; after the last of them it is given up.
PAUSES = (10, 30, 120, 600, 1800, 7200)
#: A message that is being sent for longer lost its worker, and nobody knows how far it came.
LONGEST_SENDING = timedelta(minutes=3)
_AT_ONCE = 50


def gateway_for(kind: str) -> Gateway:
    """The way out that settings choose for a kind of message."""
    chosen: Configured = settings.SMS_GATEWAY if kind == Kind.SMS else settings.EMAIL_GATEWAY
    if chosen is None:
        return Visible()
    return Smtp(chosen) if isinstance(chosen, SmtpServer) else SignedHttp(chosen)


def send_due(kind: str) -> int:
    """Send what waits and is due, the oldest first; how many were tried."""
    _give_up_lost(kind)
    due = Outgoing.objects.filter(kind=kind, state=State.WAITING, next_at__lte=clock.now())
    ids = list(due.order_by("next_at").values_list("pk", flat=True)[:_AT_ONCE])
    return sum(send_one(each) for each in ids)


def send_one(message_id: int) -> bool:
    """Send a message if it is still to be sent; nothing is locked while the gateway is asked."""
    message = _claimed(message_id)
    if message is None:
        return False
    gateway = gateway_for(message.kind)
    Outgoing.objects.filter(pk=message.pk).update(gateway=gateway.name)
    message.gateway = gateway.name
    try:
        outcome = gateway.send(_letter(message))
    except Exception as problem:  # noqa: BLE001  whatever it was, it may have happened after the message went out
        # no trace: it could carry the message into the log
        _log.error("sending %s through %s failed: %s", message, gateway.name, type(problem).__name__)
        outcome = Unknown(in_words(problem))
    _note_outcome(message, outcome)
    return True


def _claimed(message_id: int) -> Outgoing | None:
    """Take the message for this worker alone; None where another has it, or it is too late to be of use."""
    now = clock.now()
    waiting = Outgoing.objects.filter(pk=message_id, state=State.WAITING, next_at__lte=now)
    with transaction.atomic():
        if waiting.filter(useful_until__lte=now).update(state=State.FAILED):
            message = Outgoing.objects.get(pk=message_id)
            note(message, What.NOT_SENT, "过了有效时间，不再发")
            wipe(message)
            return None
    if not waiting.update(state=State.SENDING, tries=F("tries") + 1, claimed_at=now):
        return None
    return Outgoing.objects.get(pk=message_id)


def _letter(message: Outgoing) -> Letter:
    return Letter(
        token=str(message.token),
        kind=Kind(message.kind),
        to=message.to,
        text=text(message),
        subject=message.subject,
        template=message.template,
        params=json.loads(message.content) if message.template else {},
    )


@transaction.atomic
def _note_outcome(message: Outgoing, outcome: Outcome) -> None:
    """Write down what became of it, unless a receipt has told already."""
    now = clock.now()
    match outcome:
        case Sent(gateway_id):
            state, what, told = State.SENT, What.SENT, ""
            Outgoing.objects.filter(pk=message.pk).update(gateway_id=gateway_id)
        case Unknown(problem):
            state, what, told = State.UNKNOWN, What.UNKNOWN, problem
        case NotSent(problem, is_final):
            is_over = is_final or message.tries > len(PAUSES)
            state, what, told = (State.FAILED if is_over else State.WAITING), What.NOT_SENT, problem
            if not is_over:
                message.next_at = now + timedelta(seconds=PAUSES[message.tries - 1])
    mine = Outgoing.objects.filter(pk=message.pk, state=State.SENDING)
    if not mine.update(state=state, next_at=message.next_at):
        return
    note(message, what, told)
    if state in {State.SENT, State.FAILED}:
        wipe(message)


def _give_up_lost(kind: str) -> None:
    """A worker that ended in the middle leaves messages whose fate nobody knows."""
    lost = Outgoing.objects.filter(kind=kind, state=State.SENDING, claimed_at__lt=clock.now() - LONGEST_SENDING)
    for message in lost:
        _note_outcome(message, Unknown("发送中途后台程序结束了"))
