"""Which gateway an installation has, read from what its environment says. No secret has a default."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

from tidu.domain.messages.gateways.signatures import Algorithm

OUTBOX = "outbox"
SHORTEST_KEY = 32
_SUBMISSION, _SMTPS = 587, 465


class BadGateway(Exception):
    """What the environment says is no gateway; the text says what is wrong with it, without any secret."""


@dataclass(frozen=True)
class SmtpServer:
    """A mail server that takes what we send, with TLS unless it is this machine."""

    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    is_tls_from_the_start: bool = False
    sender: str = ""

    @property
    def is_on_this_machine(self) -> bool:
        return _is_loopback(self.host)


@dataclass(frozen=True)
class HttpGateway:
    """A gateway that takes signed requests, and signs its receipts with the same key."""

    url: str
    key_id: str
    key: bytes = field(repr=False)
    algorithm: Algorithm = Algorithm.SM3
    seconds: float = 10.0  # how long it may take to answer


Configured: TypeAlias = SmtpServer | HttpGateway | None


def sms_gateway(value: str, *, key: str) -> Configured:
    """The gateway for text messages: ``outbox`` (None: nothing leaves) or ``https://…``."""
    if value == OUTBOX:
        return None
    return _http_gateway(value, key)


def email_gateway(value: str, *, key: str, sender: str) -> Configured:
    """The gateway for e-mail: ``outbox``, ``smtp://user:password@host:587``, ``smtps://…`` or ``https://…``."""
    if value == OUTBOX:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"}:
        return _http_gateway(value, key)
    if not parts.hostname:
        raise BadGateway("it names no host: smtp://user:password@host:587")
    if "@" not in sender or any(character in sender for character in "\r\n"):
        raise BadGateway("TIDU_EMAIL_FROM must be the address that e-mails come from")
    return SmtpServer(
        host=parts.hostname,
        port=_port(value) or (_SMTPS if parts.scheme == "smtps" else _SUBMISSION),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls_from_the_start=parts.scheme == "smtps",
        sender=sender,
    )


def _http_gateway(value: str, key: str) -> HttpGateway:
    parts = urlsplit(value)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username or parts.fragment:
        raise BadGateway("it is neither outbox nor an address that begins with https://")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise BadGateway("messages may leave this machine by https:// only")
    _port(value)
    query = dict(parse_qsl(parts.query))
    try:
        algorithm = Algorithm(query.pop("algorithm", Algorithm.SM3))
    except ValueError:
        raise BadGateway("?algorithm= must be HMAC-SM3 or HMAC-SHA256") from None
    if query:
        raise BadGateway(f"it understands ?algorithm= and not {', '.join(sorted(query))}")
    key_id, colon, secret = key.partition(":")
    if not colon or not key_id or len(secret) < SHORTEST_KEY:
        raise BadGateway(f"TIDU_GATEWAY_KEY must be id:secret with at least {SHORTEST_KEY} random characters")
    return HttpGateway(parts._replace(query="").geturl(), key_id, secret.encode(), algorithm)


def _port(value: str) -> int | None:
    try:
        return urlsplit(value).port
    except ValueError:
        raise BadGateway("its port is no number") from None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
