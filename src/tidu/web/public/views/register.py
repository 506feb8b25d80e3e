"""Registering a legal person's account, on one page; what was typed stays, passwords excepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tidu.domain.accounts.codes import Purpose, Sent, send_code
from tidu.domain.enterprises.actions import require_not_registered
from tidu.domain.enterprises.errors import AlreadyRegistered
from tidu.domain.regions import queries as regions
from tidu.domain.verification.actions.opening import open_account
from tidu.kit.refusals import Refusal
from tidu.kit.throttle import TooOften
from tidu.rules import codes
from tidu.rules.problem import Problem
from tidu.web.public.identified import identified
from tidu.web.public.limits import allow_address, too_often
from tidu.web.public.proving import forget_proven, is_proven, prove
from tidu.web.public.register_form import RegisterForm
from tidu.web.public.views.licence import brought, forget_brought, licence_context, take_upload
from tidu.web.requests import actor_of, address_of, home_of
from tidu.web.sessions import enter
from tidu.web.shells import province_of
from tidu.web.ui.codes import CodeAnswer, answer_to, asked_by_script, asked_for_code
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: Where a refusal of the domain is shown on this form.
_AT = {"region": "county", "password": "password", "username": "username", "credit_code": "credit_code"}
#: What a code proves, by the button that has it sent and the field that it is typed into.
_PROVES = {"send_code": ("phone", "phone_code"), "send_email_code": ("email", "email_code")}


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor is not None:
        return redirect(home_of(actor))
    if request.method != "POST":
        return _page(request, RegisterForm(initial={"province": province_of(request)} | identified(request)))
    refusal = take_upload(request)  # first of all: whatever else is wrong, the file is not asked for again
    for button in _PROVES:
        if asked_for_code(request, button):
            return _sent(request, button)
    if refusal is not None or not {"narrow", "bring", "take"}.isdisjoint(request.POST):
        return _again(request, refusal)
    form = RegisterForm(request.POST)
    if form.is_valid() and _is_theirs(request, form):
        try:
            return _registered(request, form)
        except Refusal as no:
            form.add_error(_AT.get(no.field), FieldProblem(no))
            return _page(request, form, is_known=isinstance(no, AlreadyRegistered))
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


def _sent(request: HttpRequest, button: str) -> HttpResponse:
    """Send a code, and say beside the button what came of it: to the script, or on the page with what was typed."""
    answer = answer_to(lambda: _send(request, button))
    if asked_by_script(request):
        return answer.as_json()
    return _page(request, RegisterForm(initial=request.POST.dict()), answers={_PROVES[button][1]: answer})


def _send(request: HttpRequest, button: str) -> Sent:
    """Send to the phone or the address that was typed, once it is clear that the code would be of use."""
    form = RegisterForm(request.POST)
    to = _typed(form, _PROVES[button][0])
    require_not_registered(_typed(form, "credit_code"))
    kind = "sms" if button == "send_code" else "email"
    return send_code(Purpose.REGISTER, to, kind=kind, address=address_of(request))  # type: ignore[arg-type]


def _typed(form: RegisterForm, name: str) -> str:
    """What was typed into one field, read; refused with what is wrong there."""
    form.full_clean()
    value = form.cleaned_data.get(name)
    if value:
        return str(value)
    word = form[name].label
    for error in form.errors.get(name, form.error_class()).as_data():
        if isinstance(error, FieldProblem):
            raise Refusal(f"验证码没有发出：{error.what}", error.why, f"{error.mend}改好后再点一次。")
    raise Refusal(f"验证码没有发出：还没有填{word}。", "", f"请先填{word}，再点一次。")


def _is_theirs(request: HttpRequest, form: RegisterForm) -> bool:
    """Whether phone and e-mail were shown to be theirs; what is wrong with a code is told at its field."""
    for key, field in _PROVES.values():
        try:
            prove(request, Purpose.REGISTER, form.cleaned_data[key], form.cleaned_data[field])
        except Refusal as refusal:
            form.add_error(field, FieldProblem(refusal))
    return form.is_valid()


def _registered(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    allow_address(request, "register", times=20, seconds=300)
    typed, licence = form.cleaned_data, brought(request)
    user = open_account(
        licence_id=licence.pk if licence else None,
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
    forget_proven(request)
    forget_brought(request)
    enter(request, user)
    return redirect("applicant:enterprise")


def _again(request: HttpRequest, refusal: Refusal | None) -> HttpResponse:
    """The page with what was typed, after a button that registers nothing."""
    typed = request.POST.dict()
    licence, key = brought(request), typed.get("take", "")
    if licence is not None and key in {"credit_code", "name", "legal_representative"}:
        typed[key] = licence.found.get(key, typed.get(key, ""))
    return _page(request, RegisterForm(initial=typed), refusal=refusal)


def _page(
    request: HttpRequest,
    form: RegisterForm,
    *,
    is_known: bool = False,
    refusal: Refusal | None = None,
    answers: dict[str, CodeAnswer] | None = None,
) -> HttpResponse:
    typed: Any = form.data if form.is_bound else form.initial
    context = {
        "form": form,
        "is_known": is_known,
        "answers": answers or {},
        "proven": {key: _is_proven(request, key, str(typed.get(key, ""))) for key, _ in _PROVES.values()},
        **licence_context(request, typed, refusal),
    }
    return render(request, "public/register.html", context, status=422 if form.is_bound or refusal else 200)


def _is_proven(request: HttpRequest, key: str, typed: str) -> bool:
    read = (codes.mobile if key == "phone" else codes.email)(typed)
    return isinstance(read, str) and is_proven(request, Purpose.REGISTER, read)
