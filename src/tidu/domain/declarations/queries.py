from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require, visible
from tidu.domain.declarations.models import Declaration, Evidence, SectionAnswers, Submission
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.enterprises.queries import named
from tidu.domain.files.models import StoredFile
from tidu.kit import clock
from tidu.rules.workflow import Status

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: What an enterprise has not submitted does not exist for an office.
_SUBMITTED = (Status.UNDER_REVIEW, Status.RETURNED, Status.GRANTED, Status.REJECTED)


def declarations(actor: Actor) -> QuerySet[Declaration]:
    """The declarations that exist for the actor."""
    rows = visible(Declaration.objects.all(), actor)
    return rows if actor.enterprise_id else rows.filter(status__in=_SUBMITTED)


def declaration_for(actor: Actor, number: str) -> Declaration:
    """One declaration with window, enterprise and office; 404 where it does not exist for the actor. One query."""
    found = (
        declarations(actor)
        .filter(number=number)
        .select_related("window__region", "enterprise__region", "enterprise__verification", "held_by")
        .first()
    )
    if found is None:
        raise Http404(number)
    return found


def sections_of(declaration: Declaration) -> list[SectionAnswers]:
    """All sections with their answers. One query."""
    return list(SectionAnswers.objects.filter(declaration=declaration).order_by("id"))


def own_declarations(actor: Actor) -> list[Declaration]:
    """The enterprise's declarations, newest first, each with its submissions. Two queries."""
    submissions = Submission.objects.only("declaration_id", "sequence", "submitted_at").order_by("-sequence")
    return list(
        declarations(actor)
        .select_related("window__region", "held_by")
        .prefetch_related(Prefetch("submissions", queryset=submissions))
        .order_by("-id")[:100]
    )


def submitted_for(actor: Actor, number: str, count: int = 2) -> tuple[Declaration, list[Submission]]:
    """One declaration with its latest submissions, newest first; 404 as `declaration_for`, or for none. One query."""
    found = list(
        Submission.objects.filter(declaration__in=declarations(actor).filter(number=number))
        .select_related(
            "declaration__window__region",
            "declaration__enterprise__region",
            "declaration__enterprise__verification",
            "declaration__held_by",
        )
        .order_by("-sequence")[:count]
    )
    if not found:
        raise Http404(number)
    return found[0].declaration, found


def files_of(declaration: Declaration) -> dict[str, StoredFile]:
    """The files now in its slots, by id. One query."""
    return {
        str(each.file_id): each.file
        for each in Evidence.objects.filter(declaration=declaration, removed_at=None).select_related("file")
    }


def evidence_file(actor: Actor, number: str, file_id: UUID) -> StoredFile:
    """A file of a declaration that exists for the actor, taken out of its slot or not; else 404. One query."""
    evidence = (
        Evidence.objects.filter(file_id=file_id, declaration__in=declarations(actor).filter(number=number))
        .select_related("file")
        .first()
    )
    if evidence is None:
        raise Http404(file_id)
    return evidence.file


def standings(actor: Actor, typed: str, *, limit: int = 20) -> list[tuple[Enterprise, list[Declaration]]]:
    """Where the filings of enterprises stand, found by code or a part of the name in all regions. Two queries.

    For those who look after the platform: it tells number, programme, state and office, never what was written.
    """
    require(actor, Act.OPERATE)
    found = list(named(Enterprise.objects.select_related("region"), typed).order_by("id")[:limit])
    filed: dict[int, list[Declaration]] = {each.pk: [] for each in found}
    if found:
        for row in Declaration.objects.filter(enterprise_id__in=filed).select_related("held_by").order_by("-id")[:200]:
            filed[row.enterprise_id].append(row)
    return [(each, filed[each.pk]) for each in found]


def sheet_for(actor: Actor, number: str) -> tuple[Declaration, list[SectionAnswers]]:
    """One declaration with window, enterprise and office, and all its sections; 404 as `declaration_for`. One query."""
    rows = list(
        SectionAnswers.objects.filter(declaration__in=declarations(actor).filter(number=number))
        .select_related("declaration__window__region", "declaration__enterprise__region", "declaration__held_by")
        .order_by("id")
    )
    if not rows:
        raise Http404(number)
    return rows[0].declaration, rows


def current_sheets(actor: Actor) -> list[tuple[Declaration, list[SectionAnswers]]]:
    """The enterprise's declarations whose window is open or that are not settled, newest first, with sections.

    Nothing for an office. One query.
    """
    if not actor.enterprise_id:
        return []
    unsettled = (Status.DRAFT, Status.UNDER_REVIEW, Status.RETURNED, Status.WITHDRAWN)
    own = declarations(actor).filter(Q(window__closes_at__gte=clock.now()) | Q(status__in=unsettled))
    sheets: dict[int, tuple[Declaration, list[SectionAnswers]]] = {}
    for row in (
        SectionAnswers.objects.filter(declaration__in=own)
        .select_related("declaration__window", "declaration__enterprise__region", "declaration__held_by")
        .order_by("-declaration_id", "id")
    ):
        sheets.setdefault(row.declaration_id, (row.declaration, []))[1].append(row)
    return list(sheets.values())


def submissions_of(declaration: Declaration) -> list[Submission]:
    """All submissions without what they froze, newest first, each with its PDF. One query."""
    return list(
        declaration.submissions.defer("snapshot", "assessment", "findings")
        .select_related("paper")
        .order_by("-sequence")
    )


def submission_for(actor: Actor, number: str, sequence: int) -> Submission:
    """One submission with its declaration, window and office; 404 where it does not exist for the actor. One query."""
    found = (
        Submission.objects.filter(sequence=sequence, declaration__in=declarations(actor).filter(number=number))
        .select_related("declaration__window__region", "declaration__enterprise__region", "declaration__held_by")
        .first()
    )
    if found is None:
        raise Http404(number)
    return found
