"""公告: after the notice is over, the announcement grants every title on its list in one act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.audit.actions import record
from tidu.domain.declarations.actions import destination, move
from tidu.domain.declarations.figures import figures_of
from tidu.domain.declarations.models import Declaration
from tidu.domain.enterprises.actions import note_figures
from tidu.domain.enterprises.queries import member_ids
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.domain.recognitions.actions import grant
from tidu.domain.reviews.errors import ReviewRefusal
from tidu.domain.reviews.models import Decision, PublicNotice
from tidu.domain.verification.queries import unverified_among
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.workflow import Outcome, Position, Status, after_decision

if TYPE_CHECKING:
    from tidu.domain.recognitions.models import Recognition
    from tidu.rules.schema import Edition


@transaction.atomic
def announce(actor: Actor, notice_id: int, *, document_number: str) -> list[Recognition]:
    """Announce the result of a notice that is over: grants its titles; the edition says which level may.

    An enterprise that lost its verification since the notice was published is left out, and waits for another list.
    """
    notice = (
        PublicNotice.objects.select_for_update(of=("self",))
        .select_related("office__region")
        .filter(pk=notice_id, office_id=actor.office_id)
        .first()
    )
    if notice is None:
        raise Http404(notice_id)
    edition = catalogue.edition(notice.edition_id)
    require(actor, Act.ANNOUNCE, level=edition.workflow.grant.level)
    if notice.announced_at is not None:
        raise ReviewRefusal(f"已经以{notice.document_number}公告过了。", "同一份公示只公告一次。")
    if clock.today() <= notice.closes_on:
        raise ReviewRefusal(
            f"公示到 {notice.closes_on:%Y-%m-%d} 才结束。", "公示期内仍可提出异议。", "请在公示结束的次日之后公告。"
        )
    if not document_number.strip():
        raise ReviewRefusal(
            "还没有填公告文号。",
            "证书和公开查询都要引用它。",
            "例如：苏州工信公告〔2026〕3号。",
            field="document_number",
        )
    notice.announced_at, notice.document_number = clock.now(), document_number.strip()
    notice.save(update_fields=["announced_at", "document_number"])
    listed = list(
        Declaration.objects.select_for_update(of=("self",))
        .filter(notice_entries__notice=notice, status=Status.UNDER_REVIEW)
        .select_related("enterprise", "window")
        .order_by("notice_entries__sequence")
    )
    unverified = unverified_among(each.enterprise_id for each in listed)
    granted = [
        _grant_one(actor, notice, edition, declaration, place)
        for place, declaration in enumerate(listed, start=1)
        if declaration.enterprise_id not in unverified
    ]
    record(
        actor,
        "notice.announced",
        "public_notice",
        notice.pk,
        granted=len(granted),
        left_out=len(unverified),
        document=notice.document_number,
    )
    return granted


def _grant_one(
    actor: Actor, notice: PublicNotice, edition: Edition, declaration: Declaration, place: int
) -> Recognition:
    submission = declaration.submissions.get(sequence=declaration.submissions_made)
    Decision.objects.create(
        declaration=declaration,
        submission=submission,
        step=declaration.step,
        office=notice.office,
        outcome=Outcome.GRANT,
        reason=notice.document_number,
        officer_id=actor.user_id,
        officer_name=actor.name,
        at=clock.now(),
    )
    to = after_decision(edition, Position(Status(declaration.status), declaration.step), Outcome.GRANT)
    move(declaration, destination(declaration, edition, to))
    recognition = grant(
        declaration.enterprise,
        edition,
        notice.office,
        on=clock.today(),
        document_number=notice.document_number,
        sequence=notice.pk * 1000 + place,
        declaration_number=declaration.number,
    )
    note_figures(
        declaration.enterprise_id,
        figures_of(edition, submission.snapshot),
        source=f"{declaration.window.year}年填报",
    )
    tell(
        member_ids(declaration.enterprise_id),
        Message.Kind.RECOGNITION,
        f"{edition.name}：已{edition.workflow.grant.act}",
        f"{notice.document_number}，证书编号 {recognition.number}，有效期至 {recognition.valid_until:%Y-%m-%d}。",
        about=declaration.number,
    )
    return recognition
