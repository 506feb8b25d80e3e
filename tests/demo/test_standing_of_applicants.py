"""Whoever the demo takes to an office or to a public notice meets the standard that is in force on the demo's day."""

from __future__ import annotations

from tidu.demo.enterprises import world
from tidu.demo.facts import facts_of
from tidu.demo.plan import State
from tidu.demo.titles import DEMO_DAY
from tidu.rules import catalogue
from tidu.rules.tallies import tally

#: What the platform itself adds to a declaration: its own score of development.
SCORED = {"development_score": 6_000}


def _qualifies(programme: str, state: State) -> list[bool | None]:
    edition = catalogue.in_force(programme, DEMO_DAY, "32")
    assert edition is not None
    standard = edition.standard
    assert standard is not None
    applicants = [one for one in world() if (one.programme, one.state) == (programme, state)]
    return [tally(standard, {**facts_of(one), **SCORED}).qualifies for one in applicants]


def test_files_under_review_and_on_notice_meet_the_standard_in_force() -> None:
    assert _qualifies("innovative", State.COUNTY_REVIEW) == [True] * 6
    assert _qualifies("innovative", State.CITY_REVIEW) == [True] * 6
    assert _qualifies("innovative", State.PUBLIC_NOTICE) == [True] * 3
    assert _qualifies("specialised", State.COUNTY_REVIEW) == [True] * 4
    assert _qualifies("specialised", State.CITY_REVIEW) == [True] * 4
    assert _qualifies("specialised", State.PROVINCE_REVIEW) == [True] * 8
    assert _qualifies("specialised", State.PUBLIC_NOTICE) == [True] * 3


def test_rejected_files_do_not_meet_it() -> None:
    assert _qualifies("innovative", State.REJECTED) == [False] * 6
    assert _qualifies("specialised", State.REJECTED) == [False] * 4
