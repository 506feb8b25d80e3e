"""Titles that an enterprise holds when the demo begins, dated so that its state follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tidu.demo.plan import State
from tidu.demo.seeds import Stream
from tidu.demo.shapes import Tier

#: The day on which the demo's clock starts; "within 90 days" and "expired" count from here.
DEMO_DAY = date(2026, 4, 16)

_VALID_YEARS = 3
_ORDINARY = (date(2023, 7, 24), date(2025, 12, 19))
_DUE = (date(2023, 4, 24), date(2023, 7, 12))
_LONG_AGO = (date(2022, 9, 5), date(2023, 3, 31))
_LADDER = {
    Tier.NONE: (),
    Tier.INNOVATIVE: ("innovative",),
    Tier.SPECIALISED: ("innovative", "specialised"),
    Tier.LITTLE_GIANT: ("innovative", "specialised", "little_giant"),
}
_APART = (60, 330)


@dataclass(frozen=True)
class HeldTitle:
    """A title by programme key; `until` is included, and three years later where it was renewed."""

    programme: str
    granted_on: date
    until: date
    renewed_on: date | None = None


def founded_by(tier: Tier, state: State) -> int:
    """Return the last year in which an enterprise may have been founded to hold what it holds."""
    if tier is Tier.NONE:
        return DEMO_DAY.year - 1
    early = state in {State.RENEWAL_DUE, State.EXPIRED}
    return (2022 if early else 2023) - len(_LADDER[tier])


def held_titles(stream: Stream, tier: Tier, state: State) -> tuple[HeldTitle, ...]:
    """Return the titles from the lowest up; each higher one was granted some months after the one below."""
    window = {State.RENEWAL_DUE: _DUE, State.EXPIRED: _LONG_AGO}.get(state, _ORDINARY)
    highest = window[0] + timedelta(days=stream.integer("granted", 0, (window[1] - window[0]).days))
    titles: list[HeldTitle] = []
    granted = _working_day(highest)
    for programme in reversed(_LADDER[tier]):
        title = HeldTitle(programme, granted, _until(granted))
        # A title that carries a higher one was renewed in time.
        titles.append(_renewed(title) if titles and title.until < DEMO_DAY else title)
        granted = _working_day(granted - timedelta(days=stream.integer(f"granted-before-{programme}", *_APART)))
    return tuple(reversed(titles))


def _renewed(title: HeldTitle) -> HeldTitle:
    again = _working_day(title.until)
    return HeldTitle(title.programme, title.granted_on, _until(title.until), again)


def _working_day(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _until(granted: date) -> date:
    """Three years, the last day included; what began on 29 February ends on 28."""
    try:
        anniversary = granted.replace(year=granted.year + _VALID_YEARS)
    except ValueError:
        anniversary = date(granted.year + _VALID_YEARS, 3, 1)
    return anniversary - timedelta(days=1)
