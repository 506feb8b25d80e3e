"""What an officer decides on one file: pass, return with a reason, reject with a reason."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.audit.actions import record
from tidu.domain.declarations.actions import destination, move
from tidu.domain.declarations.queries import declarations
from tidu.domain.enterprises.queries import member_ids
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.domain.reviews.errors import ReviewRefusal
from tidu.domain.reviews.models import Decision
from tidu.kit import clock
from tidu.kit.working_days import after_working_days
from tidu.rules import catalogue
from tidu.rules.workflow import OUTCOMES, Outcome, Position, Status, after_decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidu.domain.declarations.models import Declaration
    from tidu.rules.schema import Edition, Step

#: Working days the enterprise has to mend, where the officer names no date.
DAYS_TO_MEND = 5
_SHORTEST_REASON = 5


def mend_by(days: int = DAYS_TO_MEND) -> datetime:
    """The end of the office day, ``days`` working days from tomorrow."""
    day = after_working_days(clock.today() + timedelta(days=1), days)
    return datetime.combine(day, time(17), tzinfo=clock.CHINA)


@transaction.atomic
def decide(
    actor: Actor,
    number: str,
    outcome: Outcome,
    *,
    at_step: str,
    at_submission: int,
    reason: str = "",
    pinned: Sequence[str] = (),
    mend_until: datetime | None = None,
    only_usual: bool = False,
) -> Declaration:
    """Record the decision on the step and submission the officer was looking at, and move the file on.

    With ``only_usual`` a file with findings is refused: those are looked at one by one.
    """
    declaration = (
        declarations(actor)
        .filter(number=number)
        .select_for_update(of=("self",))
        .select_related("window", "enterprise")
        .first()
    )
    if declaration is None:
        raise Http404(number)
    if (
        declaration.status != Status.UNDER_REVIEW
        or declaration.step != at_step
        or declaration.submissions_made != at_submission
    ):  # a colleague, or a double click, was faster
        raise ReviewRefusal(
            "没有办成：这件申报已不在您打开时的环节。", "可能是同事先办了，或者企业重新交过。", "请刷新后看现在的状态。"
        )
    edition = catalogue.edition(declaration.edition_id)
    step = edition.step(at_step)
    require(actor, Act.DECIDE)
    if declaration.held_by_id != actor.office_id:
        raise PermissionDenied(f"{number} is held by another office")
    _require_decidable(step, outcome, reason, edition, pinned)
    if only_usual and declaration.findings:
        raise ReviewRefusal(
            f"有 {declaration.findings} 处异常提示，没有批量通过。", "异常要逐家看过。", "请打开这一家办理。"
        )
    if outcome is Outcome.RETURN:
        mend_until = mend_until or mend_by()
        if mend_until <= clock.now():
            raise ReviewRefusal("重交期限已经过去。", "企业需要时间修改。", "请选今天之后的日期。", field="mend_until")
    _write(actor, declaration, edition, outcome, reason.strip(), sorted(set(pinned)), mend_until)
    return declaration


def _require_decidable(step: Step, outcome: Outcome, reason: str, edition: Edition, pinned: Sequence[str]) -> None:
    if outcome not in OUTCOMES[step.kind] or outcome is Outcome.GRANT:
        raise ReviewRefusal("本环节不能作此结论。", f"“{step.name}”由公示和公告来完成。", "请到“公示公告”里办理。")
    if outcome is not Outcome.PASS and len(reason.strip()) < _SHORTEST_REASON:
        raise ReviewRefusal(
            "还没有写理由。",
            "企业会看到全文，要凭它来修改或了解原因。",
            "请写明哪里不对、依据是什么、怎么改。",
            field="reason",
        )
    if unknown := [key for key in pinned if key.partition("[")[0] not in edition.fields]:
        raise ReviewRefusal(f"表里没有这些内容：{'、'.join(unknown)}。", field="pinned")


def _write(
    actor: Actor,
    declaration: Declaration,
    edition: Edition,
    outcome: Outcome,
    reason: str,
    pinned: list[str],
    mend_until: datetime | None,
) -> None:
    submission = declaration.submissions.get(sequence=declaration.submissions_made)
    step = edition.step(declaration.step)
    Decision.objects.create(
        declaration=declaration,
        submission=submission,
        step=step.key,
        office_id=actor.office_id,
        outcome=outcome,
        reason=reason,
        pinned=pinned,
        mend_by=mend_until if outcome is Outcome.RETURN else None,
        officer_id=actor.user_id,
        officer_name=actor.name,
        at=clock.now(),
    )
    to = after_decision(edition, Position(Status(declaration.status), declaration.step), outcome)
    if outcome is Outcome.RETURN:
        move(declaration, destination(declaration, edition, to, due_at=mend_until), open_cells=pinned)
    else:
        move(declaration, destination(declaration, edition, to))
    record(actor, f"review.{outcome}", "declaration", declaration.number, step=step.key)
    title, body = _news(edition, step, outcome, reason, mend_until, declaration, actor)
    tell(member_ids(declaration.enterprise_id), Message.Kind.DECLARATION, title, body, about=declaration.number)


def _news(
    edition: Edition,
    step: Step,
    outcome: Outcome,
    reason: str,
    mend_until: datetime | None,
    declaration: Declaration,
    actor: Actor,
) -> tuple[str, str]:
    match outcome:
        case Outcome.RETURN:
            assert mend_until is not None
            until = mend_until.astimezone(clock.CHINA)
            return (
                f"{edition.name}被退回修改，{until:%-m月%-d日 %H:%M} 前重交",
                f"{actor.office_name}的意见：\n{reason}",
            )
        case Outcome.REJECT:
            return f"{edition.name}未通过{step.name}", f"{actor.office_name}的意见：\n{reason}"
        case _:
            now_at = f"现由{declaration.held_by.name}办理。" if declaration.held_by else ""
            return f"{edition.name}已通过{step.name}", now_at
