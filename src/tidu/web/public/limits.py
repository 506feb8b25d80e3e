"""How often a stranger may ask: counted by address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from tidu.kit.throttle import TooOften, allow
from tidu.web.requests import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def allow_address(request: HttpRequest, what: str, *, times: int, seconds: int) -> None:
    """Count one more of ``what`` from this address; raises TooOften beyond the limit."""
    allow(what, address_of(request), times=times, seconds=seconds)


def too_often(request: HttpRequest, refusal: TooOften) -> HttpResponse:
    """The refusal as a page of its own, or as data for a page that asked by fetch."""
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"what": refusal.what, "why": refusal.why, "mend": refusal.mend}, status=429)
    return render(request, "public/too_often.html", {"refusal": refusal}, status=429)
