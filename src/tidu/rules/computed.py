"""The fields of a form that are shown and never typed: ratios, growth, averages, and facts read from other answers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from tidu.rules import exact
from tidu.rules.answers_shown import Answer, show
from tidu.rules.expressions import Expression, ExpressionError, parse, parse_test
from tidu.rules.fact_map import facts_of
from tidu.rules.facts import Vocabulary, cells_of, facts
from tidu.rules.form_names import form_values, form_vocabulary
from tidu.rules.form_words import figure_text
from tidu.rules.kept import kept_by_identity
from tidu.rules.schema import Edition, FormField
from tidu.rules.units import Value

NOTHING: Mapping[str, int] = MappingProxyType({})
_Ready = tuple[str, FormField, Expression, exact.Function, exact.Test | None]


def computed_values(
    edition: Edition,
    answers: Mapping[str, Answer],
    counts: Mapping[str, int] = NOTHING,
    *,
    record: Mapping[str, Value] = NOTHING,
    last_year: int | None = None,
) -> dict[str, str]:
    """The text of each computed cell that can be told: ``53.6%``, ``1,000.00``, 是, 省级."""
    values = form_values(edition, answers, counts, record=record, last_year=last_year)
    told: dict[str, str] = {}
    for cell, field, expression, function, condition in ready_computed(edition):
        if condition is None or condition(values):
            result = function(values)
            if result is not None:
                told[cell] = _text(field, expression, result)
    mapped = [field for field in edition.fields.values() if field.computed in edition.facts]
    known = facts_of(edition, answers, counts, record, last_year=last_year) if mapped else {}
    for field in mapped:
        sources = cells_of(field.computed, max(field.years, 1))
        told.update(
            (cell, _fact_text(field, known.get(source))) for cell, source in zip(field.cells, sources, strict=True)
        )
    return {cell: text for cell, text in told.items() if text}


def ready_computed(edition: Edition) -> tuple[_Ready, ...]:
    """The computed fields, compiled once. Raises `ExpressionError` where an expression is wrong."""
    return kept_by_identity(edition, "computed", _compiled)


def _fact_text(field: FormField, value: Value) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return figure_text(value, facts()[field.computed].unit)
    return show(field, value)


def _compiled(edition: Edition) -> tuple[_Ready, ...]:
    names = form_vocabulary(edition)
    return tuple(
        ready
        for field in edition.fields.values()
        if field.computed and field.computed not in edition.facts
        for shift, cell in enumerate(field.cells)
        if (ready := _ready(field, cell, names, shift)) is not None
    )


def _ready(field: FormField, cell: str, names: Vocabulary, shift: int) -> _Ready | None:
    try:
        expression = parse(field.computed, names, shift=shift)
    except ExpressionError:
        if shift:  # growth in the first year that is asked has no year before it
            return None
        raise
    condition = exact.test(parse_test(field.computed_if, names, shift=shift)) if field.computed_if else None
    return cell, field, expression, exact.function(expression), condition


def _text(field: FormField, expression: Expression, result: exact.Exact) -> str:
    if isinstance(result, bool | str) or result is None:
        return show(field, result)
    return figure_text(Fraction(result), expression.unit)
