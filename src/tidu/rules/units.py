"""What a number counts, and how many whole parts of it we keep.

Values are whole numbers of the smallest part a unit is kept in, so that nothing is ever rounded: an amount of 万元 is
kept in fen, a percentage in hundredths. Units never mix, and a bare number takes the unit of what it meets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

#: What is kept: whole parts of a number, yes or no, or a word (a choice, a date, a text); None is unknown.
Value = int | bool | str | None


class Kind(StrEnum):
    NUMBER = "number"
    TRUTH = "truth"
    WORD = "word"
    DATE = "date"


@dataclass(frozen=True)
class Unit:
    """A unit as people read it; ``scale`` is how many kept parts make one of it."""

    name: str
    scale: int = 1
    kind: Kind = Kind.NUMBER


MONEY = Unit("万元", 1_000_000)  # kept in fen
PERCENT = Unit("%", 100)  # kept in hundredths of a percent
SCORE = Unit("评价分", 100)  # the development score, with two decimals
POINTS = Unit("分")
RATIO = Unit("比值")
BARE = Unit("数")  # a number that has met nothing yet
YEAR = Unit("年份")
TRUTH = Unit("是否", kind=Kind.TRUTH)
WORD = Unit("选项", kind=Kind.WORD)
DATE = Unit("日期", kind=Kind.DATE)

#: Names of units as the vocabulary and the forms spell them; any other name is a count of that thing (人, 项, 年, 级).
SPELLINGS: dict[str, Unit] = {
    "万元": MONEY,
    "%": PERCENT,
    "评价分": SCORE,
    "points": POINTS,
    "yes_no": TRUTH,
    "choice": WORD,
    "code": WORD,
    "text": WORD,
}


def unit_called(name: str) -> Unit:
    return SPELLINGS.get(name) or Unit(name)


def amount(value: Fraction | int, unit: Unit) -> str:
    """Write a kept value as people read it: ``6,842.5 万元``, ``23 人``, a ratio as ``5.2%``.

    What is too long is cut, not rounded, and marked where the cut looks like a round number: 2.999999 % is shown as
    2.99 %, and 55.000001 % as 55.00… %, so that neither looks like the bound that it misses.
    """
    if unit == RATIO:
        return f"{_decimal(Fraction(value) * 100, places=2)}%"
    shown = _decimal(Fraction(value) / unit.scale)
    if unit in {BARE, YEAR}:
        return shown.replace(",", "") if unit == YEAR else shown
    return f"{shown}%" if unit == PERCENT else f"{shown} {unit.name.replace('评价分', '分')}"


def _decimal(value: Fraction, places: int = 4) -> str:
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value) * 10**places, 1)
    digits = f"{whole // 10**places:,}.{whole % 10**places:0{places}d}"
    if rest:
        return f"{sign}{digits}{'…' if digits.endswith('0') else ''}"
    return sign + digits.rstrip("0").rstrip(".")
