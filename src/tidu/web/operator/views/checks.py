"""人工核验: what waits for an operator, oldest first; each over what was brought, with a reason."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tidu.domain.verification.actions.contested import decide_contested
from tidu.domain.verification.actions.phones import decide_phone_change
from tidu.domain.verification.actions.verifying import decide_verification
from tidu.domain.verification.queries import check_for, check_kinds, checks, evidence_of, licence_of, waiting_counts
from tidu.kit.refusals import Refusal
from tidu.web.operator.shown import CheckShown
from tidu.web.requests import ActorRequest, operator_only
from tidu.web.sending import sent

if TYPE_CHECKING:
    from django.http import HttpResponse

_STATES = [("waiting", "待办"), ("granted", "已通过"), ("refused", "未通过")]
#: What is done when an operator decides on a check of a kind.
DECIDES = {
    "verification": decide_verification,
    "phone_change": decide_phone_change,
    "contested": decide_contested,
}


@require_GET
@operator_only
def queue(request: ActorRequest) -> HttpResponse:
    """Show one view; for htmx its rows alone. At most six queries."""
    kinds, states = dict(check_kinds()), dict(_STATES)
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    kind, state = kind if kind in kinds else "", state if state in states else "waiting"
    counts = waiting_counts(request.actor)
    context = {
        "page": checks(request.actor, kind=kind, state=state, cursor=request.GET.get("cursor", "")),
        "kind": kind,
        "state": state,
        "states": _STATES,
        "kinds": [("", "全部", sum(counts.values())), *((key, word, counts[key]) for key, word in kinds.items())],
        "done": request.GET.get("done", "")[:20],
    }
    return render(request, "operator/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
def check(request: ActorRequest, number: str) -> HttpResponse:
    """Show one check with what was brought; a post decides it and leads to the next."""
    if request.method != "POST":
        return render(request, "operator/check.html", _context(request, number))
    found = check_for(request.actor, number)
    reason = request.POST.get("reason", "")
    try:
        DECIDES[found.kind](
            request.actor, number, is_granted=request.POST.get("outcome") == "grant", reason=reason[:2000]
        )
    except Refusal as refusal:
        context = _context(request, number) | {"refusal": refusal, "typed": reason}
        return render(request, "operator/check.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(f"{reverse('operator:checks')}?done={number}")


@require_GET
@operator_only
def file(request: ActorRequest, number: str, file_id: UUID) -> HttpResponse:
    """Send what was brought for a check."""
    return sent(evidence_of(request.actor, number, file_id))


def _context(request: ActorRequest, number: str) -> dict[str, Any]:
    found = check_for(request.actor, number)
    licence = licence_of(found.enterprise_id) if found.enterprise_id else None
    return {"check": found, "shown": CheckShown.of(found, licence), "decides": found.kind in DECIDES}
