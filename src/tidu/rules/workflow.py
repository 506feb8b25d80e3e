"""Where a declaration may go: pure movements over an edition's steps. No database, no user, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tidu.rules.schema import Edition, StepKind


class Status(StrEnum):
    DRAFT = "draft"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    GRANTED = "granted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    PASS = "pass"
    RETURN = "return"
    REJECT = "reject"
    GRANT = "grant"


@dataclass(frozen=True)
class Position:
    """Where a declaration stands; `step` is empty where the status has none."""

    status: Status
    step: str = ""


class IllegalMove(Exception):
    """The map has no such movement."""


#: Where the applicant may still type.
EDITABLE = frozenset({Status.DRAFT, Status.RETURNED, Status.WITHDRAWN})

#: What an officer may conclude, by the kind of step; a public notice ends in the announcement, which is the grant.
OUTCOMES: dict[StepKind, frozenset[Outcome]] = {
    StepKind.REVIEW: frozenset({Outcome.PASS, Outcome.RETURN, Outcome.REJECT}),
    StepKind.PUBLIC_NOTICE: frozenset({Outcome.GRANT, Outcome.RETURN, Outcome.REJECT}),
}


def after_submission(edition: Edition, at: Position) -> Position:
    """Return the first step; what was returned or withdrawn starts there again."""
    if at.status not in EDITABLE:
        raise IllegalMove(f"{at.status} cannot be submitted")
    return Position(Status.UNDER_REVIEW, edition.workflow.steps[0].key)


def after_decision(edition: Edition, at: Position, outcome: Outcome) -> Position:
    """Return the position that ``outcome`` at the current step leads to."""
    if at.status is not Status.UNDER_REVIEW:
        raise IllegalMove(f"{at.status} is not under review")
    step = edition.step(at.step)
    if outcome not in OUTCOMES[step.kind]:
        raise IllegalMove(f"{at.step} cannot {outcome}")
    match outcome:
        case Outcome.RETURN:
            return Position(Status.RETURNED, at.step)
        case Outcome.REJECT:
            return Position(Status.REJECTED, at.step)
        case Outcome.GRANT:
            return Position(Status.GRANTED)
        case Outcome.PASS:
            keys = [each.key for each in edition.workflow.steps]
            here = keys.index(at.step)
            if here + 1 == len(keys):
                return Position(Status.GRANTED)
            return Position(Status.UNDER_REVIEW, keys[here + 1])


def after_withdrawal(at: Position, *, decided: bool) -> Position:
    """Return the withdrawn position; only before the first decision."""
    if at.status is not Status.UNDER_REVIEW or decided:
        raise IllegalMove("only what nobody has decided yet can be withdrawn")
    return Position(Status.WITHDRAWN)
