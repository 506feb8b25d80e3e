"""Signing in, in one of two capacities, and signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tidu.domain.accounts.access import Audience
from tidu.domain.accounts.comings import note_sign_out
from tidu.kit.refusals import Refusal
from tidu.web.public.returning import safe_next
from tidu.web.public.second_step import begin
from tidu.web.public.signing import PasswordForm, enter_for_enterprise, with_password
from tidu.web.requests import actor_of, home_of
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


_STAFF = Audience.OFFICER.value


class SignInForm(PasswordForm):
    """The capacity, the name and the password."""

    audience = forms.ChoiceField(
        label="账户类型",
        choices=[(Audience.APPLICANT.value, "法人账户"), (_STAFF, "工作人员")],
        initial=Audience.APPLICANT.value,
        error_messages={"invalid_choice": "没有这种账户类型。"},
        widget=forms.RadioSelect,
    )


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor is not None and request.method != "POST":
        return redirect(safe_next(request, default=home_of(actor)))
    form = SignInForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            return _signed_in(request, form)
        except Refusal as refusal:
            form.add_error(refusal.field or None, FieldProblem(refusal))
    context = {"form": form, "next": safe_next(request, default="")}
    return render(request, "public/sign_in.html", context, status=422 if form.is_bound else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor is not None:
        note_sign_out(actor)
    logout(request)
    return redirect("public:home")


def _signed_in(request: HttpRequest, form: SignInForm) -> HttpResponse:
    """Sign in and lead on; the session gets a new key."""
    typed = form.cleaned_data
    user = with_password(request, typed["username"], typed["password"])
    if typed["audience"] == _STAFF:
        return begin(request, user, safe_next(request, default=""))
    actor = enter_for_enterprise(request, user)
    return redirect(safe_next(request, default=home_of(actor)))
