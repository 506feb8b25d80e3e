"""A form made ready: which fields are required when, which checks hold for which year; compiled once per edition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tidu.rules import exact
from tidu.rules.expressions import Expression, ExpressionError, parse, parse_test
from tidu.rules.facts import Vocabulary
from tidu.rules.form_names import form_vocabulary
from tidu.rules.kept import kept_by_identity
from tidu.rules.schema import Check, Edition, FieldType, FormField

#: What may stand in a check's sentence: `{year}`, `{revenue}`, `{revenue[-1]}`, `{difference}`.
BRACES = re.compile(r"\{([a-z][a-z0-9_]*)(?:\[-(\d)\])?\}")


@dataclass(frozen=True)
class ReadyField:
    """A field of a section; `required` is a test where it depends on other answers."""

    section: str
    field: FormField
    required: bool | exact.Test

    def is_required(self, values: exact.Values) -> bool:
        """Unknown is not required yet: what it depends on is still to be answered."""
        return self.required if isinstance(self.required, bool) else self.required(values) is True


@dataclass(frozen=True)
class ReadyFigure:
    expression: Expression
    function: exact.Function


@dataclass(frozen=True)
class ReadyCheck:
    """A check in one year; ``shift`` counts back from the last one."""

    check: Check
    shift: int
    holds: exact.Test
    cells: tuple[str, ...]
    section: str
    figures: Mapping[str, ReadyFigure]


@dataclass(frozen=True)
class ReadyForm:
    fields: tuple[ReadyField, ...]
    checks: tuple[ReadyCheck, ...]
    by_key: Mapping[str, ReadyField]


def ready_form(edition: Edition) -> ReadyForm:
    """The form of ``edition``, compiled. Raises `ExpressionError` where an expression or a reference is wrong."""
    return kept_by_identity(edition, "form", _compiled)


def _compiled(edition: Edition) -> ReadyForm:
    names = form_vocabulary(edition)
    fields = tuple(
        ReadyField(section.key, field, _required(field, names))
        for section in edition.form.sections
        for field in section.fields
    )
    by_key = {each.field.key: each for each in fields}
    if len(by_key) != len(fields):
        raise ExpressionError(f"{edition.id} asks a field twice")
    for each in fields:
        _evidence_exists(each.field, by_key)
    checks = tuple(
        _ready_check(check, shift, names, by_key) for check in edition.form.checks for shift in range(check.years)
    )
    return ReadyForm(fields, checks, by_key)


def _required(field: FormField, names: Vocabulary) -> bool | exact.Test:
    if isinstance(field.required, bool):
        return field.required
    return exact.test(parse_test(field.required, names))


def _evidence_exists(field: FormField, by_key: Mapping[str, ReadyField]) -> None:
    proof = by_key.get(field.evidence or field.key)
    if proof is None or (field.evidence and proof.field.type is not FieldType.FILES):
        raise ExpressionError(f"{field.key} is proven by {field.evidence!r}, which is no files field of the form")


def _ready_check(check: Check, shift: int, names: Vocabulary, by_key: Mapping[str, ReadyField]) -> ReadyCheck:
    if strange := [key for key in check.at if key not in by_key]:
        raise ExpressionError(f"check {check.key} stands at {strange[0]!r}, which the form does not have")
    known = {"year", *check.figures, *by_key}
    if strange := [key for key, _ in BRACES.findall(check.what + check.why + check.mend) if key not in known]:
        raise ExpressionError(f"check {check.key} speaks of {strange[0]!r}, which nothing is called")
    cells = tuple(_cell_of(by_key[key].field, shift) for key in check.at)
    figures = {key: parse(text, names, shift=shift) for key, text in check.figures.items()}
    return ReadyCheck(
        check=check,
        shift=shift,
        holds=exact.test(parse_test(check.holds, names, shift=shift)),
        cells=cells,
        section=by_key[check.at[0]].section,
        figures={key: ReadyFigure(each, exact.function(each)) for key, each in figures.items()},
    )


def _cell_of(field: FormField, shift: int) -> str:
    return f"{field.key}[-{shift}]" if shift and shift < field.years else field.key
