"""Tells the stories of the declarations: every step on its day, by the clerk of the enterprise or by an officer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from tidu.demo.building.answers_innovative import innovative_answers
from tidu.demo.building.answers_specialised import specialised_answers
from tidu.demo.building.drafts import leave_unfinished
from tidu.demo.building.filling import Clerk, Sheet, send
from tidu.demo.building.findings import fault_of, rejection_of
from tidu.demo.building.handwriting import Hand
from tidu.demo.building.people import Cast
from tidu.demo.building.stories import Step, Story
from tidu.demo.building.timeline import Timeline, days_for, office_time, working_days
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.seeds import Stream
from tidu.domain.accounts.access import Actor
from tidu.domain.declarations.actions import begin, withdraw
from tidu.domain.declarations.models import Declaration
from tidu.domain.declarations.queries import declaration_for
from tidu.domain.messages.actions import mark_read
from tidu.domain.messages.queries import inbox
from tidu.domain.reviews.actions import decide
from tidu.rules import catalogue
from tidu.rules.workflow import Outcome

_ANSWERS = {"innovative": innovative_answers, "specialised": specialised_answers}


class Telling:
    """One story being told."""

    def __init__(self, timeline: Timeline, cast: Cast, story: Story) -> None:
        self._timeline = timeline
        self._cast = cast
        self._story = story
        self._stream = Stream(0, f"{story.enterprise.credit_code} {story.window.code}")
        self._programme = catalogue.edition(story.window.edition_id).programme
        self._number = ""

    @property
    def enterprise(self) -> SyntheticEnterprise:
        """Whose story it is."""
        return self._story.enterprise

    @property
    def days(self) -> list[date]:
        """The day of each step."""
        story = self._story
        days = working_days(story.window.first_day, story.until)
        # what came back must be mended within five working days
        apart = 4 if Step.MEND in story.steps else 6
        return days_for(self._stream, days, len(story.steps), lately=story.lately, apart=apart)

    def plan(self) -> None:
        """Put the steps on the timeline."""
        for place, (step, day) in enumerate(zip(self._story.steps, self.days, strict=True)):
            self._timeline.at(office_time(self._stream, f"step-{place}", day), partial(self._do, step))

    @property
    def _actor(self) -> Actor:
        return self._cast.of(self._story.enterprise)

    @property
    def _declaration(self) -> Declaration:
        return declaration_for(self._actor, self._number)

    def _clerk(self) -> Clerk:
        declaration = begin(self._actor, self._story.window.code)
        self._number = declaration.number
        return Clerk(self._actor, self._story.enterprise, declaration)

    def _sheet(self, wrong: Mapping[str, Any]) -> Sheet:
        enterprise = self._story.enterprise
        last_year = self._story.window.first_day.year - 1
        years = tuple(each for each in enterprise.figures if each.year <= last_year)
        typed, slots = _ANSWERS[self._programme](enterprise, years, Hand(enterprise))
        return Sheet({**typed, **wrong}, slots)

    def _do(self, step: Step) -> None:
        match step:
            case Step.FILL | Step.FILL_IN_PART:
                self._fill(step)
            case Step.SUBMIT:
                send(self._actor, self._number)
            case Step.MEND:
                self._mend()
            case Step.WITHDRAW:
                withdraw(self._actor, self._number)
            case Step.PASS | Step.RETURN | Step.REJECT:
                self._decide(step)

    def _fill(self, step: Step) -> None:
        enterprise, clerk = self._story.enterprise, self._clerk()
        if Step.SUBMIT not in self._story.steps:
            leave_unfinished(clerk, enterprise, self._sheet({}), in_part=step is Step.FILL_IN_PART)
            return
        is_found = Step.RETURN in self._story.steps
        fault = fault_of(enterprise, self._programme)
        clerk.fill(self._sheet(fault.wrong(enterprise, Hand(enterprise)) if is_found else {}))

    def _mend(self) -> None:
        """Read what came, put the pinned cells right and send it again."""
        enterprise, clerk = self._story.enterprise, self._clerk()
        for message in inbox(self._actor).rows:
            mark_read(self._actor, message.pk)
        fault = fault_of(enterprise, self._programme)
        right = self._sheet({}).typed
        cells = fault.wrong(enterprise, Hand(enterprise))
        clerk.mend({cell: right[cell] for cell in cells}, list(fault.files))
        clerk.submit()

    def _decide(self, step: Step) -> None:
        declaration, enterprise = self._declaration, self._story.enterprise
        assert declaration.held_by is not None
        decided = partial(
            decide,
            self._cast.reviewer(declaration.held_by.region_id),
            self._number,
            at_step=declaration.step,
            at_submission=declaration.submissions_made,
        )
        match step:
            case Step.RETURN:
                fault = fault_of(enterprise, self._programme)
                decided(Outcome.RETURN, reason=fault.reason, pinned=fault.pinned)
            case Step.REJECT:
                reason = rejection_of(enterprise, declaration.edition_id, declaration.points)
                decided(Outcome.REJECT, reason=reason)
            case _:
                decided(Outcome.PASS)
