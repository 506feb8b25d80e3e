"""What is wrong, why, and how to mend it: the three parts of every error on screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.core.exceptions import ValidationError


class ThreePart(Protocol):
    """Anything that can be told as an error: a problem of the rules, a refusal of the domain."""

    @property
    def what(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def mend(self) -> str: ...


@dataclass(frozen=True)
class Told:
    """The three parts as plain text."""

    what: str
    why: str = ""
    mend: str = ""


class FieldProblem(ValidationError):
    """An error for a Django form that keeps its three parts: ``form.add_error("mobile", FieldProblem(refusal))``."""

    def __init__(self, problem: ThreePart | str, why: str = "", mend: str = "") -> None:
        told = Told(problem, why, mend) if isinstance(problem, str) else problem
        super().__init__("".join((told.what, told.why, told.mend)))
        self.what = told.what
        self.why = told.why
        self.mend = told.mend


def told(error: object) -> ThreePart:
    """The three parts of a form's error; one of Django's own has only the first."""
    if isinstance(error, FieldProblem):
        return error
    if isinstance(error, ValidationError):
        return Told("".join(str(message) for message in error.messages))
    return Told(str(error))
