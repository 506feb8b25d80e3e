"""申报: what is open in a province, what opens when and what is over; the way to begin leads through signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.domain.accounts.access import Audience
from tidu.kit import clock
from tidu.web.public.openings import Phase, openings
from tidu.web.public.picking import picker
from tidu.web.public.places import province_name
from tidu.web.requests import actor_of
from tidu.web.shells import province_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def apply(request: HttpRequest) -> HttpResponse:
    province = province_of(request)
    rows = openings(province)
    actor = actor_of(request)
    context = {
        "open": [row for row in rows if row.phase is Phase.OPEN],
        "ahead": [row for row in rows if row.phase is Phase.AHEAD],
        "closed": [row for row in rows if row.phase is Phase.NONE],
        "over": sorted((row for row in rows if row.phase is Phase.OVER), key=_closed_last_first),
        "now": clock.now(),
        "province": province_name(province),
        "picker": picker(request),
        "is_enterprise": actor is not None and actor.audience is Audience.APPLICANT,
        "is_staff": actor is not None and actor.audience is not Audience.APPLICANT,
    }
    return render(request, "public/apply.html", context)


def _closed_last_first(row: object) -> float:
    closes_at = getattr(row, "closes_at", None)
    return -closes_at.timestamp() if closes_at else 0
