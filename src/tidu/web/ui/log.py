"""The log as pages show it: what the address asks for, and one line for each event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidu.domain.accounts.words import role_word
from tidu.domain.audit.acts import ACTS, thing_word, word
from tidu.domain.audit.queries import Narrowed
from tidu.kit import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.http import QueryDict

    from tidu.domain.audit.models import Event

#: The list begins with a month: what somebody asks about is mostly not long ago.
_DAYS = timedelta(days=30)
_LONGEST_NAME = 60
_DIGEST_SHOWN = 8


@dataclass(frozen=True)
class Line:
    """One event: who did what, when, to which thing; ``address`` leads to the thing where it has a page here."""

    at: datetime
    name: str
    role: str
    post: str
    act: str
    thing: str
    thing_id: str
    address: str = ""


def asked_for(query: QueryDict) -> Narrowed:
    """What the address asks for; days that are none are the last thirty, and two in the wrong order are turned."""
    today = clock.today()
    since, until = _day(query.get("since", "")), _day(query.get("until", ""))
    until = until or max(today, since or today)
    since = since or until - _DAYS
    since, until = min(since, until), max(since, until)
    act = query.get("act", "")
    return Narrowed(since, until, act if act in ACTS else "", query.get("who", "").strip()[:_LONGEST_NAME])


def lines_of(events: Iterable[Event], address_of: Callable[[Event], str] = lambda _: "") -> list[Line]:
    """The events as lines."""
    return [line_of(each, address_of(each)) for each in events]


def line_of(event: Event, address: str = "") -> Line:
    """One event as a line; of the digest of a sign-in name its beginning tells two names apart."""
    thing_id = event.thing_id[:_DIGEST_SHOWN] if event.thing == "sign_in_name" else event.thing_id
    return Line(
        at=event.at,
        name=event.actor_name or ("未登录" if event.thing in {"sign_in_name", "user"} else "系统"),
        role=role_word(event.role),
        post=event.post,
        act=word(event.act),
        thing=thing_word(event.thing),
        thing_id=thing_id,
        address=address,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
