"""What waits for the enterprise: drafts and returned files with their deadlines, and what the next step still lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.domain.declarations.opening import closes_at, is_open
from tidu.rules.checks import REQUIRED
from tidu.rules.schema import FieldType
from tidu.rules.workflow import Status
from tidu.web.applicant.shown.chapters import chapters_of
from tidu.web.applicant.shown.score import Need, ScorePanel, panel_of, steps_up
from tidu.web.applicant.shown.state import Own, own

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tidu.domain.declarations.judging import Judgement
    from tidu.domain.declarations.models import Declaration

    Judged = tuple[Declaration, Judgement]


@dataclass(frozen=True)
class Todo:
    """One thing to do, until when."""

    own: Own
    due_at: datetime
    percent: int
    is_returned: bool


@dataclass(frozen=True)
class NextStep:
    """What stands between the enterprise and the title of its open draft."""

    own: Own
    percent: int
    panel: ScorePanel | None
    to_mend: int
    blank: int
    slots: tuple[str, ...]
    steps: tuple[Need, ...]
    document: str
    last_year: int

    @property
    def is_complete(self) -> bool:
        return not (self.to_mend or self.blank or self.slots)


def todos_of(judged: Iterable[Judged]) -> list[Todo]:
    """The files in the enterprise's hands, the first to close first."""
    found = [
        Todo(
            own=own(declaration),
            due_at=closes_at(declaration),
            percent=chapters_of(judgement).percent,
            is_returned=declaration.status == Status.RETURNED,
        )
        for declaration, judgement in judged
        if is_open(declaration)
    ]
    return sorted(found, key=lambda each: each.due_at)


def next_step_of(judged: Sequence[Judged]) -> NextStep | None:
    """The file that came back, else the one that closes first, beside its standard; None where nothing is open."""
    current = [each for each in judged if is_open(each[0])]
    if not current:
        return None
    declaration, judgement = min(current, key=lambda each: (each[0].status != Status.RETURNED, closes_at(each[0])))
    blank = [each for each in judgement.blocking if each.check == REQUIRED]
    fields = judgement.edition.fields
    slots = [each.name for each in blank if fields[each.field].type is FieldType.FILES]
    return NextStep(
        own=own(declaration),
        percent=chapters_of(judgement).percent,
        panel=panel_of(judgement),
        to_mend=len(judgement.blocking) - len(blank),
        blank=len(blank) - len(slots),
        slots=tuple(slots),
        steps=tuple(steps_up(judgement.assessment))[:3] if judgement.assessment else (),
        document=judgement.edition.source.document,
        last_year=judgement.last_year,
    )
