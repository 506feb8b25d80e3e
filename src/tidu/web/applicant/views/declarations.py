"""申报与复核: what is open in the province, what one has filed, and beginning."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.preconditions import Standing
from tidu.domain.recognitions.queries import enterprise_with_titles
from tidu.domain.reviews.queries import own_files
from tidu.domain.windows.queries import windows_in
from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.rules import catalogue
from tidu.web.applicant.shown.entries import entries_of
from tidu.web.applicant.shown.state import own
from tidu.web.requests import ActorRequest, applicant_only

if TYPE_CHECKING:
    from datetime import datetime


@applicant_only
@require_safe
def declarations(request: ActorRequest) -> HttpResponse:
    """List the windows of the province and one's own declarations."""
    return _page(request)


@applicant_only
@require_POST
def begin_declaration(request: ActorRequest, code: str) -> HttpResponse:
    """Begin in a window, or go on with what was begun there, at the first section."""
    try:
        declaration = begin(request.actor, code)
    except Refusal as refusal:
        return _page(request, refused=code, refusal=refusal)
    sections = catalogue.edition(declaration.edition_id).form.sections
    if not sections:
        return redirect("applicant:declaration", declaration.number)
    return redirect("applicant:fill", declaration.number, sections[0].key)


def _new_year() -> datetime:
    """Windows that closed this year are still listed, as over."""
    return clock.now().replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def _page(request: ActorRequest, *, refused: str = "", refusal: Refusal | None = None) -> HttpResponse:
    assert request.actor.enterprise_id is not None
    enterprise, digital, titles = enterprise_with_titles(request.actor.enterprise_id)
    today = clock.today()
    standing = Standing(enterprise, digital, {each.title: each for each in titles if each.is_held_on(today)})
    found = own_files(request.actor)
    windows = windows_in(request.actor.region_code, since=_new_year())
    context = {
        "entries": entries_of(windows, standing, found),
        "declarations": [own(each, came_back=getattr(each, "came_back", False)) for each in found],
        "enterprise": enterprise,
        "refused": refused,
        "refusal": refusal,
        "now": clock.now(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "applicant/declarations.html", context, status=status)
