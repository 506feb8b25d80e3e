"""Submitting: what the person saw is what is frozen, or nothing is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.audit.actions import record
from tidu.domain.declarations.actions.moving import move
from tidu.domain.declarations.errors import NotComplete, Outdated
from tidu.domain.declarations.judging import Judgement
from tidu.domain.declarations.models import Change, Declaration, Evidence, SectionAnswers, Submission
from tidu.domain.declarations.opening import require_open
from tidu.domain.declarations.preconditions import Standing
from tidu.domain.enterprises.queries import member_ids
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.kit import clock
from tidu.kit.canonical import digest
from tidu.rules import catalogue
from tidu.rules.workflow import Position, Status, after_submission

if TYPE_CHECKING:
    from collections.abc import Mapping


@transaction.atomic
def submit(actor: Actor, number: str, *, seen: Mapping[str, int]) -> Submission:
    """Freeze what is saved and send it to the first step; refused where ``seen`` (section → revision) is not what is.

    A second click returns the submission of the first.
    """
    require(actor, Act.FILL)
    declaration = (
        Declaration.objects.select_for_update(of=("self",))
        .select_related("window", "enterprise__region")
        .filter(number=number, enterprise_id=actor.enterprise_id)
        .first()
    )
    if declaration is None:
        raise Http404(number)
    if declaration.status == Status.UNDER_REVIEW and (repeated := _same_again(declaration, seen)) is not None:
        return repeated
    require_open(declaration)
    rows = list(SectionAnswers.objects.select_for_update().filter(declaration=declaration).order_by("id"))
    _require_seen(declaration, rows, seen)
    standing = Standing.of(declaration.enterprise)
    judgement = Judgement.of(declaration, rows, standing)
    if judgement.blocking:
        raise NotComplete(judgement.blocking)
    submission = _freeze(actor, declaration, judgement, seen)
    edition = judgement.edition
    assessment = judgement.assessment
    move(
        declaration,
        edition,
        after_submission(edition, Position(Status(declaration.status), declaration.step)),
        submissions_made=submission.sequence,
        submitted_at=submission.submitted_at,
        open_cells=[],
        points=assessment.total if assessment else None,
        qualifies=assessment.qualifies if assessment else "",
        route=assessment.route or "" if assessment else "",
        findings=len(judgement.findings),
    )
    record(
        actor, "declaration.submitted", "declaration", number, sequence=submission.sequence, digest=submission.digest
    )
    assert declaration.held_by is not None
    tell(
        member_ids(declaration.enterprise_id),
        Message.Kind.DECLARATION,
        f"{edition.name}已提交，正由{declaration.held_by.name}审核",
        f"回执号 {number}-{submission.sequence}。审核结果和退回意见都会在这里告诉您。",
        about=number,
    )
    return submission


def _same_again(declaration: Declaration, seen: Mapping[str, int]) -> Submission | None:
    last = declaration.submissions.order_by("-sequence").first()
    return last if last is not None and last.snapshot["revisions"] == dict(seen) else None


def _require_seen(declaration: Declaration, rows: list[SectionAnswers], seen: Mapping[str, int]) -> None:
    outdated = [row for row in rows if seen.get(row.section) != row.revision]
    if not outdated:
        return
    cells: list[str] = []
    for row in outdated:
        cells += Change.objects.filter(
            declaration=declaration, section=row.section, revision__gt=seen.get(row.section, 0)
        ).values_list("cell", flat=True)
    raise Outdated(sorted(set(cells)))


def _freeze(actor: Actor, declaration: Declaration, judgement: Judgement, seen: Mapping[str, int]) -> Submission:
    enterprise = declaration.enterprise
    files = {
        str(each.file_id): {"name": each.file.name, "size": each.file.size, "sha256": each.file.sha256}
        for each in Evidence.objects.filter(declaration=declaration, removed_at=None).select_related("file")
    }
    snapshot: dict[str, Any] = {
        "edition": judgement.edition.id,
        "enterprise": {
            "name": enterprise.name,
            "credit_code": enterprise.credit_code,
            "region": enterprise.region.full_name,
        },
        "last_year": judgement.last_year,
        "sections": {
            section: {key: cell["v"] for key, cell in cells.items() if cell["v"] is not None}
            for section, cells in judgement.sections.items()
        },
        "computed": judgement.computed,
        "record": judgement.record,
        "files": files,
        "revisions": dict(seen),
    }
    return Submission.objects.create(
        declaration=declaration,
        sequence=declaration.submissions_made + 1,
        snapshot=snapshot,
        digest=digest(snapshot),
        edition_digest=catalogue.digest(judgement.edition),
        assessment=judgement.assessment.as_json() if judgement.assessment else None,
        findings=[asdict(each) for each in judgement.findings],
        submitted_by=actor.user_id,
        submitted_by_name=actor.name,
        submitted_at=clock.now(),
    )
