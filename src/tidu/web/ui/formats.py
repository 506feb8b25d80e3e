"""Figures and times as people read them. What is missing is shown as missing, never as zero."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tidu.kit import clock

MISSING = "未填"

_FEN_IN_WAN = 1_000_000  # 万元 as fen


def money(fen: int | None) -> str:
    """Whole fen as 万元 with two decimals: 6842500000 → `6,842.50`; finer fen are shown, not rounded away."""
    if fen is None:
        return MISSING
    amount = Decimal(fen) / _FEN_IN_WAN
    return f"{amount:,.2f}" if fen % 10_000 == 0 else f"{amount.normalize():,f}"


def percent(hundredths: int | None) -> str:
    """Whole hundredths of a percent: 520 → `5.20%`."""
    return MISSING if hundredths is None else f"{Decimal(hundredths) / 100:,.2f}%"


def count(number: int | None) -> str:
    """A whole number with thousands commas."""
    return MISSING if number is None else f"{number:,}"


def day(value: date | None) -> str:
    """`2024-07-01`, for data; an instant is its day in China."""
    return "" if value is None else _in_china(value).strftime("%Y-%m-%d")


def day_in_words(value: date | None) -> str:
    """`4月16日`, with the year in front where it is not this one."""
    if value is None:
        return ""
    local = _in_china(value)
    year = "" if local.year == clock.today().year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日"


def moment(value: datetime | None) -> str:
    """`4月16日 14:32` in China's time, with the year in front where it is not this one."""
    return "" if value is None else f"{day_in_words(value)} {value.astimezone(clock.CHINA):%H:%M}"


def _in_china(value: date) -> date:
    return value.astimezone(clock.CHINA).date() if isinstance(value, datetime) else value
