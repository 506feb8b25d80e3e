"""A title as anyone may read it: its name, what it is today, its days, its document and its certificate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.kit import clock
from tidu.rules import catalogue
from tidu.web.ui.states import TitleState

if TYPE_CHECKING:
    from datetime import date

    from tidu.domain.recognitions.models import Recognition


@dataclass(frozen=True)
class ShownTitle:
    """One title that an enterprise holds or held."""

    name: str
    state: TitleState
    number: str
    document_number: str
    granted_on: date
    valid_until: date
    cancelled_on: date | None

    @property
    def is_current(self) -> bool:
        return self.state in {TitleState.VALID, TitleState.EXPIRING, TitleState.IN_RENEWAL}


def shown(recognition: Recognition) -> ShownTitle:
    """The title as it is today."""
    return ShownTitle(
        name=catalogue.titles()[recognition.title].name,
        state=TitleState(recognition.state_on(clock.today()).value),
        number=recognition.number,
        document_number=recognition.document_number,
        granted_on=recognition.granted_on,
        valid_until=recognition.valid_until,
        cancelled_on=recognition.cancelled_on,
    )
