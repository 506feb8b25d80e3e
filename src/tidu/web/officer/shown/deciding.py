"""The decision bar: who may decide, what each button does, and what was typed so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tidu.domain.accounts.access import Act, Actor, can
from tidu.domain.reviews.actions import mend_by
from tidu.rules.schema import StepKind
from tidu.rules.workflow import Outcome, Position, Status, after_decision
from tidu.web.ui.formats import day_in_words, moment
from tidu.web.ui.states import LEVEL_NAMES

if TYPE_CHECKING:
    from django.http import QueryDict

    from tidu.domain.declarations.models import Declaration
    from tidu.rules.schema import Edition

#: Working days an enterprise may be given to mend; the first is what is offered.
CHOICES_OF_DAYS = (5, 3, 10, 15)

_SMALL = re.compile(r"[0-9]{1,5}")

#: Beginnings of a reason: the word on the button, and the sentence it adds.
TEMPLATES = {
    "audit": (
        "与审计报告不一致",
        "【哪一项】申报 … 万元，审计报告第 … 页为 … 万元。请按审计报告改，或上传专项审计并说明口径。",
    ),
    "staff": ("人数与社保不一致", "从业人数：申报 … 人，社保 … 人。请写一句差额原因，或按社保人数改。"),
    "unreadable": ("附件看不清", "附件“…”看不清。请重新扫描（200 dpi 以上）后上传。"),
    "missing": ("缺附件", "缺少“…”。请上传能证明这一项的材料。"),
    "unit": ("单位填错", "【哪一项】的单位应为万元，现在像是按元填的。请核对后改。"),
    "region": ("注册地不对", "注册地与营业执照不一致。请先在企业信息里核对注册地。"),
}


@dataclass(frozen=True)
class Typed:
    """What the officer has typed into the decision form."""

    outcome: str = ""
    reason: str = ""
    pinned: tuple[str, ...] = ()
    days: int = CHOICES_OF_DAYS[0]
    at_step: str = ""
    at_submission: int = -1
    is_confirmed: bool = False

    @classmethod
    def read(cls, posted: QueryDict) -> Typed:
        return cls(
            outcome=posted.get("outcome", ""),
            reason=posted.get("reason", ""),
            pinned=tuple(posted.getlist("pinned")),
            days=whole(posted.get("days", ""), CHOICES_OF_DAYS[0]),
            at_step=posted.get("at_step", ""),
            at_submission=whole(posted.get("at_submission", ""), -1),
            is_confirmed=posted.get("confirm") == "yes",
        )


def whole(text: str, otherwise: int) -> int:
    """A small whole number that came with a form, or something else where it is none."""
    return int(text) if _SMALL.fullmatch(text) else otherwise


def templates_joined(typed: Typed, key: str) -> Typed:
    """The reason with one more numbered line, from a template."""
    if key not in TEMPLATES:
        return typed
    lines = [line for line in typed.reason.rstrip().split("\n") if line.strip()]
    return replace(typed, reason="\n".join([*lines, f"{len(lines) + 1}. {TEMPLATES[key][1]}"]))


@dataclass(frozen=True)
class Bar:
    """The bar at the foot of a review. With `because` nothing can be decided, and it says why."""

    because: str = ""
    passes_to: str = ""  # the words on the button
    reject_word: str = ""
    days: tuple[tuple[int, str], ...] = ()
    templates: tuple[tuple[str, str], ...] = field(
        default_factory=lambda: tuple((k, w) for k, (w, _) in TEMPLATES.items())
    )


def bar_for(actor: Actor, declaration: Declaration, edition: Edition) -> Bar:
    """What the actor may decide on it now. No query: the office came with the declaration."""
    if because := _why_not(actor, declaration, edition):
        return Bar(because=because)
    step = edition.step(declaration.step)
    return Bar(
        passes_to=_passes_to(edition, declaration.step),
        reject_word="不予认定" if step.level is edition.workflow.grant.level else "不予推荐",
        days=tuple((count, f"{count} 个工作日，{moment(mend_by(count))}") for count in CHOICES_OF_DAYS),
    )


def _why_not(actor: Actor, declaration: Declaration, edition: Edition) -> str:
    match declaration.status:
        case Status.RETURNED:
            until = f"，{day_in_words(declaration.due_at)}前重交" if declaration.due_at else ""
            return f"已退回企业修改{until}。重交后才能继续审核。"
        case Status.GRANTED | Status.REJECTED:
            return "这件申报已经办结，只能查看。"
        case _:
            pass
    assert declaration.held_by is not None
    step = edition.step(declaration.step)
    if declaration.held_by_id != actor.office_id:
        return f"现由{declaration.held_by.name}办理（{step.name}），本级可以查看，不能决定。"
    if step.kind is StepKind.PUBLIC_NOTICE:
        return f"在{step.name}环节，到“公示公告”里办理。"
    if not can(actor, Act.DECIDE):
        return "您的岗位可以查看，不能决定。需要时请本级审核岗位办理。"
    return ""


def _passes_to(edition: Edition, step_key: str) -> str:
    to = after_decision(edition, Position(Status.UNDER_REVIEW, step_key), Outcome.PASS)
    if to.status is Status.GRANTED:
        return "通过并办结"
    step = edition.step(to.step)
    if step.kind is StepKind.PUBLIC_NOTICE:
        here = edition.step(step_key).level
        return "通过，进入公示" if step.level is here else f"通过，送{LEVEL_NAMES[step.level]}公示"
    return f"通过并推荐到{LEVEL_NAMES[step.level]}"
