"""One declaration under review: what changed, what the checks found, the evidence, the decision at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from tidu.domain.declarations.looking import note_view
from tidu.web.officer.shown.review import Asked, review_context
from tidu.web.requests import ActorRequest, officer_only

if TYPE_CHECKING:
    from django.http import HttpResponse

_DONE = {"pass": "已通过", "return": "已退回企业修改", "reject": "已作出不通过的决定"}
_PARTS = {"decision": "officer/_decision.html", "evidence": "officer/_evidence.html"}


@require_GET
@officer_only
def review(request: ActorRequest, number: str) -> HttpResponse:
    """Show the latest submission beside the one before, and log it; for htmx the part asked for. At most 8 queries."""
    context = review_context(request.actor, number, Asked.read(request.GET))
    note_view(request.actor, context["declaration"])
    if request.htmx and (part := _PARTS.get(request.htmx.target or "")):
        return render(request, part, context)
    done, after = _DONE.get(request.GET.get("as", "")), request.GET.get("after", "")
    context["done"] = f"{after}：{done}。下面是下一家。" if done and after else ""
    return render(request, "officer/review.html", context)
