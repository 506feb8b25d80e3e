"""The level strip of one declaration: from the enterprise to the announcement, with who, when and with what result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.rules.schema import StepKind
from tidu.rules.workflow import Outcome, Status
from tidu.web.ui.formats import day_in_words
from tidu.web.ui.levels import LevelStep, Passage
from tidu.web.ui.states import LEVEL_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidu.domain.declarations.models import Declaration
    from tidu.domain.reviews.models import Decision
    from tidu.rules.schema import Edition, Step

_SHOWN = 14  # characters of an opinion
_DONE = {Outcome.PASS: "通过", Outcome.RETURN: "退回", Outcome.REJECT: "不通过", Outcome.GRANT: "公告"}
_PASSAGE = {
    Outcome.PASS: Passage.DONE,
    Outcome.RETURN: Passage.RETURNED,
    Outcome.REJECT: Passage.REJECTED,
    Outcome.GRANT: Passage.DONE,
}


def strip_of(declaration: Declaration, edition: Edition, decisions: Sequence[Decision]) -> list[LevelStep]:
    """Its way so far and onward. An earlier return stands before the steps of the present round."""
    current = {each.step: each for each in decisions if each.submission.sequence == declaration.submissions_made}
    earlier = [each for each in decisions if each.outcome == Outcome.RETURN and each.step not in current]
    count = declaration.submissions_made
    strip = [
        LevelStep(
            "企业提交",
            Passage.DONE,
            day_in_words(declaration.submitted_at),
            "首次提交" if count == 1 else f"第 {count} 次提交",
        )
    ]
    strip += [_decided(each, edition.step(each.step)) for each in earlier[-1:]]
    strip += [_step(step, declaration, current.get(step.key)) for step in edition.workflow.steps]
    return strip


def _step(step: Step, declaration: Declaration, decision: Decision | None) -> LevelStep:
    if decision is not None:
        return _decided(decision, step)
    name = f"{LEVEL_NAMES[step.level]}{'公示' if step.kind is StepKind.PUBLIC_NOTICE else '审核'}"
    if declaration.status == Status.UNDER_REVIEW and declaration.step == step.key:
        assert declaration.held_by is not None
        since = f"{day_in_words(declaration.moved_at)}送达"
        return LevelStep(name, Passage.NOW, since, declaration.held_by.name)
    return LevelStep(name, Passage.AHEAD, note="" if step.name == name else step.name)


def _decided(decision: Decision, step: Step) -> LevelStep:
    outcome = Outcome(decision.outcome)
    said = "" if outcome is Outcome.RETURN or not decision.reason else f"，{shortened(decision.reason)}"
    return LevelStep(
        f"{LEVEL_NAMES[step.level]}{_DONE[outcome]}",
        _PASSAGE[outcome],
        day_in_words(decision.at),
        f"{decision.office.name} {decision.officer_name}{said}",
        url="#said" if outcome in {Outcome.RETURN, Outcome.REJECT} else "",
    )


def shortened(text: str) -> str:
    """The beginning of what was said; in full it stands among the opinions."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
