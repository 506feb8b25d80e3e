"""Scores that no form asks, brought in by the province's office: what the indicators of 专精特新 wait for."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from io import StringIO

from tidu.demo.building.people import Cast
from tidu.demo.building.stories import Story
from tidu.demo.building.timeline import Timeline, moment
from tidu.demo.building.windows import SPECIALISED, SPECIALISED_OF_2022
from tidu.demo.places import DEMO_PROVINCE
from tidu.demo.plan import State
from tidu.demo.seeds import Stream
from tidu.domain.exchange.actions import accept
from tidu.domain.exchange.kinds import OFFICE_FIGURES
from tidu.domain.exchange.queries import check_table

#: So close together that whoever registers has its scores before it fills in anything, 25 days later at the earliest.
_IMPORTED_ON = (date(2026, 2, 27), date(2026, 3, 13), date(2026, 3, 30), date(2026, 4, 13))
#: Some of those on which nothing has been decided for good still wait for theirs.
_MAY_WAIT = {State.DRAFT, State.COUNTY_REVIEW, State.CITY_REVIEW, State.RETURNED}
_WAITS = 0.25
_DEVELOPMENT_SCORES = (5_200, 7_500)  # hundredths; the standard of 2026 asks for 50


def plan_scores(timeline: Timeline, cast: Cast, told: Iterable[Story]) -> None:
    """Put the imports on the timeline, each with those that have registered since the one before."""
    of_specialised = [each for each in told if each.window in (SPECIALISED, SPECIALISED_OF_2022)]
    stories = [each for each in of_specialised if not waits(each)]
    brought = set[int]()
    for day in _IMPORTED_ON:
        timeline.at(moment(day, 15), partial(_bring, cast, stories, brought, day))


def waits(story: Story) -> bool:
    """Whether nobody has brought its score by the morning of the demo."""
    stream = Stream(0, f"{story.enterprise.credit_code} scores")
    return story.enterprise.state in _MAY_WAIT and stream.chance("still-waits", _WAITS)


def _bring(cast: Cast, stories: list[Story], brought: set[int], day: date) -> None:
    new = [
        each for each in stories if each.enterprise.number in cast.applicants and each.enterprise.number not in brought
    ]
    if not new:
        return
    lead = cast.lead(DEMO_PROVINCE)
    check = check_table(lead, OFFICE_FIGURES, _table(new, day))
    if check.faults:
        raise ValueError(check.faults)
    accept(lead, OFFICE_FIGURES, check.rows)
    brought.update(each.enterprise.number for each in new)


def _table(stories: list[Story], day: date) -> bytes:
    table = StringIO()
    rows = csv.writer(table)
    rows.writerow(OFFICE_FIGURES.column(key) for key in OFFICE_FIGURES.columns)
    for story in stories:
        rows.writerows(score_rows(story, day))
    return table.getvalue().encode("utf-8-sig")


def score_rows(story: Story, day: date) -> Iterator[tuple[str, str, int, str, date]]:
    """The score that the standard of 2026 asks for, or the points that the one of 2022 has in 江苏."""
    enterprise, year = story.enterprise, story.window.first_day.year
    stream = Stream(0, f"{enterprise.credit_code} scores")
    as_of = day - timedelta(days=stream.integer("days-before", 1, 5))
    if story.window == SPECIALISED:
        score = stream.integer("development", *_DEVELOPMENT_SCORES)
        yield enterprise.credit_code, "发展评价得分", year, f"{score // 100}.{score % 100:02d}", as_of
        return
    points = enterprise.standing.local_other_points
    assert points is not None  # drawn for whoever holds the title or declares for it
    yield enterprise.credit_code, "江苏特色化指标2得分", year, str(points), as_of
