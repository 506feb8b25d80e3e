"""The level strip of a declaration: who had it, when, with what result, and where it goes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.rules.schema import StepKind
from tidu.rules.workflow import Outcome, Status
from tidu.web.ui.formats import moment
from tidu.web.ui.levels import LevelStep, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tidu.domain.declarations.models import Declaration
    from tidu.domain.reviews.models import Decision
    from tidu.rules.schema import Edition, Step

_DONE = {
    Outcome.PASS: (Passage.DONE, "通过"),
    Outcome.GRANT: (Passage.DONE, "已公告"),
    Outcome.RETURN: (Passage.RETURNED, "退回修改"),
    Outcome.REJECT: (Passage.REJECTED, "不予通过"),
}


def steps_of(declaration: Declaration, edition: Edition, decisions: Iterable[Decision]) -> list[LevelStep]:
    """The enterprise first, then each step of the edition with its latest decision, the grant last."""
    latest = {each.step: each for each in decisions}
    reached = [each.key for each in edition.workflow.steps]
    here = reached.index(declaration.step) if declaration.step else -1
    steps = [_enterprise(declaration)]
    for place, step in enumerate(edition.workflow.steps):
        steps.append(_of_step(declaration, step, latest.get(step.key), is_behind=place < here))
    is_granted = declaration.status == Status.GRANTED
    steps.append(
        LevelStep(
            edition.workflow.grant.act,
            Passage.DONE if is_granted else Passage.AHEAD,
            moment(declaration.moved_at) if is_granted else "",
        )
    )
    return steps


def _enterprise(declaration: Declaration) -> LevelStep:
    if declaration.status in {Status.DRAFT, Status.RETURNED, Status.WITHDRAWN}:
        words = {Status.DRAFT: "正在填报", Status.RETURNED: "请修改后重交", Status.WITHDRAWN: "已撤回，可以接着改"}
        return LevelStep("企业填报", Passage.NOW, note=words[Status(declaration.status)])
    return LevelStep("企业提交", Passage.DONE, moment(declaration.submitted_at))


def _of_step(declaration: Declaration, step: Step, decision: Decision | None, *, is_behind: bool) -> LevelStep:
    if declaration.status == Status.UNDER_REVIEW and declaration.step == step.key:
        office = declaration.held_by.name if declaration.held_by else ""
        word = "正在公示" if step.kind is StepKind.PUBLIC_NOTICE else "正在审核"
        return LevelStep(step.name, Passage.NOW, note=f"{office}{word}")
    decided_now = is_behind or declaration.status in {Status.GRANTED, Status.REJECTED, Status.RETURNED}
    if decision is None or not decided_now:
        return LevelStep(step.name, Passage.AHEAD)
    passage, word = _DONE[Outcome(decision.outcome)]
    reason = "#return" if decision.outcome in {Outcome.RETURN, Outcome.REJECT} else ""
    return LevelStep(f"{step.name}{word}", passage, moment(decision.at), decision.office.name, reason)
