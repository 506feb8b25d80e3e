"""The windows of the demo world: what the provinces opened, and until when each level has to decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from tidu.demo.building.people import OTHER_PROVINCE, Cast
from tidu.demo.building.timeline import Timeline, moment
from tidu.demo.places import DEMO_PROVINCE
from tidu.domain.windows.actions import open_window
from tidu.rules.schema import Level


@dataclass(frozen=True)
class PlannedWindow:
    """A window, who opens it and when; it closes at 17:00."""

    code: str
    edition_id: str
    batch: str
    first_day: date
    last_day: date
    opened_on: date
    deadlines: dict[Level, date] = field(default_factory=dict)
    province: str = DEMO_PROVINCE

    @property
    def closes_at(self) -> datetime:
        return moment(self.last_day, 17)


INNOVATIVE = PlannedWindow(
    "32INN2601",
    "innovative@2022-08-01+32",
    "2026年第一批",
    first_day=date(2026, 2, 25),
    last_day=date(2026, 4, 20),
    opened_on=date(2026, 2, 24),
    deadlines={Level.COUNTY: date(2026, 4, 24), Level.CITY: date(2026, 4, 30)},
)
SPECIALISED = PlannedWindow(
    "32SPE2601",
    "specialised@2026-04-01+32",
    "2026年第一批",
    first_day=date(2026, 4, 1),
    last_day=date(2026, 5, 15),
    opened_on=date(2026, 3, 30),
    deadlines={Level.COUNTY: date(2026, 5, 20), Level.CITY: date(2026, 5, 25), Level.PROVINCE: date(2026, 6, 5)},
)
SPECIALISED_OF_2022 = PlannedWindow(
    "32SPE2502",
    "specialised@2022-08-01+32",
    "2025年第二批（按2022年标准）",
    first_day=date(2026, 3, 1),
    last_day=date(2026, 4, 30),
    opened_on=date(2026, 2, 26),
    deadlines={Level.COUNTY: date(2026, 5, 8), Level.CITY: date(2026, 5, 15), Level.PROVINCE: date(2026, 5, 25)},
)
#: Long closed; it is there because somebody filed in two years running.
INNOVATIVE_A_YEAR_AGO = PlannedWindow(
    "32INN2501",
    "innovative@2022-08-01+32",
    "2025年第一批",
    first_day=date(2025, 3, 3),
    last_day=date(2025, 4, 30),
    opened_on=date(2025, 2, 26),
    deadlines={Level.COUNTY: date(2025, 5, 9), Level.CITY: date(2025, 5, 16)},
)
_ELSEWHERE = PlannedWindow(
    "33INN2601",
    "innovative@2022-08-01",
    "2026年第一批",
    first_day=date(2026, 3, 2),
    last_day=date(2026, 5, 20),
    opened_on=date(2026, 2, 27),
    deadlines={Level.COUNTY: date(2026, 5, 29), Level.CITY: date(2026, 6, 5), Level.PROVINCE: date(2026, 6, 15)},
    province=OTHER_PROVINCE,
)
WINDOWS = (INNOVATIVE_A_YEAR_AGO, INNOVATIVE, SPECIALISED_OF_2022, SPECIALISED, _ELSEWHERE)


def plan_windows(timeline: Timeline, cast: Cast) -> None:
    """Put the opening of every window on the timeline."""
    for window in WINDOWS:
        timeline.at(moment(window.opened_on, 10), partial(_open, cast, window))


def _open(cast: Cast, window: PlannedWindow) -> None:
    open_window(
        cast.lead(window.province),
        code=window.code,
        edition_id=window.edition_id,
        batch=window.batch,
        year=window.first_day.year,
        opens_at=moment(window.first_day, 9),
        closes_at=window.closes_at,
        deadlines={level: moment(day, 17) for level, day in window.deadlines.items()},
    )
