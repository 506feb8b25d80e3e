"""账户异议: what whoever holds a contested account says to it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tidu.domain.accounts.access import Act, require
from tidu.domain.verification.actions.contested import answer
from tidu.domain.verification.queries import contested_for
from tidu.kit.refusals import Refusal
from tidu.web.requests import ActorRequest, applicant_only

if TYPE_CHECKING:
    from django.http import HttpResponse


@applicant_only
@require_http_methods(["GET", "HEAD", "POST"])
def contested(request: ActorRequest, number: str) -> HttpResponse:
    """Show the claim to the owner and take their answer."""
    require(request.actor, Act.MANAGE_COLLEAGUES)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            answer(request.actor, number, request.POST.get("answer", ""))
        except Refusal as no:
            refusal = no
        else:
            return redirect("applicant:contested", number)
    context = {
        "check": contested_for(request.actor, number),
        "refusal": refusal,
        "typed": request.POST.get("answer", ""),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "applicant/contested.html", context, status=status)
