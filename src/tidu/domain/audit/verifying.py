"""Going along the whole chain: what was changed, taken away, put in or moved, by number and time.

Read in pages by key, so that a million events need no more memory than a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Exists, Max, Min, OuterRef

from tidu.domain.audit.chain import BEGINNING, recomputed
from tidu.domain.audit.models import Chain, Event, Link
from tidu.kit import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from tidu.domain.audit.heads import Head

PAGE = 2000


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was sealed: the event where one can be named, its time, and what differs."""

    what: str
    event_id: int | None = None
    at: datetime | None = None
    sequence: int | None = None

    def __str__(self) -> str:
        named = [
            f"第 {self.sequence} 环" if self.sequence else "",
            f"事件 {self.event_id}" if self.event_id else "",
            f"{self.at.astimezone(clock.CHINA):%Y-%m-%d %H:%M:%S}" if self.at else "",
        ]
        return f"{'，'.join(filter(None, named))}：{self.what}" if any(named) else self.what


@dataclass
class Verification:
    """One walk along the chain, of all of it or of some days; count what was seen, and give what was found."""

    since: date | None = None
    until: date | None = None
    heads: Sequence[Head] = ()
    tell: Callable[[int], None] = lambda _: None
    events: int = 0
    gaps: int = 0
    unsealed: int = 0
    _chain: Chain = field(init=False)

    def findings(self) -> Iterator[Finding]:
        """Give everything that is not as it was sealed. Stop at no finding: one change must not hide another."""
        self._chain = Chain.objects.first() or Chain()
        self.unsealed = Event.objects.filter(pk__gt=self._chain.sealed_to).count()
        first, last = self._bounds()
        if first <= last:
            yield from self._walk(first, last)
            yield from self._without_link(first, last)
        yield from self._heads()

    def _bounds(self) -> tuple[int, int]:
        """The first and last link to look at."""
        end = max(self._chain.sequence, Link.objects.aggregate(last=Max("sequence"))["last"] or 0)
        first, last = 1, end
        if self.since is not None:
            found = Link.objects.filter(event__at__gte=_midnight(self.since)).aggregate(first=Min("sequence"))["first"]
            first = found or end + 1
        if self.until is not None:
            before = _midnight(self.until + timedelta(days=1))
            last = Link.objects.filter(event__at__lt=before).aggregate(last=Max("sequence"))["last"] or 0
        return first, last

    def _walk(self, first: int, last: int) -> Iterator[Finding]:
        before: Link | None = None
        digest_before = self._digest_before(first)
        changed: Link | None = None  # differs from its digest; the next link tells which of the two was changed
        for link in _links(first, last):
            expected = before.sequence + 1 if before else first
            if link.sequence != expected:
                yield from _changed_event(changed)
                changed, digest_before = None, None
                numbers = f"编号在 {_last_number(before)} 与 {link.event_id or link.missing_from} 之间的事件"
                yield Finding(f"链上缺第 {expected} 至 {link.sequence - 1} 环，封的是{numbers}{_since(before)}")
            is_broken = False
            if changed is not None and link.previous == recomputed(changed):
                yield Finding("这一环的封存值被改，事件本身没有变", changed.event_id, _at(changed), changed.sequence)
                changed = None
            elif digest_before is not None and link.previous != digest_before:
                is_broken = True
                yield Finding("接不上前一环：这一环被改、被插入，或次序被换", link.event_id, _at(link), link.sequence)
            yield from _changed_event(changed)
            yield from self._look_at(link, before)
            changed = link if not is_broken and _event_is_there(link) and recomputed(link) != link.digest else None
            before, digest_before = link, link.digest
        yield from self._end(changed, before.sequence + 1 if before else first, digest_before)

    def _look_at(self, link: Link, before: Link | None) -> Iterator[Finding]:
        if link.event_id is None:
            self.gaps += 1
            if connection.vendor == "sqlite":  # numbers are given in the one writing transaction, and none is left out
                missing = f"编号 {link.missing_from} 至 {link.missing_to}"
                yield Finding(f"{missing}的事件在封存之前就不见了", sequence=link.sequence)
        else:
            self.events += 1
            if link.event is None:
                yield Finding(f"事件被删除{_since(before)}", link.event_id, None, link.sequence)
        if (self.events + self.gaps) % PAGE == 0:
            self.tell(self.events + self.gaps)

    def _end(self, changed: Link | None, expected: int, digest: str | None) -> Iterator[Finding]:
        """The end of the chain is where it was left, unless the walk ends earlier."""
        chain = self._chain
        if expected <= chain.sequence:
            if self.until is None:
                yield Finding(f"链尾缺第 {expected} 至 {chain.sequence} 环")
        elif expected > chain.sequence + 1:
            yield Finding(f"链尾多出第 {chain.sequence + 1} 至 {expected - 1} 环，封存程序没有写过")
        elif changed is not None and recomputed(changed) == chain.digest:
            yield Finding("这一环的封存值被改，事件本身没有变", changed.event_id, _at(changed), changed.sequence)
            return
        elif digest != chain.digest:
            yield Finding("最后一环与封存程序记下的不同", sequence=chain.sequence)
        yield from _changed_event(changed)

    def _without_link(self, first: int, last: int) -> Iterator[Finding]:
        """Events among those that are sealed, of which no link knows."""
        ends = Link.objects.filter(sequence__range=(first, last), event_id__isnull=False)
        found = ends.aggregate(first=Min("event_id"), last=Max("event_id"))
        lowest = 1 if first == 1 else (found["first"] or 1)
        highest = self._chain.sealed_to if self.until is None else min(found["last"] or 0, self._chain.sealed_to)
        rows = Event.objects.filter(pk__range=(lowest, highest))
        for event in rows.exclude(Exists(Link.objects.filter(event=OuterRef("pk")))).order_by("pk").iterator():
            yield Finding("事件不在链上：封存之后插入，或迟到", event.pk, event.at)

    def _heads(self) -> Iterator[Finding]:
        for kept in self.heads:
            found = Link.objects.filter(sequence=kept.sequence).values_list("digest", flat=True).first()
            if found is None:
                yield Finding(f"{kept.on} 留存的链头在链上已没有：链尾被截断", sequence=kept.sequence)
            elif found != kept.digest:
                yield Finding(f"与 {kept.on} 留存的链头不同：到此为止的链被重写", sequence=kept.sequence)

    def _digest_before(self, first: int) -> str | None:
        if first == 1:
            return BEGINNING
        return Link.objects.filter(sequence=first - 1).values_list("digest", flat=True).first()


def _links(first: int, last: int) -> Iterator[Link]:
    """The links in order, each with what it seals, a page at a time."""
    while page := list(
        Link.objects.filter(sequence__range=(first, last)).select_related("event").order_by("sequence")[:PAGE]
    ):
        yield from page
        first = page[-1].sequence + 1


def _event_is_there(link: Link) -> bool:
    return link.event_id is None or link.event is not None


def _at(link: Link) -> datetime | None:
    return link.event.at if link.event_id is not None and link.event is not None else None


def _last_number(link: Link | None) -> int:
    return (link.event_id or link.missing_to or 0) if link is not None else 0


def _since(before: Link | None) -> str:
    """The time of what stands before something that is gone, because its own went with it."""
    at = _at(before) if before is not None else None
    return f"，前一件在 {at.astimezone(clock.CHINA):%Y-%m-%d %H:%M:%S}" if at else ""


def _changed_event(changed: Link | None) -> Iterator[Finding]:
    if changed is not None:
        yield Finding("内容与封存时不同", changed.event_id, _at(changed), changed.sequence)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.CHINA)
