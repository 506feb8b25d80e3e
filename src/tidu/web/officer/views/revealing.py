"""Showing one masked value of a person, once its reason is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_POST

from tidu.domain.declarations.actions import reveal
from tidu.kit.refusals import Refusal
from tidu.web.officer.shown.review import Asked, review_context
from tidu.web.requests import ActorRequest, officer_only

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_POST
@officer_only
def reveal_one(request: ActorRequest, number: str) -> HttpResponse:
    """Show the value in its line; without script, in the whole page. It is masked again the next time."""
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    refusal: Refusal | None = None
    try:
        reveal(request.actor, number, field, reason)
    except Refusal as refused:
        refusal = refused
    asked = Asked(show=request.POST.get("show", ""))
    context = review_context(request.actor, number, asked, revealed="" if refusal else field)
    context["revealing"] = {"field": field, "reason": reason, "refusal": refusal}
    if request.htmx:
        context["line"] = next(each for each in context["lines"] if each.key == field)
    template = "officer/_line.html" if request.htmx else "officer/review.html"
    return render(request, template, context, status=422 if refusal else 200)
