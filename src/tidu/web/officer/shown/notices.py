from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.domain.reviews.actions.noticing import last_day_of, notice_step
from tidu.domain.verification.queries import is_verified
from tidu.kit import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django import forms

    from tidu.domain.declarations.models import Declaration
    from tidu.domain.reviews.models import PublicNotice
    from tidu.rules.schema import Edition, Step


@dataclass(frozen=True)
class Group:
    """Files of one edition that wait to be shown, with the form that shows them."""

    edition: Edition
    step: Step
    files: Sequence[Declaration]
    form: forms.Form
    chosen: frozenset[str]
    unverified: frozenset[str]

    @classmethod
    def of(
        cls, edition: Edition, files: Sequence[Declaration], form: forms.Form, chosen: Sequence[str] | None
    ) -> Group:
        """All that may be shown are chosen until somebody chooses."""
        unverified = frozenset(each.number for each in files if not is_verified(each.enterprise))
        numbers = {each.number for each in files} - unverified if chosen is None else set(chosen)
        return cls(edition, notice_step(edition), files, form, frozenset(numbers), unverified)

    @property
    def last_day(self) -> date:
        """Until when it would be shown from today."""
        return last_day_of(self.step, clock.today())


@dataclass(frozen=True)
class Shown:
    """A notice, and where it stands today."""

    notice: PublicNotice

    @property
    def is_running(self) -> bool:
        return clock.today() <= self.notice.closes_on

    @property
    def days_left(self) -> int:
        return (self.notice.closes_on - clock.today()).days

    @property
    def is_announced(self) -> bool:
        return self.notice.announced_at is not None

    @property
    def waits(self) -> bool:
        """Its days are over and nothing was announced yet."""
        return not self.is_running and not self.is_announced
