"""What a gateway is given, and what can have become of it. It decides nothing and reads no table."""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias


class Kind(StrEnum):
    """By what a message goes out."""

    SMS = "sms"
    EMAIL = "email"


@dataclass(frozen=True)
class Letter:
    """One message on its way. What is in it never gets into a log: it is not shown by repr."""

    token: str  # the same for every try, so that whoever keeps count sends it once
    kind: Kind
    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str = ""
    template: str = ""
    params: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Sent:
    """The gateway took it; by ``gateway_id`` it speaks of it later."""

    gateway_id: str = ""


@dataclass(frozen=True)
class NotSent:
    """It surely did not go out; worth another try unless ``is_final``."""

    problem: str
    is_final: bool = False


@dataclass(frozen=True)
class Unknown:
    """It may have gone out or not: nobody but a person decides whether it is sent again."""

    problem: str


Outcome: TypeAlias = Sent | NotSent | Unknown


#: What went wrong, for the operator; the first that fits, so what is special stands in front.
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "网关没有及时回答"),
    (socket.gaierror, "找不到网关的地址"),
    (ssl.SSLError, "与网关的安全连接没有建立"),
    (ConnectionRefusedError, "连不上网关"),
    (ConnectionError, "与网关的连接断了"),
    (http.client.IncompleteRead, "与网关的连接断了"),
)


def in_words(problem: Exception) -> str:
    """What went wrong, without the gateway's own words: they may repeat the address or the message."""
    return next((words for kind, words in _WORDS if isinstance(problem, kind)), type(problem).__name__)


class Gateway(Protocol):
    """A way out."""

    name: str

    def send(self, letter: Letter) -> Outcome: ...


class Visible:
    """Nothing leaves: the operator reads it on the page of the outbox."""

    name = "outbox"

    def send(self, letter: Letter) -> Outcome:
        return Sent(f"outbox-{letter.token}")
