"""条件与材料: one edition as an applicant reads it before beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.schema import StepKind
from tidu.web.public.openings import Phase, openings
from tidu.web.public.standard_shown import BASIS_NAMES, shown
from tidu.web.shells import province_of
from tidu.web.ui.states import LEVEL_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tidu.rules.schema import Edition, Step


@require_safe
def programme(request: HttpRequest, edition_id: str) -> HttpResponse:
    try:
        edition = catalogue.edition(edition_id)
    except catalogue.UnknownEdition as unknown:
        raise Http404(edition_id) from unknown
    context = {
        "edition": edition,
        "shown": shown(edition),
        "steps": [(step, _days(step), BASIS_NAMES[step.basis]) for step in edition.workflow.steps],
        "grants": f"{LEVEL_NAMES[edition.workflow.grant.level]}{edition.workflow.grant.act}",
        "title": catalogue.titles()[edition.title],
        "now": clock.now(),
        "siblings": _siblings(edition),
        "open": [
            row
            for row in openings(province_of(request))
            if row.edition_id == edition.id and row.phase in {Phase.OPEN, Phase.AHEAD}
        ],
    }
    return render(request, "public/programme.html", context)


def _days(step: Step) -> str:
    if step.kind is not StepKind.PUBLIC_NOTICE or step.days is None:
        return ""
    return f"{step.days} 个{'工作日' if step.working_days else '自然日'}"


def _siblings(edition: Edition) -> list[Edition]:
    """Other editions of the programme, the newest first: an applicant may have come to the wrong one."""
    others = [each for each in catalogue.editions() if each.programme == edition.programme and each.id != edition.id]
    return sorted(others, key=lambda each: (each.in_force.since, each.region or ""), reverse=True)
