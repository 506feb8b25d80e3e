"""What sentences about a form are made of: the names of its cells and the figures that stand in braces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from tidu.rules.answers_numbers import decimal_text
from tidu.rules.answers_shown import Answer, show
from tidu.rules.forms import BRACES, ReadyCheck, ReadyForm
from tidu.rules.schema import FormField
from tidu.rules.units import MONEY, PERCENT, RATIO, Unit, Value

_UNKNOWN = "（未填）"


def field_name(field: FormField) -> str:
    """The name as it stands in a sentence: 主营业务收入, not 其中：主营业务收入."""
    return re.sub(r"^其中[：:]\s*", "", field.name)


def cell_name(field: FormField, cell: str, last_year: int) -> str:
    """2025 年营业收入; a field that is asked once has no year."""
    if field.years == 0:
        return field_name(field)
    return f"{last_year - years_back(cell)} 年{field_name(field)}"


def years_back(cell: str) -> int:
    """`revenue[-2]` → 2."""
    return int(cell[cell.index("[-") + 2 : -1]) if "[-" in cell else 0


def ratio_text(value: Fraction, *, places: int = 1) -> str:
    """A ratio as a percentage of one decimal; of more where one would show a whole percent that was not reached."""
    for digits in range(places, 6):
        steps = abs(value) * 100 * 10**digits
        rounded = Fraction(int(steps + Fraction(1, 2)), 10**digits)
        if rounded.denominator != 1 or rounded == abs(value) * 100:
            break
    sign = "-" if value < 0 and rounded else ""
    return f"{sign}{decimal_text(rounded, least=places, most=digits)}%"


def figure_text(value: Fraction | int, unit: Unit) -> str:
    """A reckoned figure as people read it, without its unit (the sentence has it); a percentage with its sign."""
    exact = Fraction(value)
    if unit == RATIO:
        return ratio_text(exact)
    if unit == MONEY:
        return decimal_text(exact / unit.scale, least=2, most=6)
    shown = decimal_text(exact / unit.scale, least=0, most=4)
    return f"{shown}%" if unit == PERCENT else shown


def sentence(
    text: str,
    ready: ReadyCheck,
    form: ReadyForm,
    *,
    answers: Mapping[str, Answer],
    values: Mapping[str, Value],
    last_year: int,
) -> str:
    """Fill the braces of one part of a check's sentence for the year it is about."""

    def filled(match: re.Match[str]) -> str:
        key, back = match[1], ready.shift + int(match[2] or 0)
        if key == "year":
            return str(last_year - back)
        if key in ready.figures:
            figure = ready.figures[key]
            result = figure.function(values)
            known = result is not None and not isinstance(result, bool | str)
            return figure_text(result, figure.expression.unit) if known else _UNKNOWN  # type: ignore[arg-type]
        field = form.by_key[key].field
        cell = f"{key}[-{back}]" if back and field.years > 1 else key
        return show(field, answers.get(cell)) or _UNKNOWN

    return BRACES.sub(filled, text)
