"""Counting working days. The calendar of public holidays is data of the deployment; without it weekends count alone."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

_SATURDAY = 5


@lru_cache(maxsize=1)
def _exceptions() -> dict[date, bool]:
    """Days that are not what their weekday says: True for a working weekend, False for a holiday."""
    source = files("tidu.reference") / "working-days.tsv"
    with source.open(encoding="utf-8") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {date.fromisoformat(row["day"]): row["kind"] == "work" for row in rows}


def is_working_day(day: date) -> bool:
    """Whether offices work on ``day``."""
    return _exceptions().get(day, day.weekday() < _SATURDAY)


def after_working_days(start: date, count: int) -> date:
    """The last of ``count`` working days that begin on the first working day from ``start`` on."""
    day = start
    while True:
        if is_working_day(day):
            count -= 1
            if count <= 0:
                return day
        day += timedelta(days=1)
