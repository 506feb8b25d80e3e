"""操作记录: what officers did, for themselves and for those above them; all of it, for operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidu.domain.accounts.access import Act, can, offices, require
from tidu.domain.accounts.models import Post
from tidu.domain.audit.actions import record
from tidu.domain.audit.acts import ACTS
from tidu.domain.audit.queries import Narrowed, narrowed, newest, one_after_the_other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tidu.domain.accounts.access import Actor
    from tidu.domain.audit.models import Event
    from tidu.kit.paging import Page

#: What officers act on from their posts: the beginnings of those acts.
_OF_OFFICERS = frozenset(
    {
        *("declaration", "evidence", "personal", "review", "notice", "recognition", "post"),
        *("window", "announcement", "link", "contact", "digital_results", "office_figures"),
    }
)
_OFFICERS = (Post.Role.REVIEWER, Post.Role.LEAD, Post.Role.OBSERVER)


def accesses(actor: Actor, asked: Narrowed, *, cursor: str = "") -> Page[Event]:
    """What officers did from their posts: for a lead, those of the office and of every office in its region.

    Everybody else finds what they did themselves, so that nobody wonders what is written of them. One query.
    """
    require(actor, Act.VIEW)
    rows = narrowed(asked).filter(role__in=_OFFICERS)
    if can(actor, Act.APPOINT):  # who gives the posts of an office sees what is done from them
        rows = rows.filter(office_id__in=offices(actor).values("pk"))
    else:
        rows = rows.filter(actor_id=actor.user_id)
    return newest(rows, cursor)


def all_events(actor: Actor, asked: Narrowed, *, cursor: str = "") -> Page[Event]:
    """Everything in the log, for those who look after the platform. One query."""
    require(actor, Act.OPERATE)
    return newest(narrowed(asked), cursor)


def export_events(actor: Actor, asked: Narrowed) -> Iterator[Event]:
    """The same, to be taken away; that it was taken is in the log before the first line is."""
    require(actor, Act.OPERATE)
    with transaction.atomic():
        record(
            actor,
            "log.exported",
            "log",
            f"{asked.since.isoformat()}..{asked.until.isoformat()}",
            of=asked.act,
            by_name=bool(asked.who),
        )
    return one_after_the_other(narrowed(asked))


def officer_acts() -> list[tuple[str, str]]:
    """The acts that officers do from their posts, with their words."""
    return [(act, name) for act, name in ACTS.items() if act.partition(".")[0] in _OF_OFFICERS]
