"""What happens when: everything that is done in the demo world waits here and is done in the order of time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count

from tidu.demo.seeds import Stream
from tidu.kit import clock
from tidu.kit.working_days import is_working_day

Act = Callable[[], object]
Told = Callable[[str], None]

#: Minutes since midnight in which offices work: the morning, the afternoon.
_MORNING, _AFTERNOON = (9 * 60, 11 * 60 + 20), (13 * 60 + 30, 16 * 60 + 40)
_TELLS_MONTHS_SINCE = 2026


class Timeline:
    """Acts by their instants. An act runs with the clock stopped there, and may plan others that come later."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def at(self, instant: datetime, act: Act) -> None:
        """Plan an act; what is planned for one instant is done in the order of planning."""
        heappush(self._waiting, (instant, next(self._order), act))

    def run(self, tell: Told) -> None:
        """Do everything, telling of each new year, and of each new month when the story is dense."""
        told = ""
        while self._waiting:
            instant, _, act = heappop(self._waiting)
            if (period := _period(instant)) != told:
                told = period
                tell(f"{period}…")
            with clock.stopped_at(instant):
                act()


def _period(instant: datetime) -> str:
    return f"{instant.year} 年" + (f" {instant.month} 月" if instant.year >= _TELLS_MONTHS_SINCE else "")


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant in China's time."""
    return datetime.combine(day, time(hour, minute), tzinfo=clock.CHINA)


def office_time(stream: Stream, label: str, day: date) -> datetime:
    """Some instant of the working hours of a day."""
    first, last = _MORNING if stream.chance(f"{label}-in-the-morning", 0.55) else _AFTERNOON
    second = stream.integer(f"{label}-second", first * 60, last * 60)
    return moment(day, 0) + timedelta(seconds=second)


def working_days(first: date, last: date) -> list[date]:
    """The working days of a period, both ends included."""
    days = (first + timedelta(days=after) for after in range((last - first).days + 1))
    return [day for day in days if is_working_day(day)]


def days_for(stream: Stream, days: list[date], steps: int, *, lately: int, apart: int) -> list[date]:
    """Pick a working day for each step, all different and in order; the last is one of the last ``lately`` days.

    From one step to the next it takes ``apart`` working days at most.
    """
    room = len(days) - steps
    if room < 0:
        raise ValueError(f"{steps} steps do not fit {len(days)} days")
    last = len(days) - 1 - stream.integer("last-day", 0, min(lately - 1, room))
    first = last - (steps - 1) - stream.integer("took", 0, min(last - (steps - 1), (apart - 1) * (steps - 1)))
    return [days[first + (last - first) * step // max(steps - 1, 1)] for step in range(steps)]
