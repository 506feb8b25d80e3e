"""Bars, thresholds and window tracks as pictures.

The policy forbids style attributes, but a shape's x and width are attributes of its own. Every picture repeats what
stands beside it in words, so screen readers skip it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tidu.kit.clock import CHINA

if TYPE_CHECKING:
    from datetime import datetime


def bar(value: float, ceiling: float = 100, tone: str = "", label: str = "") -> SafeString:
    """A bar of ``value`` out of ``ceiling``; with a label it is a progress bar that is read aloud."""
    share = _share(value, ceiling)
    spoken = SafeString('aria-hidden="true"')
    if label:
        scale = 'role="progressbar" aria-valuenow="{}" aria-valuemin="0" aria-valuemax="100" aria-label="{}"'
        spoken = format_html(scale, f"{share:.0f}", label)
    css = f"tp-bar tp-bar--{tone}" if tone else "tp-bar"
    return format_html('<svg class="{}" {}><rect width="{}" height="100%" rx="3"/></svg>', css, spoken, _percent(share))


def threshold(points: float, ceiling: float, mark: float, mark_name: str = "合格线") -> SafeString:
    """Points on a bar with the pass mark standing on it."""
    return format_html(
        '<svg class="thr" role="img" aria-label="{points} 分，{name} {mark} 分">'
        '<rect class="back" y="18" width="100%" height="10" rx="5"/>'
        '<rect class="got" y="18" width="{got}" height="10" rx="5"/>'
        '<svg x="{at}" overflow="visible"><rect class="mark" x="-1" y="13" width="2" height="20"/>'
        '<text y="10" text-anchor="middle">{name} {mark}</text></svg></svg>',
        points=f"{points:g}",
        mark=f"{mark:g}",
        name=mark_name,
        got=_percent(_share(points, ceiling)),
        at=_percent(_share(mark, ceiling)),
    )


def _share(value: float, ceiling: float) -> float:
    return 100 * min(max(value / ceiling, 0), 1) if ceiling else 0


def _percent(share: float) -> str:
    return f"{share:.1f}%"


#: Percent of the axis before and behind today's flag where it would cover the name of a month.
COVERED = (14, 8)


@dataclass(frozen=True)
class Axis:
    """Whole months from the first day of one to the last of another, with today's line."""

    since: datetime
    months: int
    now: datetime

    @classmethod
    def around(cls, now: datetime, *, before: int = 2, months: int = 5) -> Axis:
        """The axis of ``months`` months that begins ``before`` months before this one."""
        local = now.astimezone(CHINA)
        return cls(_month_start(local, -before), months, local)

    def at(self, moment: datetime) -> float:
        """How far along the axis the moment lies, in percent; what is outside lies at the end."""
        until = _month_start(self.since, self.months)
        return 100 * min(max((moment - self.since) / (until - self.since), 0), 1)

    @property
    def starts(self) -> list[datetime]:
        """The first day of each month."""
        return [_month_start(self.since, n) for n in range(self.months)]


def _month_start(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    return moment.replace(year=moment.year + years, month=month + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


def axis(over: Axis) -> SafeString:
    """The names of the months, and today in its place; a name that today would cover is left out."""
    today = over.at(over.now)
    months = [(over.at(start), start.month) for start in over.starts]
    return format_html(
        '<svg class="axis" aria-hidden="true">{}<svg x="{}" overflow="visible">'
        '<rect class="today" x="-43" width="86" height="20" rx="3"/>'
        '<text class="today-t" y="14" text-anchor="middle">今天 {}月{}日</text></svg></svg>',
        format_html_join(
            "",
            '<text x="{}" dx="4" y="14">{}月</text>',
            ((_percent(at), month) for at, month in months if not -COVERED[0] < at - today < COVERED[1]),
        ),
        _percent(today),
        over.now.month,
        over.now.day,
    )


def track(over: Axis, opens: datetime, closes: datetime, kind: str = "") -> SafeString:
    """One window on the axis; ``kind`` is `urgent` (closing soon), `ahead` (not open yet) or nothing."""
    left, right = over.at(opens), over.at(closes)
    lines = [*(over.at(start) for start in over.starts), 100.0]
    return format_html(
        '<svg class="track" aria-hidden="true">{}'
        '<rect class="{}" x="{}" y="23%" width="{}" height="54%" rx="3"/>'
        '<rect class="today" x="{}" y="-46%" width="2" height="192%"/></svg>',
        format_html_join(
            "", '<rect class="grid" x="{}" width="1" height="100%"/>', ((_percent(line),) for line in lines)
        ),
        f"bar bar--{kind}" if kind else "bar",
        _percent(left),
        _percent(right - left),
        _percent(over.at(over.now)),
    )
