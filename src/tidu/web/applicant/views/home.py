"""企业中心: which step one stands on, what is to be done, what is missing for the next, what is open."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.domain.declarations.judging import Judgement
from tidu.domain.declarations.preconditions import Standing
from tidu.domain.declarations.queries import current_sheets
from tidu.domain.enterprises.queries import office_figures
from tidu.domain.messages.queries import inbox
from tidu.domain.recognitions.queries import enterprise_with_titles
from tidu.domain.verification.queries import state_in
from tidu.domain.windows.queries import windows_in
from tidu.kit import clock
from tidu.web.applicant.shown.entries import entries_of
from tidu.web.applicant.shown.ladder import ladder_of
from tidu.web.applicant.shown.todos import next_step_of, todos_of
from tidu.web.requests import ActorRequest, applicant_only

_NEWEST = 5


@applicant_only
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Show where the enterprise stands."""
    assert request.actor.enterprise_id is not None
    enterprise, digital, titles = enterprise_with_titles(request.actor.enterprise_id)
    today = clock.today()
    held = {each.title: each for each in titles if each.is_held_on(today)}
    standing = Standing(enterprise, digital, held, office_figures(enterprise.pk))
    sheets = current_sheets(request.actor)
    judged = [(declaration, Judgement.of(declaration, rows, standing)) for declaration, rows in sheets]
    windows = windows_in(request.actor.region_code)
    entries = entries_of(windows, standing, [declaration for declaration, _ in judged])
    context = {
        "enterprise": enterprise,
        "verification": state_in(enterprise),
        "ladder": ladder_of(titles, entries, today),
        "next_step": next_step_of(judged),
        "todos": todos_of(judged),
        "entries": entries,
        "digital": digital,
        "messages": inbox(request.actor, size=_NEWEST).rows,
        "now": clock.now(),
    }
    return render(request, "applicant/home.html", context)
