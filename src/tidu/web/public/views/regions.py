"""Choosing the province a page speaks of, and the divisions below one for pickers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tidu.kit.throttle import TooOften
from tidu.web.public.limits import allow_address, too_often
from tidu.web.public.places import below, province_name
from tidu.web.public.returning import safe_next
from tidu.web.requests import home_path
from tidu.web.shells import REGION_COOKIE

if TYPE_CHECKING:
    from django.http import HttpRequest

_YEAR_SECONDS = 365 * 24 * 3600


@require_safe
def choose_region(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the province on this device, and go back; a link, so that it works without script."""
    if not province_name(code):
        raise Http404(code)
    response = redirect(safe_next(request, default=home_path(request)))
    response.set_cookie(
        REGION_COOKIE, code, max_age=_YEAR_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@require_safe
def regions_below(request: HttpRequest, code: str) -> HttpResponse:
    try:
        allow_address(request, "regions", times=120, seconds=60)
    except TooOften as refusal:
        return too_often(request, refusal)
    response = JsonResponse({"places": [{"code": place.code, "name": place.name} for place in below(code)]})
    response["Cache-Control"] = "public, max-age=3600"
    return response
