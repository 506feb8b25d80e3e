"""Everything that is not right with the answers of one declaration, and how far each section is.

Saving never asks this: a draft with wrong values is still saved. Submitting does, and the page shows each finding
beside its field. Fast enough to run with every save.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tidu.rules.answers_shown import Answer
from tidu.rules.bounds import out_of_bounds
from tidu.rules.computed import NOTHING, computed_values
from tidu.rules.form_names import form_values
from tidu.rules.form_words import cell_name, field_name, sentence
from tidu.rules.forms import ReadyField, ReadyForm, ready_form
from tidu.rules.problem import Problem
from tidu.rules.schema import CheckLevel, Edition, FieldType, FormField
from tidu.rules.unit_slips import unit_slip
from tidu.rules.units import Value

__all__ = ["Finding", "SectionState", "computed_values", "problems", "section_states"]

REQUIRED, TYPED, BOUNDS, ROW, UNIT_SLIP = "required", "typed", "bounds", "row", "unit_slip"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not right, at the cells where it is shown; the first of them gets the focus.

    `check` is the key of the edition's check, or one of: required (nothing is there), typed (what is there cannot be
    read), bounds, row (a row of a table lacks something), unit_slip.
    """

    level: CheckLevel
    section: str
    cells: tuple[str, ...]
    name: str  # of the first cell, for lists: 2025 年营业收入
    check: str
    what: str
    why: str = ""
    mend: str = ""
    offers: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether it keeps the declaration from being submitted."""
        return self.level is CheckLevel.BLOCK

    @property
    def field(self) -> str:
        """The key of the field that gets the focus."""
        return self.cells[0].split("[")[0]


@dataclass(frozen=True, slots=True)
class SectionState:
    """How far a section is, in fields: a yearly field is answered when all its years are."""

    section: str
    name: str
    done: bool
    answered: int
    required: int
    to_mend: int  # findings that block and are not merely blanks


def problems(
    edition: Edition,
    answers: Mapping[str, Answer],
    typed_problems: Mapping[str, Problem],
    counts: Mapping[str, int],
    *,
    last_year: int,
    record: Mapping[str, Value] = NOTHING,
) -> list[Finding]:
    """Every finding, in the order of the form, checks of the edition last.

    ``answers`` are exact values by cell, ``typed_problems`` what could not be read by cell, ``counts`` the files in
    each files field, ``last_year`` the last complete year (上年度), which the sentences name, ``record`` what the
    platform itself knows.
    """
    form = ready_form(edition)
    values = form_values(edition, answers, counts, record=record, last_year=last_year)
    found: list[Finding] = []
    for each in form.fields:
        if not each.field.computed:
            found += _of_field(each, answers, typed_problems, values, last_year)
    found += _of_checks(form, answers, values, last_year)
    return found


def section_states(
    edition: Edition,
    answers: Mapping[str, Answer],
    findings: Sequence[Finding],
    counts: Mapping[str, int],
    *,
    record: Mapping[str, Value] = NOTHING,
    last_year: int | None = None,
) -> list[SectionState]:
    """How far each section is, from the findings of `problems` over the same answers."""
    form = ready_form(edition)
    values = form_values(edition, answers, counts, record=record, last_year=last_year)
    required = [each for each in form.fields if not each.field.computed and each.is_required(values)]
    blank = {finding.field for finding in findings if finding.check == REQUIRED}
    unread = {finding.field for finding in findings if finding.check == TYPED}
    states = []
    for section in edition.form.sections:
        asked = [each.field.key for each in required if each.section == section.key]
        answered = sum(1 for key in asked if key not in blank and key not in unread)
        blocking = [finding for finding in findings if finding.section == section.key and finding.blocks]
        to_mend = sum(1 for finding in blocking if finding.check != REQUIRED)
        done = answered == len(asked) and not to_mend
        states.append(SectionState(section.key, section.name, done, answered, len(asked), to_mend))
    return states


# -- one field --------------------------------------------------------------------------------------------------------


def _of_field(
    each: ReadyField,
    answers: Mapping[str, Answer],
    typed_problems: Mapping[str, Problem],
    values: Mapping[str, Value],
    last_year: int,
) -> Iterator[Finding]:
    field = each.field
    for shift, cell in enumerate(field.cells):
        answer = answers.get(cell)
        if cell in typed_problems:
            yield _finding(each, cell, TYPED, typed_problems[cell], last_year)
        elif _is_blank(field, answer, values):
            if each.is_required(values):
                nothing = _nothing_there(field, cell_name(field, cell, last_year))
                yield _finding(each, cell, REQUIRED, nothing, last_year)
        else:
            for check, wrong in _of_answer(field, cell, answer, last_year):
                yield _finding(each, cell, check, wrong, last_year)
            if field.type is FieldType.MONEY and field.years > 1:
                slip = unit_slip(field, shift, [answers.get(other) for other in field.cells], last_year)
                if slip is not None:
                    yield _finding(each, cell, UNIT_SLIP, slip, last_year)


def _of_answer(field: FormField, cell: str, answer: Answer, last_year: int) -> Iterator[tuple[str, Problem]]:
    if field.at_least is not None or field.at_most is not None:
        wrong = out_of_bounds(field, answer, cell_name(field, cell, last_year))
        if wrong is not None:
            yield BOUNDS, wrong
    if field.type is FieldType.TABLE:
        for blank in _blank_cells(field, answer):
            yield ROW, blank


def _finding(each: ReadyField, cell: str, check: str, problem: Problem, last_year: int) -> Finding:
    return Finding(
        level=CheckLevel.REMIND if check == UNIT_SLIP else CheckLevel.BLOCK,
        section=each.section,
        cells=(cell,),
        name=cell_name(each.field, cell, last_year),
        check=check,
        what=problem.what,
        why=problem.why,
        mend=problem.mend,
        offers=problem.offers,
    )


def _is_blank(field: FormField, answer: Answer, values: Mapping[str, Value]) -> bool:
    if field.type is FieldType.FILES:
        return values[field.key] == 0
    return answer is None or (answer == [] and not field.none_answers)


def _nothing_there(field: FormField, name: str) -> Problem:
    if field.read_only:
        return Problem(f"{name}还没有。", "这一项从企业信息带出。", "请到‘企业信息’里补上，这里会自动带出。")
    match field.type:
        case FieldType.FILES:
            return Problem(f"{name}没有上传。", mend=f"请上传 {field.accept}。")
        case FieldType.CHOICE | FieldType.CHOICES | FieldType.YES_NO:
            return Problem(f"{name}没有选。", mend="确实没有就选‘没有’。" if field.none_answers else "请选一项。")
        case FieldType.TABLE:
            mend = "请逐行填，确实没有就选‘没有’。" if field.none_answers else "请至少填一行。"
            return Problem(f"{name}没有填。", mend=mend)
        case _:
            source = field.help.copy_from
            return Problem(f"{name}没有填。", mend=f"参照：{source.rstrip('。')}。" if source else "请填上。")


def _blank_cells(field: FormField, rows: Answer) -> Iterator[Problem]:
    wanted = [column for column in field.columns if column.required]
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        if blank := [column.name for column in wanted if row.get(column.key) is None]:
            what = f"{field_name(field)}第 {number} 行没有填{'、'.join(blank)}。"
            yield Problem(what, mend="请补上；这一行不要就删掉。")


# -- the edition's checks ---------------------------------------------------------------------------------------------


def _of_checks(
    form: ReadyForm, answers: Mapping[str, Answer], values: Mapping[str, Value], last_year: int
) -> Iterator[Finding]:
    for ready in form.checks:
        if ready.holds(values) is not False:  # unknown passes: completeness is another matter
            continue
        check = ready.check
        what, why, mend = (
            sentence(part, ready, form, answers=answers, values=values, last_year=last_year)
            for part in (check.what, check.why, check.mend)
        )
        focus = form.by_key[ready.check.at[0]].field
        name = cell_name(focus, ready.cells[0], last_year)
        yield Finding(check.level, ready.section, ready.cells, name, check.key, what, why, mend)
