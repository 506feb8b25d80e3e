"""The least and the most that a field takes, in the unit in which it is typed."""

from __future__ import annotations

from fractions import Fraction

from tidu.rules.answers_numbers import decimal_text, number_kind
from tidu.rules.answers_shown import Answer, show
from tidu.rules.problem import Problem
from tidu.rules.schema import FieldType, FormField

_NUMBERS = frozenset({FieldType.MONEY, FieldType.COUNT, FieldType.PERCENT})


def out_of_bounds(field: FormField, answer: Answer, name: str) -> Problem | None:
    """What is wrong where a number, a year or the number of entries is below `at_least` or above `at_most`."""
    if field.at_least is None and field.at_most is None:
        return None
    typed, shown = _typed(field, answer)
    if typed is None:
        return None
    sign = "%" if field.type is FieldType.PERCENT else ""
    if field.at_least is not None and typed < Fraction(str(field.at_least)):
        return Problem(f"{name}是 {shown}，至少 {_plain(field.at_least)}{sign}。", mend="请对照原件核对。")
    if field.at_most is not None and typed > Fraction(str(field.at_most)):
        return Problem(f"{name}是 {shown}，最多 {_plain(field.at_most)}{sign}。", mend="请对照原件核对。")
    return None


def _typed(field: FormField, answer: Answer) -> tuple[Fraction | None, str]:
    if isinstance(answer, list):
        return Fraction(len(answer)), f"{len(answer)} 项"
    if isinstance(answer, bool) or not isinstance(answer, int):
        return None, ""
    parts = number_kind(field).parts if field.type in _NUMBERS else 1
    return Fraction(answer, parts), show(field, answer)


def _plain(bound: float) -> str:
    return decimal_text(Fraction(str(bound)), least=0, most=2)
