"""Reading the log. What each event holds besides is left in the table: lists tell who did what to which thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from tidu.domain.audit.models import Event
from tidu.domain.audit.tombstones import of_those_who_are_here, with_tombstones, without_names
from tidu.kit import clock
from tidu.kit.paging import Page, page_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from django.db.models import QuerySet

_AT_ONCE = 2000


@dataclass(frozen=True)
class Narrowed:
    """Which events a list asks for: on these days, of one act, by people whose name holds this."""

    since: date
    until: date
    act: str = ""
    who: str = ""


def events_of(thing: str, thing_id: object, *, limit: int = 200) -> list[Event]:
    """The latest events of one thing, newest first."""
    rows = Event.objects.filter(thing=thing, thing_id=str(thing_id))
    return without_names(with_tombstones(rows).order_by("-id")[:limit])


def openings_of(
    thing: str, ids: QuerySet[Any, Any], acts: Sequence[str], *, cursor: str = "", size: int = 50
) -> Page[Event]:
    """What officers did of ``acts`` to things of those ids, newest first. One query."""
    rows = Event.objects.filter(thing=thing, thing_id__in=ids, act__in=acts, office_id__isnull=False)
    return newest(rows, cursor, size=size)


def narrowed(asked: Narrowed) -> QuerySet[Event]:
    """The events that were asked for, without what they hold besides."""
    rows = Event.objects.defer("data").filter(
        at__gte=_midnight(asked.since), at__lt=_midnight(asked.until + timedelta(days=1))
    )
    if asked.act:
        rows = rows.filter(act=asked.act)
    if asked.who:
        rows = of_those_who_are_here(rows).filter(actor_name__contains=asked.who)
    return rows


def newest(rows: QuerySet[Event], cursor: str, *, size: int = 50) -> Page[Event]:
    """A page of ``rows``, newest first. One query."""
    page = page_of(with_tombstones(rows), by=["-at", "-id"], cursor=cursor, size=size)
    without_names(page.rows)
    return page


def one_after_the_other(rows: QuerySet[Event]) -> Iterator[Event]:
    """All of ``rows``, newest first, however many: read page by page."""
    cursor = ""
    while True:
        page = newest(rows, cursor, size=_AT_ONCE)
        yield from page.rows
        cursor = page.next_cursor
        if not cursor:
            return


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.CHINA)
