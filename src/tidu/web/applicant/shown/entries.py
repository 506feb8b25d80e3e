"""申报入口: the windows of a province as cards or rows, each with what keeps the enterprise from beginning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tidu.domain.declarations.preconditions import Obstacle, obstacles
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.web.applicant.shown.state import Own, own

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tidu.domain.declarations.models import Declaration
    from tidu.domain.declarations.preconditions import Standing
    from tidu.domain.recognitions.models import Recognition
    from tidu.domain.windows.models import Window
    from tidu.rules.citing import Source


class When(StrEnum):
    """Where now lies in a window."""

    AHEAD = "ahead"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True)
class Entry:
    """One window, seen by one enterprise."""

    code: str
    edition_id: str
    name: str
    batch: str
    year: int
    source: Source
    opens_at: datetime
    closes_at: datetime
    when: When
    obstacles: tuple[Obstacle, ...]
    begun: Own | None
    title: Recognition | None

    @property
    def is_beginnable(self) -> bool:
        return self.when is When.OPEN and not self.obstacles and self.begun is None


def entries_of(windows: Iterable[Window], standing: Standing, declarations: Iterable[Declaration]) -> list[Entry]:
    """Every window with its state, in the order given."""
    begun = {each.window_id: each for each in declarations}
    return [_entry(each, standing, begun.get(each.pk)) for each in windows]


def _entry(window: Window, standing: Standing, begun: Declaration | None) -> Entry:
    edition = catalogue.edition(window.edition_id)
    return Entry(
        code=window.code,
        edition_id=window.edition_id,
        name=edition.name,
        batch=window.batch,
        year=window.year,
        source=edition.source,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        when=_when(window),
        obstacles=() if begun else tuple(obstacles(edition, standing)),
        begun=own(begun) if begun else None,
        title=standing.titles.get(edition.title),
    )


def _when(window: Window) -> When:
    now = clock.now()
    if now < window.opens_at:
        return When.AHEAD
    return When.OPEN if now <= window.closes_at else When.OVER
