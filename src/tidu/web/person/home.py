"""个人中心: one sentence that matters, and the ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.web.requests import ActorRequest, person_only

if TYPE_CHECKING:
    from django.http import HttpResponse


@person_only
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Say what this account is not for, and how to get the one that is."""
    return render(request, "person/home.html")
