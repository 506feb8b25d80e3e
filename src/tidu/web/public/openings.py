"""申报时间 as the public sees them: each programme of a place with its windows, or with the news that none is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tidu.domain.windows.queries import windows_in
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.web.ui.deadlines import days_between, urgency
from tidu.web.ui.formats import day_in_words, moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tidu.domain.windows.models import Window
    from tidu.rules.schema import Edition

LOOK_BACK = timedelta(days=400)


class Phase(StrEnum):
    """What a window is at a moment."""

    OPEN = "open"
    AHEAD = "ahead"
    OVER = "over"
    NONE = "none"  # no window is open or announced


@dataclass(frozen=True)
class Opening:
    """One window, or (without a code) a programme that has none; the times are then those of the last one."""

    edition_id: str
    name: str
    code: str = ""
    batch: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    @property
    def phase(self) -> Phase:
        """What it is now: kept rows never lie about the hour."""
        now = clock.now()
        if not self.code or self.opens_at is None or self.closes_at is None:
            return Phase.NONE
        if now < self.opens_at:
            return Phase.AHEAD
        return Phase.OPEN if now <= self.closes_at else Phase.OVER

    @property
    def bar(self) -> str:
        """How its bar is drawn on the track."""
        if self.phase is Phase.AHEAD:
            return "ahead"
        return "urgent" if self.is_urgent else ""

    @property
    def is_urgent(self) -> bool:
        """Whether it closes within days."""
        return (
            self.phase is Phase.OPEN
            and self.closes_at is not None
            and urgency(days_between(clock.now(), self.closes_at)) == "u"
        )

    @property
    def words(self) -> str:
        """第一批，2月25日 至 4月20日 17:00"""
        if self.opens_at is None or self.closes_at is None:
            return "开放时间由主管部门公告"
        if not self.code:
            return f"本省未开放，上次为 {_period(self.opens_at, self.closes_at)}"
        return f"{self.batch}，{day_in_words(self.opens_at)} 至 {moment(self.closes_at)}"


def _period(since: datetime, until: datetime) -> str:
    """The year is said once where it is one."""
    last = until.astimezone(clock.CHINA)
    same_year = since.astimezone(clock.CHINA).year == last.year
    return f"{day_in_words(since)} 至 {f'{last.month}月{last.day}日' if same_year else day_in_words(until)}"


def openings(province_code: str) -> tuple[Opening, ...]:
    """Every programme in force for a province, from the base up, and its windows of the past year. One query."""
    windows = windows_in(province_code, since=clock.now() - LOOK_BACK)
    found: list[Opening] = []
    for edition in programmes(province_code):
        found += _of_programme(edition, [each for each in windows if each.programme == edition.programme])
    return tuple(found)


def programmes(province_code: str) -> list[Edition]:
    """The editions in force today for a province, one a programme, from the base title up."""
    keys = dict.fromkeys(edition.programme for edition in catalogue.editions())
    today = clock.today()
    found = [edition for key in keys if (edition := catalogue.in_force(key, today, province_code)) is not None]
    titles = catalogue.titles()
    return sorted(found, key=lambda edition: titles[edition.title].tier)


def _of_programme(edition: Edition, windows: Iterable[Window]) -> list[Opening]:
    rows = [
        Opening(
            edition_id=window.edition_id,
            name=catalogue.edition(window.edition_id).name,
            code=window.code,
            batch=window.batch,
            opens_at=window.opens_at,
            closes_at=window.closes_at,
        )
        for window in windows
    ]
    if any(row.phase in {Phase.OPEN, Phase.AHEAD} for row in rows):
        return rows
    last = rows[-1] if rows else None
    return [
        Opening(
            edition.id,
            edition.name,
            opens_at=last.opens_at if last else None,
            closes_at=last.closes_at if last else None,
        ),
        *rows,
    ]
