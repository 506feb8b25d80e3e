"""Submitting: what the person saw is what is frozen, or nothing is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404

from tidu.domain.audit.actions import record
from tidu.domain.declarations.actions.moving import Destination, destination, move
from tidu.domain.declarations.errors import DeclarationRefusal, NotComplete, Outdated
from tidu.domain.declarations.judging import Judgement
from tidu.domain.declarations.models import Change, Declaration, Evidence, SectionAnswers, Submission
from tidu.domain.declarations.opening import require_open
from tidu.domain.declarations.preconditions import Standing
from tidu.domain.enterprises.colleagues import require_may_submit
from tidu.domain.enterprises.queries import member_ids
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.kit import clock
from tidu.kit.canonical import digest
from tidu.rules import catalogue
from tidu.rules.workflow import Position, Status, after_submission

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.domain.accounts.access import Actor
    from tidu.domain.enterprises.models import Enterprise


def submit(actor: Actor, number: str, *, seen: Mapping[str, int]) -> Submission:
    """Freeze what is saved and send it to the first step; refused where ``seen`` (section → revision) is not what is.

    A second click returns the submission of the first. Everything is judged before the first lock is taken; inside
    it only stands that nothing has changed since, so that on the last evening nobody waits for another's arithmetic.
    """
    require_may_submit(actor)
    declaration = (
        Declaration.objects.select_related("window").filter(number=number, enterprise_id=actor.enterprise_id).first()
    )
    if declaration is None:
        raise Http404(number)
    if declaration.status == Status.UNDER_REVIEW and (repeated := _same_again(declaration, seen)) is not None:
        return repeated
    require_open(declaration)
    rows = list(SectionAnswers.objects.filter(declaration=declaration).order_by("id"))
    _require_seen(declaration, {row.section: row.revision for row in rows}, seen)
    standing = Standing.of_enterprise(declaration.enterprise_id)
    judgement = Judgement.of(declaration, rows, standing)
    if judgement.blocking:
        raise NotComplete(judgement.blocking)
    edition = judgement.edition
    to = destination(
        declaration, edition, after_submission(edition, Position(Status(declaration.status), declaration.step))
    )
    return _send(actor, declaration, judgement, _frozen(actor, declaration, standing.enterprise, judgement, seen), to)


@transaction.atomic
def _send(
    actor: Actor, judged: Declaration, judgement: Judgement, submission: Submission, to: Destination
) -> Submission:
    """Lock, see that all is still as it was judged, and write.

    Who saves locks the declaration as well, so its sections stand still without a lock of their own.
    """
    judged_at = (judged.status, judged.step, judged.moved_at)
    held = Declaration.objects.select_for_update().values_list("status", "step", "moved_at").get(pk=judged.pk)
    seen = submission.snapshot["revisions"]
    if held != judged_at:
        if held[0] == Status.UNDER_REVIEW and (repeated := _same_again(judged, seen)) is not None:
            return repeated
        raise DeclarationRefusal("没有提交：这件申报刚刚被处理过。", "可能是同事先办了。", "请刷新后看现在的状态。")
    sections = SectionAnswers.objects.filter(declaration=judged)
    _require_seen(judged, dict(sections.values_list("section", "revision")), seen)
    submission.save(force_insert=True)
    assessment = judgement.assessment
    move(
        judged,
        to,
        submissions_made=submission.sequence,
        submitted_at=submission.submitted_at,
        open_cells=[],
        points=assessment.total if assessment else None,
        qualifies=assessment.qualifies if assessment else "",
        route=assessment.route or "" if assessment else "",
        findings=len(judgement.findings),
    )
    record(
        actor,
        "declaration.submitted",
        "declaration",
        judged.number,
        sequence=submission.sequence,
        digest=submission.digest,
    )
    assert to.held_by is not None
    tell(
        member_ids(judged.enterprise_id),
        Message.Kind.DECLARATION,
        f"{judgement.edition.name}已提交，正由{to.held_by.name}审核",
        f"回执号 {judged.number}-{submission.sequence}。审核结果和退回意见都会在这里告诉您。",
        about=judged.number,
    )
    return submission


def _same_again(declaration: Declaration, seen: Mapping[str, int]) -> Submission | None:
    last = declaration.submissions.order_by("-sequence").first()
    return last if last is not None and last.snapshot["revisions"] == dict(seen) else None


def _require_seen(declaration: Declaration, saved: Mapping[str, int], seen: Mapping[str, int]) -> None:
    outdated = [section for section, revision in saved.items() if seen.get(section) != revision]
    if not outdated:
        return
    cells: list[str] = []
    for section in outdated:
        cells += Change.objects.filter(
            declaration=declaration, section=section, revision__gt=seen.get(section, 0)
        ).values_list("cell", flat=True)
    raise Outdated(sorted(set(cells)))


def _frozen(
    actor: Actor, declaration: Declaration, enterprise: Enterprise, judgement: Judgement, seen: Mapping[str, int]
) -> Submission:
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
    return Submission(
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
