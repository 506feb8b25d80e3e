"""What pickers ask while somebody types: divisions and industries, as data, at most twenty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tidu.domain.regions.finding import MOST, find_industries, find_regions
from tidu.kit.throttle import TooOften
from tidu.web.public.limits import allow_address, too_often

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from tidu.domain.regions.finding import Found


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Counties, and cities that have none; `text` is what stands in the box once one is chosen."""
    return _found(request, find_regions, lambda each: each.within + each.name)


@require_safe
def industries(request: HttpRequest) -> HttpResponse:
    """Classes (小类) of GB/T 4754-2017; `text` begins with the code, which is what a form reads."""
    return _found(request, find_industries, lambda each: f"{each.code} {each.name}")


def _found(request: HttpRequest, find: Callable[[str], list[Found]], text: Callable[[Found], str]) -> HttpResponse:
    try:
        allow_address(request, "finding", times=120, seconds=60)
    except TooOften as refusal:
        return too_often(request, refusal)
    found = find(request.GET.get("q", ""))
    shown = [
        {"code": each.code, "name": each.name, "within": each.within, "path": each.path, "text": text(each)}
        for each in found[:MOST]
    ]
    response = JsonResponse({"found": shown, "more": len(found) > MOST})
    response["Cache-Control"] = "public, max-age=3600"
    return response
