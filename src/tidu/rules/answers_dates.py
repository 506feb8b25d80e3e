"""Dates and years as people type them; kept as ISO text and as a whole number."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tidu.rules.codes import half_width
from tidu.rules.problem import Problem

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NO_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})月?|(\d{4})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SHORT_YEAR = re.compile(r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_SHEET_DAY = re.compile(r"\d{5}")
_SHEET_ZERO = date(1899, 12, 30)  # day 0 of spreadsheets
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")


def read_date(typed: str) -> str | Problem:
    """The ISO date, or what is wrong: a missing day and an unclear order are asked for, never guessed."""
    text = re.sub(r"\s*([-/.年月日号])\s*", r"\1", _CLOCK.sub("", half_width(typed).strip()))
    if match := _FULL.fullmatch(text) or _SOLID.fullmatch(text):
        return _checked(typed, *(int(part) for part in match.groups()))
    if match := _NO_DAY.fullmatch(text):
        year, month = [int(part) for part in match.groups() if part is not None]
        if month in range(1, 13):
            return Problem(f"‘{typed.strip()}’没有写到哪一天。", mend=f"请填到日，如 {year}-{month:02d}-15。")
        return _not_a_date(typed)
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        return _unclear(typed, "看不出哪个是月、哪个是日。", [(year, first, second), (year, second, first)])
    if match := _SHORT_YEAR.fullmatch(text):
        short, month, day = (int(part) for part in match.groups())
        return _unclear(typed, "年份只有两位。", [(2000 + short, month, day), (1900 + short, month, day)])
    if _SHEET_DAY.fullmatch(text):
        meant = _SHEET_ZERO + timedelta(days=int(text))
        return _unclear(typed, "像是表格软件里日期的内部数字。", [(meant.year, meant.month, meant.day)])
    return _not_a_date(typed)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _checked(typed: str, year: int, month: int, day: int) -> str | Problem:
    found = _day(year, month, day)
    if found is None:
        no_such = f"{year} 年 {month} 月没有 {day} 日。" if month in range(1, 13) else f"没有 {month} 月。"
        return Problem(f"‘{typed.strip()}’这一天不存在。", no_such, "请对照原件核对。")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return Problem(f"‘{typed.strip()}’的年份不对。", mend="请对照原件核对年份。")
    return found.isoformat()


def _unclear(typed: str, why: str, readings: list[tuple[int, int, int]]) -> Problem:
    days = [found for reading in readings if (found := _day(*reading))]
    offers = tuple(dict.fromkeys(found.isoformat() for found in days))
    if not offers:
        return _not_a_date(typed)
    return Problem(f"看不准‘{typed.strip()}’是哪一天。", why, f"是 {' 还是 '.join(offers)}？请选一个。", offers=offers)


def _not_a_date(typed: str) -> Problem:
    return Problem(f"‘{typed.strip()}’不是日期。", mend="请填年月日，如 2019-06-12。")


def read_year(typed: str) -> int | Problem:
    """A year of four digits."""
    match = re.fullmatch(r"(\d{4})\s*(年|年度)?", half_width(typed).strip(), re.ASCII)
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return Problem(f"‘{typed.strip()}’不是年份。", mend="请填四位数的年份，如 2019。")
    return int(match[1])
