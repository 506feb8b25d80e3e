"""谁看过: that somebody opened what an enterprise filed is written down, and the enterprise reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache

from tidu.domain.accounts.words import role_word
from tidu.domain.audit.actions import record
from tidu.domain.audit.acts import OPENINGS, word
from tidu.domain.audit.queries import openings_of
from tidu.domain.declarations.models import Evidence
from tidu.domain.declarations.queries import declarations
from tidu.kit import clock, masks

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tidu.domain.accounts.access import Actor
    from tidu.domain.audit.models import Event
    from tidu.domain.declarations.models import Declaration
    from tidu.kit.paging import Page

_ONCE_IN = 3600  # seconds


@dataclass(frozen=True)
class Opening:
    """One time that an officer opened something; their name is masked, their office is not."""

    at: datetime
    number: str
    office: str
    role: str
    name: str
    what: str
    detail: str


def note_view(actor: Actor, declaration: Declaration) -> None:
    """Write down that the actor reads a declaration: once for each person, submission and hour. One query.

    What was written is remembered in the cache, which may forget: then it is written once more, never once too little.
    """
    submission = declaration.submissions_made
    seen = f"viewed:{actor.user_id}:{actor.post_id}:{declaration.pk}:{submission}:{clock.now():%Y%m%d%H}"
    if cache.get(seen):
        return
    record(actor, "declaration.viewed", "declaration", declaration.number, submission=submission)
    cache.set(seen, True, _ONCE_IN)


def note_file(actor: Actor, number: str, file_id: UUID) -> None:
    """Write down that the actor opened a file of a declaration. One query."""
    record(actor, "evidence.viewed", "declaration", number, file=str(file_id))


def note_paper(actor: Actor, number: str, sequence: int) -> None:
    """Write down that the actor took the PDF of a submission. One query."""
    record(actor, "paper.downloaded", "declaration", number, submission=sequence)


def openings(actor: Actor, *, number: str = "", cursor: str = "", size: int = 50) -> tuple[Page[Event], list[Opening]]:
    """Who opened what the actor's enterprise filed, newest first: in all its declarations or in one. Two queries."""
    page = _openings(actor, number, cursor, size)
    names = _file_names(actor, page.rows)
    return page, [_opening(each, names) for each in page.rows]


def latest_openings(actor: Actor, number: str, *, size: int = 3) -> list[Opening]:
    """The latest of one declaration, without the names of files. One query."""
    return [_opening(each, {}) for each in _openings(actor, number, "", size).rows]


def _openings(actor: Actor, number: str, cursor: str, size: int) -> Page[Event]:
    own = declarations(actor)
    own = own.filter(number=number) if number else own
    return openings_of("declaration", own.values("number"), OPENINGS, cursor=cursor, size=size)


def _opening(event: Event, names: dict[str, str]) -> Opening:
    return Opening(
        at=event.at,
        number=event.thing_id,
        office=event.post,
        role=role_word(event.role),
        name=masks.name(event.actor_name),
        what=word(event.act),
        detail=_detail(event, names),
    )


def _detail(event: Event, names: dict[str, str]) -> str:
    if file := event.data.get("file"):
        return names.get(file, "")
    if event.act == "personal.revealed":
        return f"{event.data.get('name', '')}，理由：{event.data.get('reason', '')}"
    return f"第 {event.data['submission']} 次提交" if "submission" in event.data else ""


def _file_names(actor: Actor, events: list[Event]) -> dict[str, str]:
    """The names of the files that were opened, of one's own declarations alone."""
    wanted = {each.data["file"] for each in events if each.data.get("file")}
    if not wanted:
        return {}
    rows = Evidence.objects.filter(file_id__in=wanted, declaration__in=declarations(actor)).select_related("file")
    return {str(each.file_id): each.file.name for each in rows}
