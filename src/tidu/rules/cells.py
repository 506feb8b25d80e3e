"""The cell of a table, as its own type reads it: text in, a kept value out, or a sentence that says what is wrong.

A table is stricter than a form: ASCII digits, no thousands commas, plus signs, exponents or surrounding words.
"""

from __future__ import annotations

import re
from fractions import Fraction

from tidu.rules.facts import Fact
from tidu.rules.units import MONEY, Kind, Value

_INDUSTRY = re.compile(r"[0-9]+")
YES, NO = "yes", "no"


class CellProblem(ValueError):
    """What is wrong with a cell, as a Chinese sentence."""


def pattern(fact: Fact) -> str:
    """The spelling of a number: the same pattern reads one cell and a whole column."""
    sign = "-?" if fact.may_be_negative else ""
    decimals = r"(?:\.[0-9]{1,2})?" if decimals_of(fact) else ""
    return rf"^{sign}[0-9]+{decimals}$"


def decimals_of(fact: Fact) -> int:
    return 2 if fact.unit == MONEY else fact.decimals


def read_cell(fact: Fact, text: str | None) -> Value:
    """Read one cell; an empty one is unknown. Raises CellProblem."""
    if not text:
        return None
    match fact.unit.kind:
        case Kind.NUMBER:
            return _number(fact, text)
        case Kind.TRUTH:
            if text not in {YES, NO}:
                raise CellProblem("只能填 yes 或 no")
            return text == YES
        case _:
            return _word(fact, text)


def _number(fact: Fact, text: str) -> int:
    if not re.fullmatch(pattern(fact), text) or text.endswith("\n"):
        raise CellProblem(_what_is_wrong(fact, text))
    kept = int(Fraction(text) * fact.unit.scale)
    if fact.at_most is not None and kept > fact.at_most * fact.unit.scale:
        raise CellProblem(f"应在 0 到 {fact.at_most} 之间")
    return kept


def _word(fact: Fact, text: str) -> str:
    if fact.choices and text not in fact.choices:
        raise CellProblem(f"只能填 {'、'.join(fact.choices)} 之一")
    if fact.unit_name == "code" and not _INDUSTRY.fullmatch(text):
        raise CellProblem("应为国民经济行业分类代码，只用数字，如 3489")
    return text


def _what_is_wrong(fact: Fact, text: str) -> str:
    """Name the first thing that keeps the text from being a number of this fact."""
    causes = (
        (text != text.strip(), "数字前后不能有空格"),
        (any(char in text for char in ",，"), "不能用千分位逗号，只写数字"),
        (bool(re.search(r"[０-９]", text)), "只能用半角数字"),
        (text.startswith("+"), "前面不能有加号"),
        (bool(re.fullmatch(r"[0-9.+-]+[eE][0-9+-]+", text)), "不能用科学计数法，请写出全部数字"),
        (bool(re.fullmatch(r"-[0-9]+(\.[0-9]{1,2})?", text)), "不能小于 0"),
    )
    for holds, sentence in causes:
        if holds:
            return sentence
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", text):
        return "最多两位小数" if decimals_of(fact) else "应为整数"
    return f"不是数字，应为{'最多两位小数的数字' if decimals_of(fact) else '整数'}（{fact.unit.name}）"
