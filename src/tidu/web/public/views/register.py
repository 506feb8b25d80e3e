"""Registering a legal person's account, on one page; what was typed stays, passwords excepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import login
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tidu.domain.enterprises import actions
from tidu.domain.enterprises.errors import AlreadyRegistered
from tidu.domain.regions import queries as regions
from tidu.kit.refusals import Refusal
from tidu.kit.throttle import TooOften
from tidu.rules import codes
from tidu.rules.problem import Problem
from tidu.web.public.limits import allow_address, too_often
from tidu.web.public.register_form import RegisterForm
from tidu.web.requests import actor_of, home_of
from tidu.web.shells import province_of
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: Where a refusal of the domain is shown on this form.
_AT = {"region": "county", "password": "password", "username": "username", "credit_code": "credit_code"}


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor is not None:
        return redirect(home_of(actor))
    if request.method != "POST":
        return _page(request, RegisterForm(initial={"province": province_of(request)}))
    if "narrow" in request.POST:  # without script the finer divisions are fetched by this button
        return _page(request, RegisterForm(initial=request.POST.dict()))
    form = RegisterForm(request.POST)
    if form.is_valid():
        try:
            return _registered(request, form)
        except Refusal as refusal:
            form.add_error(_AT.get(refusal.field), FieldProblem(refusal))
            return _page(request, form, is_known=isinstance(refusal, AlreadyRegistered))
    return _page(request, form)


@require_safe
def check_credit_code(request: HttpRequest) -> HttpResponse:
    """What is wrong with a credit code as it is typed; whether it is registered is told on sending only."""
    try:
        allow_address(request, "credit_code", times=60, seconds=60)
    except TooOften as refusal:
        return too_often(request, refusal)
    read = codes.credit_code(request.GET.get("code", "")[:60])
    if isinstance(read, Problem):
        return JsonResponse({"ok": False, "what": read.what, "why": read.why, "mend": read.mend})
    doubts = codes.credit_code_warnings(read, is_region=lambda code: regions.region(code) is not None)
    return JsonResponse({"ok": True, "code": read, "doubts": ["".join((d.what, d.why, d.mend)) for d in doubts]})


def _registered(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    allow_address(request, "register", times=20, seconds=300)
    typed = form.cleaned_data
    user = actions.register(
        credit_code=typed["credit_code"],
        name=typed["name"],
        region=typed["region"],
        legal_representative=typed["legal_representative"],
        contact=typed["contact"],
        phone=typed["phone"],
        email=typed["email"],
        username=typed["username"],
        password=typed["password"],
    )
    login(request, user)
    return redirect("applicant:enterprise")


def _page(request: HttpRequest, form: RegisterForm, *, is_known: bool = False) -> HttpResponse:
    context = {"form": form, "is_known": is_known}
    return render(request, "public/register.html", context, status=422 if form.is_bound else 200)
