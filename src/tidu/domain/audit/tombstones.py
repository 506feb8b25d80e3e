"""Whose personal data was erased: their events stay as they were sealed, and no list says their name any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from tidu.domain.audit.models import Tombstone
from tidu.kit import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from tidu.domain.audit.models import Event

GONE = "已注销的账户"


def bury(account_id: int) -> None:
    """Remember that the account's personal data is erased."""
    Tombstone.objects.get_or_create(account_id=account_id, defaults={"at": clock.now()})


def with_tombstones(rows: QuerySet[Event]) -> QuerySet[Event]:
    """The same events, each with whether its actor is gone."""
    return rows.annotate(is_gone=Exists(Tombstone.objects.filter(account_id=OuterRef("actor_id"))))


def without_names(events: Iterable[Event]) -> list[Event]:
    """Events of `with_tombstones` as lists may show them."""
    shown = list(events)
    for event in shown:
        if getattr(event, "is_gone", False):
            event.actor_name = GONE
    return shown


def of_those_who_are_here(rows: QuerySet[Event]) -> QuerySet[Event]:
    """The events of actors that are not gone: what may be searched by name."""
    return rows.exclude(Exists(Tombstone.objects.filter(account_id=OuterRef("actor_id"))))
