"""By what text messages and e-mails leave, as the environment says."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from tidu.config.env import Misconfigured
from tidu.domain.messages.gateways import configured
from tidu.domain.messages.gateways.configured import BadGateway, Configured


@dataclass(frozen=True)
class Gateways:
    """One for each kind of message; None where nothing leaves and the operator reads it on the page of the outbox."""

    sms: Configured
    email: Configured


def read(*, is_embedded: bool) -> Gateways:
    """Read them; raise Misconfigured with one sentence. Only an embedded installation may leave them unsaid."""
    key = os.environ.get("TIDU_GATEWAY_KEY", "")
    sender = os.environ.get("TIDU_EMAIL_FROM", "")
    return Gateways(
        sms=_one("TIDU_SMS_GATEWAY", lambda said: configured.sms_gateway(said, key=key), is_embedded),
        email=_one(
            "TIDU_EMAIL_GATEWAY", lambda said: configured.email_gateway(said, key=key, sender=sender), is_embedded
        ),
    )


def _one(name: str, gateway: Callable[[str], Configured], is_embedded: bool) -> Configured:
    said = os.environ.get(name, configured.OUTBOX if is_embedded else "")
    if not said:
        raise Misconfigured(
            f"{name} is not set, so nobody would get a code: give the address of the gateway, or say {name}=outbox to "
            "let nothing leave and have the operator read the messages on the page of the outbox."
        )
    try:
        return gateway(said)
    except BadGateway as problem:
        raise Misconfigured(f"{name} cannot be used: {problem}.") from None
