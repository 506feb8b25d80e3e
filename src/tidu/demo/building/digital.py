"""Results of the digital-level assessment, brought in by the province's office as tables of office software."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from functools import partial
from io import StringIO

from tidu.demo.building.people import Cast
from tidu.demo.building.timeline import Timeline, moment
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.places import DEMO_PROVINCE
from tidu.domain.exchange.actions import accept
from tidu.domain.exchange.kinds import DIGITAL_LEVELS
from tidu.domain.exchange.queries import check_table

#: Whoever registers after the last of them has no result yet, and finds out when 专精特新 asks for one.
_IMPORTED_ON = (date(2025, 12, 24), date(2026, 1, 14), date(2026, 2, 25))


def plan_imports(timeline: Timeline, cast: Cast, world: Iterable[SyntheticEnterprise]) -> None:
    """Put the imports on the timeline, each with those that have registered since the one before."""
    enterprises, brought = list(world), set[int]()
    for day in _IMPORTED_ON:
        timeline.at(moment(day, 11), partial(_bring, cast, enterprises, brought))


def _bring(cast: Cast, enterprises: list[SyntheticEnterprise], brought: set[int]) -> None:
    new = [each for each in enterprises if each.number in cast.applicants and each.number not in brought]
    if not new:
        return
    lead = cast.lead(DEMO_PROVINCE)
    check = check_table(lead, DIGITAL_LEVELS, _table(new))
    if check.faults:
        raise ValueError(check.faults)
    accept(lead, DIGITAL_LEVELS, check.rows)
    brought.update(each.number for each in new)


def _table(enterprises: list[SyntheticEnterprise]) -> bytes:
    table = StringIO()
    rows = csv.writer(table)
    rows.writerow(DIGITAL_LEVELS.column(key) for key in DIGITAL_LEVELS.columns)
    for each in enterprises:
        rows.writerow([each.credit_code, f"{each.standing.digital_level}级", each.standing.digital_assessed_on])
    return table.getvalue().encode("utf-8-sig")
