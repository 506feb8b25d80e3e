from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.http import Http404

from tidu.domain.accounts.access import Actor, held
from tidu.domain.declarations.models import Declaration
from tidu.domain.declarations.queries import declarations
from tidu.domain.enterprises.queries import named
from tidu.domain.regions.models import Office
from tidu.domain.reviews.models import Decision, NoticeEntry, PublicNotice
from tidu.kit import clock
from tidu.kit.paging import Page, page_of
from tidu.rules import catalogue
from tidu.rules.schema import Level, StepKind
from tidu.rules.workflow import Outcome, Status

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Counts stop here: beyond it, nobody needs the number, and counting costs.
COUNT_UP_TO = 1000

#: The saved questions of a queue; the first four are what waits at the office, and they come by deadline.
WAITING_VIEWS = ("waiting", "today", "resubmitted", "unusual")
VIEWS = (*WAITING_VIEWS, "below", "above", "returned", "notice", "granted", "rejected")

#: What a row of the list tells, and no more: half the time of a page went into columns that nobody reads.
_OF_A_ROW = (
    *("number", "edition_id", "status", "step", "due_at", "moved_at", "points", "qualifies", "findings"),
    *("submissions_made", "enterprise__name", "enterprise__credit_code", "enterprise__region__name", "held_by__name"),
)

_ORDER = (Level.COUNTY, Level.CITY, Level.PROVINCE, Level.MINISTRY)


def queue(
    actor: Actor,
    *,
    view: str = "waiting",
    programme: str = "",
    county: str = "",
    search: str = "",
    cursor: str = "",
    size: int = 20,
) -> Page[Declaration]:
    """The files of one view, the earliest deadline first, with what a row tells of enterprise and office. One query.

    Each has `came_back`: whether the step where it is once sent it back.
    A view that is none of `VIEWS` shows everything that exists for the actor.
    """
    rows = _view(declarations(actor), actor, view)
    if programme:
        rows = rows.filter(programme=programme)
    if county:
        rows = rows.filter(county_code=county)
    if search:
        rows = named(rows, search, enterprise="enterprise")
    sent_back = Decision.objects.filter(declaration=OuterRef("pk"), outcome=Outcome.RETURN, step=OuterRef("step"))
    shaped = (
        Declaration.objects.select_related("enterprise__region", "held_by")
        .only(*_OF_A_ROW)
        .annotate(came_back=Exists(sent_back))
    )
    by = ["due_at", "id"] if view in WAITING_VIEWS else ["-id"]
    return page_of(rows, by=by, cursor=cursor, size=size, shaped=shaped)


def _view(rows: QuerySet[Declaration], actor: Actor, view: str) -> QuerySet[Declaration]:
    mine = held(Declaration.objects.all(), actor).filter(step__in=step_keys(StepKind.REVIEW), due_at__isnull=False)
    under_review = rows.filter(status=Status.UNDER_REVIEW)
    match view:
        case "waiting":
            return mine
        case "today":
            return mine.filter(due_at__lt=clock.now().replace(hour=0, minute=0, second=0) + timedelta(days=1))
        case "resubmitted":
            return mine.filter(submissions_made__gt=1)
        case "unusual":
            return mine.filter(findings__gt=0)
        case "below" | "above":
            return under_review.filter(step__in=_elsewhere(actor, view)).exclude(held_by_id=actor.office_id)
        case "notice":
            return under_review.filter(step__in=step_keys(StepKind.PUBLIC_NOTICE))
        case "returned" | "granted" | "rejected":
            return rows.filter(status=view)
        case _:
            return rows


@lru_cache(maxsize=16)
def step_keys(kind: StepKind, levels: tuple[Level, ...] = _ORDER) -> tuple[str, ...]:
    """The keys of all steps of a kind, at some levels, in any edition."""
    return tuple(
        sorted(
            {
                step.key
                for edition in catalogue.editions()
                for step in edition.workflow.steps
                if step.kind is kind and step.level in levels
            }
        )
    )


def _elsewhere(actor: Actor, view: str) -> tuple[str, ...]:
    if actor.level is None:
        return ()
    place = _ORDER.index(actor.level)
    return step_keys(StepKind.REVIEW, _ORDER[:place] if view == "below" else _ORDER[place + 1 :])


