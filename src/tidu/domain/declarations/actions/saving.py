"""Saving one field: parsed and written with its version, whatever was typed; nothing is overwritten in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.declarations.cells import EMPTY, cell_after, problem_of, shown
from tidu.domain.declarations.errors import Conflict, DeclarationRefusal, Theirs
from tidu.domain.declarations.models import Change, SectionAnswers
from tidu.domain.declarations.opening import require_open
from tidu.domain.declarations.personal import kept
from tidu.domain.regions.names import LOOKUPS
from tidu.kit import clock
from tidu.rules import answers, catalogue
from tidu.rules.schema import FieldType

if TYPE_CHECKING:
    from uuid import UUID

    from tidu.domain.declarations.models import Declaration
    from tidu.rules.problem import Problem
    from tidu.rules.schema import FormField


@dataclass(frozen=True)
class Saved:
    """What the server now holds for one cell. `problem` is what is wrong with it; it is saved all the same."""

    cell: str
    version: int
    revision: int
    value: Any
    shown: str
    tidied: bool
    problem: Problem | None
    declaration: Declaration
    section: str


@transaction.atomic
def save_field(actor: Actor, number: str, section: str, cell: str, typed: Any, *, based_on: int, key: UUID) -> Saved:
    """Save one cell that was typed on top of version ``based_on``; durable when it returns.

    A repeated ``key`` is answered as the first time. A cell that somebody else changed raises Conflict with both.
    """
    require(actor, Act.FILL)
    row = locked_section(actor, number, section)
    declaration = row.declaration
    field = _field(declaration, section, cell)
    reading = answers.read(field, typed, LOOKUPS)
    now_there = row.cells.get(cell, EMPTY)
    if now_there["n"] != based_on:
        if Change.objects.filter(declaration=declaration, key=key, cell=cell).exists():
            return _saved(row, cell, field)  # the same request again: it was acknowledged, or should have been
        raise Conflict(_theirs(row, cell, field), str(typed))
    require_open(declaration, cell)
    write_cell(row, cell, reading, actor=actor, key=key)
    return _saved(row, cell, field)


def write_cell(row: SectionAnswers, cell: str, reading: answers.Reading, *, actor: Actor, key: UUID) -> None:
    """Merge one cell into a locked section and note it in the journal. Two queries."""
    field = catalogue.edition(row.declaration.edition_id).fields[cell.partition("[")[0]]
    after = kept(field, cell_after(row.cells.get(cell, EMPTY), reading))
    row.cells[cell] = after
    row.revision += 1
    SectionAnswers.objects.filter(pk=row.pk).update(cells=row.cells, revision=row.revision)
    Change.objects.create(
        declaration_id=row.declaration_id,
        section=row.section,
        cell=cell,
        version=after["n"],
        revision=row.revision,
        value=kept(field, reading.value),
        typed=kept(field, reading.typed),
        user_id=actor.user_id,
        user_name=actor.name,
        at=clock.now(),
        key=key,
    )


def locked_section(actor: Actor, number: str, section: str) -> SectionAnswers:
    """The section's row with declaration and window, both rows locked; 404 outside one's enterprise. One query.

    The declaration is locked too, so that it cannot be submitted between the look at its status and the writing.
    """
    row = (
        SectionAnswers.objects.select_for_update(of=("self", "declaration"))
        .select_related("declaration__window")
        .filter(declaration__number=number, declaration__enterprise_id=actor.enterprise_id, section=section)
        .first()
    )
    if row is None:
        raise Http404(number)
    return row


def _field(declaration: Declaration, section: str, cell: str) -> FormField:
    field = catalogue.edition(declaration.edition_id).fields.get(cell.partition("[")[0])
    if field is None or cell not in field.cells or not _in_section(declaration, section, field):
        raise DeclarationRefusal("表里没有这一格。", mend="请刷新页面后再填。")
    if field.computed or field.read_only or field.type is FieldType.FILES:
        raise DeclarationRefusal(f"“{field.name}”不在这里填。", "它由系统算出或从企业信息带出。")
    return field


def _in_section(declaration: Declaration, section: str, field: FormField) -> bool:
    sections = catalogue.edition(declaration.edition_id).form.sections
    return any(each.key == section and field in each.fields for each in sections)


def _saved(row: SectionAnswers, cell: str, field: FormField) -> Saved:
    there = row.cells[cell]
    problem = problem_of(there)
    return Saved(
        cell=cell,
        version=there["n"],
        revision=row.revision,
        value=there["v"],
        shown=shown(field, there),
        tidied="t" in there and problem is None,
        problem=problem,
        declaration=row.declaration,
        section=row.section,
    )


def _theirs(row: SectionAnswers, cell: str, field: FormField) -> Theirs:
    there = row.cells.get(cell, EMPTY)
    last = Change.objects.filter(declaration_id=row.declaration_id, cell=cell).order_by("-version").first()
    return Theirs(
        value=there["v"],
        shown=shown(field, there),
        version=there["n"],
        by=last.user_name if last else "系统",
        at=last.at if last else row.declaration.began_at,
    )
