"""One declaration: where it is, what was said, what was submitted, its PDF, taking it back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tidu.domain.declarations.actions import withdraw
from tidu.domain.declarations.looking import latest_openings
from tidu.domain.declarations.queries import declaration_for, submissions_of
from tidu.domain.reviews.queries import decisions_of
from tidu.kit.refusals import Refusal
from tidu.rules import catalogue
from tidu.rules.workflow import Outcome, Status
from tidu.web.applicant.shown.pins import pins_of
from tidu.web.applicant.shown.state import own
from tidu.web.applicant.shown.strip import steps_of
from tidu.web.applicant.views.fill import deadline_of
from tidu.web.requests import ActorRequest, applicant_only

if TYPE_CHECKING:
    from tidu.domain.declarations.models import Declaration


@applicant_only
@require_safe
def declaration(request: ActorRequest, number: str) -> HttpResponse:
    """Show where a declaration stands."""
    return _page(request, declaration_for(request.actor, number))


@applicant_only
@require_POST
def withdraw_declaration(request: ActorRequest, number: str) -> HttpResponse:
    """Take it back until the first decision."""
    try:
        withdraw(request.actor, number)
    except Refusal as refusal:
        return _page(request, declaration_for(request.actor, number), refusal)
    return redirect("applicant:declaration", number)


def _page(request: ActorRequest, found: Declaration, refusal: Refusal | None = None) -> HttpResponse:
    edition = catalogue.edition(found.edition_id)
    decisions = decisions_of(found)
    returns = [each for each in decisions if each.outcome == Outcome.RETURN]
    refusals = [each for each in decisions if each.outcome == Outcome.REJECT]
    spoken = {Status.RETURNED: returns, Status.REJECTED: refusals}.get(Status(found.status), [])
    submissions = submissions_of(found)
    context = {
        "declaration": found,
        "edition": edition,
        "own": own(found, came_back=found.step in {each.step for each in returns}),
        "steps": steps_of(found, edition, decisions),
        "spoken": spoken[-1] if spoken else None,
        "pins": pins_of(edition, found.open_cells, found.window.year - 1),
        "submissions": submissions,
        "openings": latest_openings(request.actor, found.number) if submissions else [],
        "can_withdraw": found.status == Status.UNDER_REVIEW and found.step == edition.workflow.steps[0].key,
        "refusal": refusal,
        **deadline_of(found),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "applicant/declaration.html", context, status=status)
