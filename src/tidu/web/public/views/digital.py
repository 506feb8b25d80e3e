"""数字化水平评测: what it is, where a result comes from, and for an enterprise signed in its latest result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.domain.enterprises.queries import digital_result
from tidu.web.requests import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def digital(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    enterprise_id = actor.enterprise_id if actor else None
    context = {
        "actor": actor,
        "is_enterprise": enterprise_id is not None,
        "result": digital_result(enterprise_id) if enterprise_id is not None else None,
    }
    return render(request, "public/digital.html", context)
