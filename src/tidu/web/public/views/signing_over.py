"""Signing in over the page one is typing on: asked for by a script when a save is answered with 401.

The answer is the form, as a part of a page, until somebody is signed in here; then it is who, and the token with which
their forms go on. Whether that is the person whose typing waits, the page knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tidu.kit.refusals import Refusal
from tidu.web.public.signing import PasswordForm, enter_for_enterprise, with_password
from tidu.web.requests import actor_of
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tidu.domain.accounts.access import Actor


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_over(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        actor = actor_of(request)
        if actor is not None:
            return _signed_in(request, actor)
    form = PasswordForm(request.POST or None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            return _signed_in(request, enter_for_enterprise(request, with_password(request, **typed)))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, FieldProblem(refusal))
    return render(request, "public/_sign_in_over.html", {"form": form}, status=422 if form.is_bound else 200)


def _signed_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    who = {"account": actor.user_id, "name": actor.enterprise_name or actor.name, "token": get_token(request)}
    response = JsonResponse(who)
    response["Cache-Control"] = "private, no-store"
    return response
