"""Signing in with name and password, in one of two capacities, and signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tidu.domain.accounts.comings import note_sign_out
from tidu.domain.accounts.identity_service import service
from tidu.kit.refusals import Refusal
from tidu.web.public.returning import safe_next
from tidu.web.public.signing import AudienceForm, PasswordForm, go_on, with_password
from tidu.web.requests import actor_of, home_of
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SignInForm(AudienceForm, PasswordForm):
    """The capacity, the name and the password."""


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor is not None and request.method != "POST":
        return redirect(safe_next(request, default=home_of(actor)))
    form = SignInForm(request.POST or None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            return go_on(request, with_password(request, typed["username"], typed["password"]), typed["audience"])
        except Refusal as refusal:
            form.add_error(refusal.field or None, FieldProblem(refusal))
    return sign_in_page(request, form)


def sign_in_page(request: HttpRequest, form: SignInForm, refusal: Refusal | None = None) -> HttpResponse:
    """The page with every way in; above them why another way led to nothing."""
    at = service()
    context = {
        "form": form,
        "next": safe_next(request, default=""),
        "refusal": refusal,
        "identity": at.name if at is not None else "",
    }
    return render(request, "public/sign_in.html", context, status=422 if form.is_bound or refusal else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor is not None:
        note_sign_out(actor)
    logout(request)
    return redirect("public:home")
