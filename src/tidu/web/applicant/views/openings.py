"""谁看过我的材料: which officer opened what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.domain.declarations.looking import openings as openings_of
from tidu.web.requests import ActorRequest, applicant_only

if TYPE_CHECKING:
    from django.http import HttpResponse


@applicant_only
@require_safe
def openings(request: ActorRequest) -> HttpResponse:
    """List them, newest first, of all declarations or of the one asked for. At most six queries."""
    number = request.GET.get("declaration", "")[:40]
    page, rows = openings_of(request.actor, number=number, cursor=request.GET.get("cursor", ""))
    return render(request, "applicant/openings.html", {"page": page, "openings": rows, "number": number})
