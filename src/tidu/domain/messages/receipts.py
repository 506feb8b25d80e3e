"""What a gateway tells later: this message arrived, or did not. Signed, fresh and told once, or it changes nothing."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from tidu.domain.messages.errors import NotAReceipt
from tidu.domain.messages.gateways.configured import HttpGateway
from tidu.domain.messages.gateways.signatures import Direction, is_signed
from tidu.domain.messages.models import Outgoing, OutgoingEvent
from tidu.domain.messages.outbox import note, wipe
from tidu.kit.throttle import first_time

if TYPE_CHECKING:
    from collections.abc import Mapping

State, What = Outgoing.State, OutgoingEvent.What

#: How far its clock may be from ours; within twice that a nonce is known.
_SECONDS_APART = 300
_LONGEST = 8 * 1024
_NONCE = range(16, 65)
_STATES = {"delivered": (State.DELIVERED, What.DELIVERED), "failed": (State.FAILED, What.UNDELIVERED)}
#: A message that the gateway has an answer for was taken by it, whatever we thought of it.
_OPEN = (State.WAITING, State.SENDING, State.SENT, State.UNKNOWN)


@dataclass(frozen=True)
class _Receipt:
    token: uuid.UUID
    state: str
    problem: str


def receive(headers: Mapping[str, str], body: bytes) -> None:
    """Note a receipt; raise NotAReceipt where it is none."""
    _require_genuine(headers, body)
    receipt = _read(body)
    state, what = _STATES[receipt.state]
    with transaction.atomic():
        message = Outgoing.objects.select_for_update().filter(token=receipt.token).first()
        if message is None:
            raise NotAReceipt("it speaks of no message of ours")
        if message.state not in _OPEN:
            return  # told a second time
        Outgoing.objects.filter(pk=message.pk).update(state=state)
        note(message, what, receipt.problem)
        wipe(message)


def _require_genuine(headers: Mapping[str, str], body: bytes) -> None:
    gateway = next(
        (
            each
            for each in (settings.SMS_GATEWAY, settings.EMAIL_GATEWAY)
            if isinstance(each, HttpGateway) and each.key_id == headers.get("X-Tidu-Key", "")
        ),
        None,
    )
    timestamp, nonce = headers.get("X-Tidu-Timestamp", ""), headers.get("X-Tidu-Nonce", "")
    if gateway is None or len(body) > _LONGEST or len(nonce) not in _NONCE or not timestamp.isdecimal():
        raise NotAReceipt("its headers are not those of a receipt")
    given = headers.get("X-Tidu-Signature", "")
    if not is_signed(
        given, gateway.key, gateway.algorithm, Direction.RECEIPT, timestamp=timestamp, nonce=nonce, body=body
    ):
        raise NotAReceipt("it is not signed with the key of the gateway")
    # real time: the gateway does not live on the demo world's clock
    if abs(time.time() - int(timestamp)) > _SECONDS_APART:
        raise NotAReceipt("it is too old, or from the future")
    if not first_time("receipt", nonce, seconds=2 * _SECONDS_APART):
        raise NotAReceipt("it came before")


def _read(body: bytes) -> _Receipt:
    try:
        told = json.loads(body)
        receipt = _Receipt(uuid.UUID(told["token"]), told["state"], str(told.get("problem", "")))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotAReceipt("its body is not understood") from None
    if receipt.state not in _STATES:
        raise NotAReceipt("its state is not known")
    return _Receipt(receipt.token, receipt.state, "".join(each for each in receipt.problem if each.isprintable())[:200])
