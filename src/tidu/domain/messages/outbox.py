"""发件箱: what goes out by text message and e-mail.

`send_sms` and `send_email` write a row in the caller's transaction, once for a key, and leave the sending to the
worker; what a person decides about a message whose fate is not known is written here, too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from tidu.domain.audit.actions import record
from tidu.domain.messages.errors import OutboxRefusal
from tidu.domain.messages.models import Outgoing, OutgoingEvent
from tidu.domain.messages.texts import HIDDEN, require_filled, text_of
from tidu.kit import clock
from tidu.kit.sealed import blind

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from tidu.domain.audit.actions import Doer

_PLACE = "messages_outgoing.to"
_SHORTEST_REASON = 4
State, What = Outgoing.State, OutgoingEvent.What


def send_sms(
    to: str, template: str, params: dict[str, str], *, key: str, useful_until: datetime | None = None
) -> Outgoing:
    """Write a text message by a template of `texts`. With ``useful_until`` it is a secret, and worth nothing later."""
    require_filled(template, params)
    content = json.dumps(params, ensure_ascii=False)
    return _write(Outgoing.Kind.SMS, to, key, useful_until, template=template, content=content)


def send_email(to: str, subject: str, body: str, *, key: str, useful_until: datetime | None = None) -> Outgoing:
    """Write an e-mail. With ``useful_until`` its body is a secret, and worth nothing later."""
    one_line = " ".join(subject.split())
    return _write(Outgoing.Kind.EMAIL, to, key, useful_until, subject=one_line[:120], content=body)


@transaction.atomic
def _write(kind: Outgoing.Kind, to: str, key: str, useful_until: datetime | None, **columns: str) -> Outgoing:
    now = clock.now()
    new = {"kind": kind, "to": to, "to_blind": address_mark(to), "useful_until": useful_until, **columns}
    message, is_new = Outgoing.objects.get_or_create(key=key, defaults={**new, "next_at": now, "written_at": now})
    if is_new:
        note(message, What.WRITTEN)
    return message


def leaves(kind: str) -> bool:
    """Whether messages of this kind leave the house by a gateway."""
    return (settings.SMS_GATEWAY if kind == Outgoing.Kind.SMS else settings.EMAIL_GATEWAY) is not None


def address_mark(to: str) -> str:
    """By what the messages to a phone or an e-mail address are found."""
    return blind(to.strip().casefold(), _PLACE)


def note(message: Outgoing, what: OutgoingEvent.What, text: str = "", *, by: str = "") -> None:
    """Append to a message's history."""
    OutgoingEvent.objects.create(outgoing=message, at=clock.now(), what=what, note=text[:300], by=by)


def text(message: Outgoing) -> str:
    """What the message says, as it is sent; empty when it was wiped."""
    if not message.content or not message.template:
        return message.content
    return text_of(message.template, json.loads(message.content))


def text_for_others(message: Outgoing) -> str:
    """What it says as the operator may read it: a secret is shown only where nothing leaves the house."""
    if message.useful_until is None or message.gateway == "outbox":
        return text(message)
    if not message.content or not message.template:
        return HIDDEN if message.content else ""
    return text_of(message.template, json.loads(message.content), hide=True)


@transaction.atomic
def settle(doer: Doer, message_id: int, *, was_sent: bool, reason: str) -> Outgoing:
    """Decide about a message whose fate the gateway left open: it counts as sent, or it is sent again."""
    message = Outgoing.objects.select_for_update().get(pk=message_id)
    if message.state != State.UNKNOWN:
        raise OutboxRefusal(
            f"这条现在是“{message.get_state_display()}”，不用再定。",
            "回执到了，或同事刚刚定过。",
            "请看下面的经过。",
        )
    if len(reason.strip()) < _SHORTEST_REASON:
        raise OutboxRefusal("没有写理由。", "这次决定要留下记录。", "请写清向谁、怎样核实的。", field="reason")
    now = clock.now()
    if not was_sent and message.useful_until is not None and message.useful_until <= now:
        raise OutboxRefusal(
            "这条不能再发。",
            f"里面的验证码 {message.useful_until.astimezone(clock.CHINA):%H:%M} 已过期，发出去也没有用。",
            "请本人重新获取验证码；这条请定为“已发出”。",
            field="verdict",
        )
    message.state = State.SENT if was_sent else State.WAITING
    message.next_at = now
    message.save(update_fields=["state", "next_at"])
    note(message, What.TAKEN_AS_SENT if was_sent else What.SENT_AGAIN, reason.strip(), by=doer.name)
    record(doer, "outbox.settled", "outgoing", message.pk, was_sent=was_sent, reason=reason.strip()[:300])
    if was_sent:
        wipe(message)
    return message


def wipe(message: Outgoing) -> None:
    """Take a secret out of a message that is over. Where nothing leaves, it stays a day, to be read on the page."""
    if message.useful_until is not None and message.gateway != "outbox":
        Outgoing.objects.filter(pk=message.pk).update(content="")


def wipe_secrets(*, after: timedelta) -> int:
    """Wipe what was secret and is over; how many. How long the rows stay is a rule of retention."""
    over = Outgoing.objects.exclude(state__in=[State.WAITING, State.SENDING])
    return over.filter(useful_until__lt=clock.now() - after).exclude(content="").update(content="")
