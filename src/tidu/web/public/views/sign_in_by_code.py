"""Signing in by a code sent to the bound phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tidu.domain.accounts.code_sign_in import send_sign_in_code, who_has_code
from tidu.kit.refusals import Refusal
from tidu.rules import codes
from tidu.rules.problem import Problem
from tidu.web.public.limits import allow_address
from tidu.web.public.returning import safe_next
from tidu.web.public.signing import AudienceForm, go_on
from tidu.web.requests import actor_of, address_of, home_of
from tidu.web.ui.codes import CodeAnswer, CodeField, answer_to, asked_by_script, asked_for_code
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tidu.domain.accounts.codes import Sent


class CodeSignInForm(AudienceForm):
    """The capacity, the phone and the code."""

    phone = forms.CharField(
        label="绑定的手机号",
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    code = CodeField()

    def clean_phone(self) -> str:
        read = codes.mobile(self.cleaned_data["phone"])
        if isinstance(read, Problem):
            raise FieldProblem(read)
        return read


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_code(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor is not None and request.method != "POST":
        return redirect(safe_next(request, default=home_of(actor)))
    if asked_for_code(request):
        answer = answer_to(lambda: _send(request))
        if asked_by_script(request):
            return answer.as_json()
        return _page(request, CodeSignInForm(initial=request.POST.dict()), answer)
    form = CodeSignInForm(request.POST or None)
    if form.is_bound and form.is_valid():
        typed: dict[str, Any] = form.cleaned_data
        try:
            allow_address(request, "sign_in", times=30, seconds=300)
            return go_on(request, who_has_code(typed["phone"], typed["code"]), typed["audience"])
        except Refusal as refusal:
            form.add_error(refusal.field or "code", FieldProblem(refusal))
    return _page(request, form)


def _send(request: HttpRequest) -> Sent:
    form = CodeSignInForm(request.POST)
    form.full_clean()
    phone = form.cleaned_data.get("phone")
    if phone:
        return send_sign_in_code(phone, address=address_of(request))
    wrong: list[ValidationError] = form.errors["phone"].as_data()
    if isinstance(wrong[0], FieldProblem):
        raise Refusal(f"验证码没有发出：{wrong[0].what}", wrong[0].why, wrong[0].mend)
    raise Refusal("验证码没有发出：还没有填手机号。", "", "请先填手机号，再点一次。")


def _page(request: HttpRequest, form: CodeSignInForm, answer: CodeAnswer | None = None) -> HttpResponse:
    context = {"form": form, "answer": answer, "next": safe_next(request, default="")}
    return render(request, "public/sign_in_by_code.html", context, status=422 if form.is_bound else 200)
