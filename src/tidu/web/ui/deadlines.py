"""How long something still has, in days of the calendar in China, and how loudly that is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.kit.clock import CHINA

if TYPE_CHECKING:
    from datetime import datetime

#: Days that an office is shown in amber; today is red, the past solid red.
SOON = 4
#: Days that an enterprise is shown in red and in amber.
URGENT, NEAR = 7, 15


@dataclass(frozen=True)
class Deadline:
    """A deadline seen from now: `words` say it, `css` is the modifier that colours it."""

    days: int
    words: str
    css: str
    is_over: bool


def days_between(now: datetime, then: datetime) -> int:
    """Midnights in China between now and then; negative when then is past."""
    return (then.astimezone(CHINA).date() - now.astimezone(CHINA).date()).days


def deadline(due: datetime, now: datetime) -> Deadline:
    """An office's deadline: 超期 2 天, 今天 17:00, 剩 3 天."""
    days = days_between(now, due)
    at = due.astimezone(CHINA)
    if due < now:
        words = f"超期 {-days} 天" if days else f"今天 {at:%H:%M} 已超期"
        return Deadline(days, words, "o", is_over=True)
    if days == 0:
        return Deadline(days, f"今天 {at:%H:%M}", "u", is_over=False)
    return Deadline(days, f"剩 {days} 天", "w" if days <= SOON else "n", is_over=False)


def urgency(days: int) -> str:
    """How loudly an enterprise is told: `u` within a week, `w` within half a month, else nothing."""
    if days <= URGENT:
        return "u"
    return "w" if days <= NEAR else ""
