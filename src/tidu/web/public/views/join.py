"""我有邀请码: acting for an enterprise whose owner sent a code; with one's own account, or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tidu.domain.enterprises.colleagues import LASTS, invitation_by, join
from tidu.kit.refusals import Refusal
from tidu.web.public.code_forms import line, refuse
from tidu.web.public.limits import allow_address
from tidu.web.requests import actor_of
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class JoinForm(forms.Form):
    """The code of an invitation."""

    code = line("邀请码", autocapitalize="characters", placeholder="10 位字母和数字")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_code(request: HttpRequest) -> HttpResponse:
    """Take the code, and lead on to what it opens."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = "".join(form.cleaned_data["code"].split()).upper()
        try:
            allow_address(request, "join", times=20, seconds=600)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            if typed.isalnum() and invitation_by(typed) is not None:
                return redirect("public:join_by", typed)
            form.add_error(
                "code",
                FieldProblem(
                    "这个邀请码不能用。", f"它只能用一次，{LASTS.days} 天内有效。", "请核对，或请负责人再发。"
                ),
            )
    return render(request, "public/join.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_by(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the code opens; a post by somebody signed in uses it up."""
    refusal: Refusal | None = None
    actor = actor_of(request)
    try:
        allow_address(request, "join", times=20, seconds=600)
        if request.method == "POST" and actor is not None:
            join(code, actor.user_id)
            return redirect("applicant:home")
    except Refusal as no:
        refusal = no
    invitation = invitation_by(code)
    status = 422 if refusal else 404 if invitation is None else 200
    context = {"invitation": invitation, "refusal": refusal, "actor": actor, "here": request.path, "days": LASTS.days}
    return render(request, "public/join_by.html", context, status=status)
