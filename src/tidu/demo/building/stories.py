"""How each declaration goes: the steps that bring an enterprise to the state that the plan gives it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from tidu.demo.building.windows import (
    INNOVATIVE,
    INNOVATIVE_A_YEAR_AGO,
    SPECIALISED,
    SPECIALISED_OF_2022,
    PlannedWindow,
)
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.facts import facts_of
from tidu.demo.plan import Flaw, State
from tidu.demo.shapes import Tier
from tidu.demo.titles import DEMO_DAY
from tidu.rules import catalogue
from tidu.rules.scoring import assess


class Step(Enum):
    """What is done to a declaration on one day."""

    FILL = "fill"
    FILL_IN_PART = "fill in part"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    PASS = "pass"
    RETURN = "return"
    MEND = "mend"
    REJECT = "reject"


@dataclass(frozen=True)
class Story:
    """One declaration: whose, where, which steps, and by when the last of them is done."""

    enterprise: SyntheticEnterprise
    window: PlannedWindow
    steps: tuple[Step, ...]
    until: date
    lately: int = 5  # the last step is on one of so many working days before `until`
    granted: bool = False  # its notice is over, and what it shows has been announced


_LEVELS = {"innovative": ("county", "city"), "specialised": ("county", "city", "province")}
_EVE = DEMO_DAY - timedelta(days=1)
#: Notices that run while the demo begins are published on these days, those that are over on these.
NOTICE_ON = {"innovative": date(2026, 4, 13), "specialised": date(2026, 4, 14)}
EARLIER_NOTICE_ON = {"innovative": date(2026, 3, 16), "specialised": date(2026, 3, 20)}
#: How many were granted in these windows already, by the city or, empty, anywhere.
_GRANTED = {"innovative": {"320500": 4, "320200": 2}, "specialised": {"": 3}}
#: Every so many of those that wait at a level had been sent back before.
_EVERY_THIRD = 3


def stories(world: Iterable[SyntheticEnterprise]) -> list[Story]:
    """Every declaration of the demo world, by enterprise."""
    told: list[Story] = []
    enterprises = list(world)
    for place, enterprise in enumerate(each for each in enterprises if each.programme):
        told.append(_story(enterprise, place))
    for programme, quotas in _GRANTED.items():
        told += [_granted(each, programme) for each in _already_granted(enterprises, programme, quotas)]
    for enterprise in enterprises:
        if enterprise.flaw is Flaw.REPEATED_FILING:
            told += _filed_twice(enterprise)
    return told


def _story(enterprise: SyntheticEnterprise, place: int) -> Story:
    programme, state = enterprise.programme, enterprise.state
    is_on_notice = state is State.PUBLIC_NOTICE
    comes_again = state.value.endswith("_review") and place % _EVERY_THIRD == 0
    window = INNOVATIVE
    if programme == "specialised":
        by_2022 = is_on_notice or comes_again or place % 2 == 0
        window = SPECIALISED_OF_2022 if by_2022 else SPECIALISED
    if is_on_notice:
        until = NOTICE_ON[programme] - timedelta(days=1)
        return Story(enterprise, window, _passed(programme), until)
    return Story(enterprise, window, _steps(enterprise, comes_again=comes_again), _EVE)


def _steps(enterprise: SyntheticEnterprise, *, comes_again: bool) -> tuple[Step, ...]:
    if enterprise.state is State.DRAFT:
        return (Step.FILL if enterprise.flaw else Step.FILL_IN_PART,)
    below = _LEVELS[enterprise.programme].index(enterprise.level)
    arrives = (Step.FILL, Step.SUBMIT, *[Step.PASS] * below)
    match enterprise.state:
        case State.RETURNED:
            return (*arrives, Step.RETURN)
        case State.REJECTED:
            return (*arrives, Step.REJECT)
        case _ if comes_again:
            return (*arrives, Step.RETURN, Step.MEND, *[Step.PASS] * below)
        case _:
            return arrives


def _passed(programme: str) -> tuple[Step, ...]:
    return (Step.FILL, Step.SUBMIT, *[Step.PASS] * len(_LEVELS[programme]))


def _granted(enterprise: SyntheticEnterprise, programme: str) -> Story:
    window = INNOVATIVE if programme == "innovative" else SPECIALISED_OF_2022
    until = EARLIER_NOTICE_ON[programme] - timedelta(days=1)
    return Story(enterprise, window, _passed(programme), until, lately=3, granted=True)


def _filed_twice(enterprise: SyntheticEnterprise) -> list[Story]:
    """Who holds the title already files all the same, two years running, and takes it back each time."""
    steps = (Step.FILL, Step.SUBMIT, Step.WITHDRAW)
    return [
        Story(enterprise, INNOVATIVE_A_YEAR_AGO, steps, INNOVATIVE_A_YEAR_AGO.last_day, lately=20),
        Story(enterprise, INNOVATIVE, steps, _EVE),
    ]


def _already_granted(
    enterprises: list[SyntheticEnterprise], programme: str, quotas: dict[str, int]
) -> list[SyntheticEnterprise]:
    """Those of the tier that hold it since this very window: they meet the standard by their own figures."""
    edition = catalogue.edition(INNOVATIVE.edition_id if programme == "innovative" else SPECIALISED_OF_2022.edition_id)
    tier = Tier.INNOVATIVE if programme == "innovative" else Tier.SPECIALISED
    left, chosen = dict(quotas), []
    for enterprise in enterprises:
        city = enterprise.place.city_code if enterprise.place.city_code in left else ""
        if not left.get(city) or enterprise.tier is not tier or enterprise.state is not State.RECOGNISED:
            continue
        if enterprise.flaw is None and assess(edition, facts_of(enterprise)).qualifies == "yes":
            chosen.append(enterprise)
            left[city] -= 1
    return chosen
