"""申报指南与常见问题: the questions that are really asked, answered as this platform works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.web.public.openings import programmes
from tidu.web.shells import province_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "public/guide.html", {"programmes": programmes(province_of(request))})
