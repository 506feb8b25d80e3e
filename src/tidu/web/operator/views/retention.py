"""保存期限: what is kept how long, and what the daily run took; and erasing a person who asks for it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tidu.domain.retention.erasing import erase
from tidu.domain.retention.queries import rules_shown, to_erase
from tidu.kit.refusals import Refusal
from tidu.web.factors import fresh_factor
from tidu.web.requests import ActorRequest, operator_only

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_GET
@operator_only
def rules(request: ActorRequest) -> HttpResponse:
    """Show the rules with the last run and what is due. Nine queries."""
    shown, run = rules_shown(request.actor)
    return render(request, "operator/retention.html", {"rules": shown, "run": run})


@require_http_methods(["GET", "POST"])
@operator_only
@fresh_factor
def erase_account(request: ActorRequest, user_id: int) -> HttpResponse:
    """Show what would go and what stays, then erase; or say why it must stay."""
    user, obstacle = to_erase(request.actor, user_id)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            _require_confirmed(request)
            erase(request.actor, user_id, reason=request.POST.get("reason", "")[:500])
            return redirect(f"{reverse('operator:account', args=[user_id])}?done=erased")
        except Refusal as refused:
            refusal = refused
    context = {"person": user, "obstacle": obstacle, "refusal": refusal, "typed": request.POST}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "operator/erase.html", context, status=status)


def _require_confirmed(request: ActorRequest) -> None:
    if request.POST.get("confirm") != "yes":
        raise Refusal("还没有确认。", "注销后不能恢复。", "请勾选确认后再点一次。", field="confirm")
