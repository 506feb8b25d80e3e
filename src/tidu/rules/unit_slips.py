"""元 typed where 万元 is meant: a figure of one year that is a thousand times that of a neighbouring year."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tidu.rules.answers_numbers import number_kind
from tidu.rules.answers_shown import Answer
from tidu.rules.form_words import field_name
from tidu.rules.problem import Problem
from tidu.rules.schema import FormField

_SUSPICIOUS = 1000
_YUAN = 10_000  # in one 万元


def unit_slip(field: FormField, back: int, years: Sequence[Answer], last_year: int) -> Problem | None:
    """A reminder with the figure that was probably meant; ``years`` are the cells of the field, the last year first."""
    figure = years[back]
    if isinstance(figure, bool) or not isinstance(figure, int):
        return None
    for other_back in (back + 1, back - 1):
        if not 0 <= other_back < len(years):
            continue
        other = years[other_back]
        if isinstance(other, int) and other and abs(figure) >= _SUSPICIOUS * abs(other):
            return _reminder(field, figure, other, last_year - back, last_year - other_back)
    return None


def _reminder(field: FormField, figure: int, other: int, year: int, other_year: int) -> Problem:
    kind = number_kind(field)
    step = kind.parts // 10**kind.decimals
    meant = int(Fraction(abs(figure), _YUAN * step) + Fraction(1, 2)) * step
    suggestion = kind.show(meant if figure > 0 else -meant)
    return Problem(
        f"{year} 年{field_name(field)}是 {other_year} 年的 {_times(abs(figure) // abs(other))}，像是按‘元’填的。",
        f"这一格的单位是{kind.unit}。",
        f"改为 {suggestion}，或核对无误后写一句说明。",
        offers=(suggestion,),
    )


def _times(times: int) -> str:
    if times < _YUAN:
        return f"{times:,} 倍"
    return f"{times // _YUAN:,} 万{'多' if times % _YUAN else ''}倍"
