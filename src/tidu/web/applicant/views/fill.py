"""One section of a declaration: the form, the chapters, the score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tidu.domain.accounts.access import Act, can
from tidu.domain.declarations.judging import Judgement
from tidu.domain.declarations.opening import closes_at
from tidu.domain.declarations.preconditions import Standing
from tidu.domain.declarations.queries import files_of, sheet_for
from tidu.domain.reviews.queries import last_return
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.schema import FieldType
from tidu.rules.workflow import Status
from tidu.web.applicant.shown.chapters import chapters_of
from tidu.web.applicant.shown.score import panel_of
from tidu.web.applicant.shown.sheet import sheet_of
from tidu.web.applicant.shown.state import own
from tidu.web.requests import ActorRequest, applicant_only
from tidu.web.ui.deadlines import days_between

if TYPE_CHECKING:
    from tidu.domain.declarations.models import Declaration
    from tidu.rules.schema import Edition, Section


def section_of(edition: Edition, key: str) -> Section:
    """The section of that key; 404 where the edition has none."""
    for section in edition.form.sections:
        if section.key == key:
            return section
    raise Http404(key)


@applicant_only
@require_safe
def fill(request: ActorRequest, number: str, section: str) -> HttpResponse:
    """Show one section, filled with what is saved; who may only look reads it all on one page."""
    if not can(request.actor, Act.FILL):
        return redirect("applicant:read", number)
    declaration, rows = sheet_for(request.actor, number)
    chapter = section_of(catalogue.edition(declaration.edition_id), section)
    judgement = Judgement.of(declaration, rows, Standing.of_enterprise(declaration.enterprise_id))
    has_slots = any(field.type is FieldType.FILES for field in chapter.fields)
    context = {
        "actor": request.actor,
        "declaration": declaration,
        "own": own(declaration),
        "edition": judgement.edition,
        "sheet": sheet_of(declaration, chapter, judgement, files_of(declaration) if has_slots else {}),
        "chapters": chapters_of(judgement, section),
        "panel": panel_of(judgement),
        "blocking": len(judgement.blocking),
        "returned": last_return(declaration) if declaration.status == Status.RETURNED else None,
        **deadline_of(declaration),
    }
    return render(request, "applicant/fill.html", context)


def deadline_of(declaration: Declaration) -> dict[str, object]:
    """When it closes, absolutely and in days."""
    closes = closes_at(declaration)
    return {"closes_at": closes, "days_left": days_between(clock.now(), closes), "is_over": closes < clock.now()}
