"""The chapters of a form with how far each is, and which stand before and behind the one that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidu.domain.declarations.judging import Judgement
    from tidu.rules.checks import SectionState


@dataclass(frozen=True)
class Chapters:
    """All chapters in order, and where one is."""

    states: tuple[SectionState, ...]
    current: str
    before: SectionState | None
    behind: SectionState | None
    done: int
    percent: int


def chapters_of(judgement: Judgement, current: str = "") -> Chapters:
    """How far each section of a declaration is."""
    states = tuple(judgement.states[each.key] for each in judgement.edition.form.sections)
    keys = [each.section for each in states]
    here = keys.index(current) if current in keys else -1
    return Chapters(
        states=states,
        current=current,
        before=states[here - 1] if here > 0 else None,
        behind=states[here + 1] if 0 <= here < len(states) - 1 else None,
        done=sum(1 for each in states if each.done),
        percent=percent_done(states),
    )


def percent_done(states: tuple[SectionState, ...]) -> int:
    """Answered of what is required, in whole percent; a hundred is said of nothing that is not complete."""
    required = sum(each.required for each in states)
    answered = sum(each.answered for each in states)
    if all(each.done for each in states):
        return 100
    return min(99, 100 * answered // required) if required else 99