class _Bounded(Subquery):
    """How many rows a sliced query has, as a number inside another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


@dataclass(frozen=True)
class ViewCount:
    """How many files a view has; with `or_more` at least so many."""

    number: int
    or_more: bool = False


def view_counts(actor: Actor) -> dict[str, ViewCount]:
    """How many files each view has, counted up to 1,000. One query, whatever the office holds.

    Of the resubmitted and the unusual only those among the first 1,000 that wait are counted.
    """
    rows = declarations(actor).order_by()
    first = _view(rows, actor, "waiting").order_by("due_at", "id")[: COUNT_UP_TO + 1]
    counts = {}
    for view in VIEWS:
        found = _view(rows, actor, view)
        if view in {"resubmitted", "unusual"}:
            found = found.filter(pk__in=first.values("pk"))
        counts[view] = _Bounded(found.values("pk")[: COUNT_UP_TO + 1])
    found_counts: dict[str, int] = dict(
        zip(VIEWS, Office.objects.filter(pk=actor.office_id).values_list(*counts.values()).get(), strict=True)
    )
    many_wait = found_counts["waiting"] > COUNT_UP_TO
    return {
        view: ViewCount(
            min(number, COUNT_UP_TO),
            or_more=number > COUNT_UP_TO or (many_wait and view in {"resubmitted", "unusual"}),
        )
        for view, number in found_counts.items()
    }


def neighbours(actor: Actor, declaration: Declaration) -> tuple[str, str]:
    """The numbers of the files before and behind this one in what waits at the office. One query."""
    if declaration.due_at is None or declaration.held_by_id != actor.office_id:
        return "", ""
    waiting = _view(declarations(actor), actor, "waiting")
    at, pk = declaration.due_at, declaration.pk
    before = waiting.filter(due_at__lte=at).filter(Q(due_at__lt=at) | Q(pk__lt=pk)).order_by("-due_at", "-id")
    behind = waiting.filter(due_at__gte=at).filter(Q(due_at__gt=at) | Q(pk__gt=pk)).order_by("due_at", "id")
    found = (
        Office.objects.filter(pk=actor.office_id)
        .values_list(Subquery(before.values("number")[:1]), Subquery(behind.values("number")[:1]))
        .get()
    )
    return found[0] or "", found[1] or ""


def decisions_of(declaration: Declaration) -> list[Decision]:
    """What was decided on it, oldest first, with office and submission. One query."""
    return list(
        Decision.objects.filter(declaration=declaration)
        .select_related("office", "submission")
        .defer("submission__snapshot", "submission__assessment", "submission__findings")
        .order_by("id")
    )


def last_return(declaration: Declaration) -> Decision | None:
    """The latest decision that sent it back, or None. One query."""
    return (
        Decision.objects.filter(declaration=declaration, outcome="return")
        .select_related("office")
        .order_by("-id")
        .first()
    )


def waiting_for_notice(actor: Actor, *, limit: int = 500) -> list[Declaration]:
    """Files at a notice step of the actor's office that no running notice lists yet. One query."""
    listed = NoticeEntry.objects.filter(declaration=OuterRef("pk"), notice__announced_at=None)
    return list(
        declarations(actor)
        .filter(status=Status.UNDER_REVIEW, held_by_id=actor.office_id, step__in=step_keys(StepKind.PUBLIC_NOTICE))
        .exclude(Exists(listed))
        .select_related("enterprise__verification", "window")
        .order_by("edition_id", "id")[:limit]
    )


def notices_of(actor: Actor) -> list[PublicNotice]:
    """The notices of the actor's office, newest first, each with `listed`: how many it shows. One query."""
    return list(
        PublicNotice.objects.filter(office_id=actor.office_id)
        .select_related("office")
        .annotate(listed=Count("entries"))
        .order_by("-id")[:100]
    )


def notice_for(actor: Actor, notice_id: int) -> PublicNotice:
    """A notice of the actor's own office; 404 where it has none of that number. One query."""
    notice = (
        PublicNotice.objects.select_related("office__region").filter(pk=notice_id, office_id=actor.office_id).first()
    )
    if notice is None:
        raise Http404(notice_id)
    return notice


def public_notices(*, cursor: str = "", size: int = 20) -> Page[PublicNotice]:
    """All notices that are or were shown, newest first, for anyone. One query."""
    return page_of(PublicNotice.objects.select_related("office__region"), by=["-id"], cursor=cursor, size=size)


def public_notice(notice_id: int) -> PublicNotice:
    """One notice, for anyone; 404 where there is none. One query."""
    notice = PublicNotice.objects.select_related("office__region").filter(pk=notice_id).first()
    if notice is None:
        raise Http404(notice_id)
    return notice


def entries_of(notice: PublicNotice, *, cursor: str = "", size: int = 100) -> Page[NoticeEntry]:
    """The list of a notice in its frozen order. One query."""
    return page_of(NoticeEntry.objects.filter(notice=notice), by=["sequence"], cursor=cursor, size=size)


def own_files(actor: Actor) -> list[Declaration]:
    """The enterprise's declarations, newest first, with window and office; each has `came_back`. One query.

    `came_back` says whether the step where it is once sent it back.
    """
    sent_back = Decision.objects.filter(declaration=OuterRef("pk"), outcome=Outcome.RETURN, step=OuterRef("step"))
    rows = declarations(actor).select_related("window__region", "held_by").annotate(came_back=Exists(sent_back))
    return list(rows.order_by("-id")[:100])
