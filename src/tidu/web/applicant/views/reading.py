"""The declaration as read, on one page that prints well: what is saved now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.domain.declarations.judging import Judgement
from tidu.domain.declarations.preconditions import Standing
from tidu.domain.declarations.queries import files_of, sheet_for
from tidu.web.applicant.shown.reading import chapters_read
from tidu.web.applicant.shown.state import own
from tidu.web.requests import ActorRequest, applicant_only


@applicant_only
@require_safe
def read(request: ActorRequest, number: str) -> HttpResponse:
    """Show all sections as they are saved."""
    declaration, rows = sheet_for(request.actor, number)
    judgement = Judgement.of(declaration, rows, Standing.of_enterprise(declaration.enterprise_id))
    context = {
        "declaration": declaration,
        "own": own(declaration),
        "edition": judgement.edition,
        "chapters": chapters_read(judgement, files_of(declaration)),
        "assessment": judgement.assessment,
    }
    return render(request, "applicant/read.html", context)
