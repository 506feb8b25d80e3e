"""The sealer: links what was committed into the chain, in the order of its numbers, within 30 seconds.

An event is written without a link, so that no two people wait for each other; the sealer comes behind. On PostgreSQL
numbers are given before they are committed, so a number may be missing that is still to come: the sealer stops there
until every transaction that was open when it saw the gap has ended. Then the number belongs to nothing, and a link
says so; an event that takes it later has no link and is found.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Max

from tidu.domain.audit.chain import link_digest, of_event, of_gap
from tidu.domain.audit.models import Chain, Event, Link

if TYPE_CHECKING:
    from typing import Any

#: Events of one transaction: a writer on SQLite waits no longer than these take.
BATCH = 500
_BREATH = 0.02  # seconds between two batches, in which others write
#: A number is given an instant before its transaction shows itself; after this long it does.
_SHOWN_AFTER = timedelta(seconds=1)
#: A transaction that stays open longer holds the chain up no more.
LONGEST_WAIT = timedelta(minutes=5)


def seal() -> int:
    """Link all that can be linked; how many links were made. Killed at any moment, it goes on where it was."""
    made = 0
    while batch := _seal_batch():
        made += batch
        time.sleep(_BREATH)
    return made


def _seal_batch() -> int:
    sealed_to = Chain.objects.values_list("sealed_to", flat=True).first() or 0
    if not Event.objects.filter(pk__gt=sealed_to).exists():  # asked first without the lock, which writers need
        return 0
    with transaction.atomic():
        Chain.objects.get_or_create(name="events")
        chain = Chain.objects.select_for_update().get(name="events")
        _look(chain)  # before reading: what commits in between is then read, and taken for no gap
        links = _links(chain, list(Event.objects.filter(pk__gt=chain.sealed_to).order_by("pk")[:BATCH]))
        Link.objects.bulk_create(links)
        chain.save()
    return len(links)


def _links(chain: Chain, events: list[Event]) -> list[Link]:
    """The links for ``events``, up to the first number that may still come; ``chain`` is moved on to the last."""
    links: list[Link] = []

    def add(sealed: dict[str, Any], **columns: Any) -> None:
        chain.sequence += 1
        digest = link_digest(chain.sequence, chain.digest, sealed)
        links.append(Link(sequence=chain.sequence, previous=chain.digest, digest=digest, **columns))
        chain.digest = digest

    for event in events:
        first, last = chain.sealed_to + 1, event.pk - 1
        if first <= last:
            if last > chain.settled_to:
                break
            add(of_gap(first, last), missing_from=first, missing_to=last)
        add(of_event(event), event=event)
        chain.sealed_to = event.pk
    return links


def _look(chain: Chain) -> None:
    """Find out up to which number nothing is still to come.

    SQLite has one writer, and it is us. PostgreSQL says which transactions run: once all that were open at the last
    look have ended, no number is still to come of those that were missing then.
    """
    highest = int(Event.objects.aggregate(highest=Max("pk"))["highest"] or 0)
    if connection.vendor == "sqlite":
        chain.settled_to = highest
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(seen)::text::bigint, pg_snapshot_xmax(seen)::text::bigint"
            " FROM pg_current_snapshot() AS seen"
        )
        oldest_open, next_to_begin = cursor.fetchone()
    now = datetime.now(UTC)
    if chain.seen_at is not None:
        waited = now - chain.seen_at
        if waited < _SHOWN_AFTER or (oldest_open < chain.seen_before and waited < LONGEST_WAIT):
            return
        chain.settled_to = chain.seen_to
    chain.seen_to, chain.seen_before, chain.seen_at = highest, next_to_begin, now
