"""Registering a natural person's account: a name and a phone, and at once the sentence that it cannot declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tidu.domain.accounts.codes import Purpose, send_code
from tidu.domain.verification.actions.opening import open_person_account
from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.rules import codes
from tidu.rules.problem import Problem
from tidu.web.public.limits import allow_address
from tidu.web.public.proving import forget_proven, is_proven, prove
from tidu.web.public.returning import safe_next
from tidu.web.requests import actor_of, address_of, home_of
from tidu.web.sessions import enter
from tidu.web.ui.codes import CodeAnswer, CodeField, answer_to, asked_by_script, asked_for_code
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class PersonForm(forms.Form):
    """What a natural person is asked."""

    name = forms.CharField(label="姓名", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label="手机号", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
    )
    phone_code = CodeField(required=False)
    id_number = forms.CharField(
        label="身份证号（选填）",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_phone(self) -> str:
        return _read(codes.mobile(str(self.cleaned_data["phone"])))

    def clean_id_number(self) -> str:
        typed = str(self.cleaned_data["id_number"])
        return _read(codes.identity_number(typed, today=clock.today())) if typed.strip() else ""


def _read(read: str | Problem) -> str:
    if isinstance(read, Problem):
        raise FieldProblem(read)
    return read


@never_cache
@sensitive_post_parameters("password", "id_number")
@require_http_methods(["GET", "HEAD", "POST"])
def register_person(request: HttpRequest) -> HttpResponse:
    """Show the form and take what is typed; nothing typed is lost, the password excepted."""
    actor = actor_of(request)
    if actor is not None:
        return redirect(home_of(actor))
    if request.method != "POST":
        return _page(request, PersonForm())
    form = PersonForm(request.POST)
    if asked_for_code(request):
        answer = answer_to(lambda: send_code(Purpose.REGISTER, _phone(form), kind="sms", address=address_of(request)))
        if asked_by_script(request):
            return answer.as_json()
        return _page(request, PersonForm(initial=request.POST.dict()), answer)
    if form.is_valid():
        try:
            return _registered(request, form)
        except Refusal as refusal:
            at = "phone_code" if refusal.field == "code" else refusal.field
            form.add_error(at if at in form.fields else None, FieldProblem(refusal))
    return _page(request, form)


def _phone(form: PersonForm) -> str:
    """The phone that was typed; refused with what is wrong with it."""
    form.full_clean()
    if phone := form.cleaned_data.get("phone"):
        return str(phone)
    for error in form.errors["phone"].as_data():
        if isinstance(error, FieldProblem):
            raise Refusal(f"验证码没有发出：{error.what}", error.why, f"{error.mend}改好后再点一次。")
    raise Refusal("验证码没有发出：还没有填手机号。", "", "请先填手机号，再点一次。")


def _registered(request: HttpRequest, form: PersonForm) -> HttpResponse:
    typed = form.cleaned_data
    prove(request, Purpose.REGISTER, typed["phone"], typed["phone_code"])
    allow_address(request, "register", times=20, seconds=300)
    user = open_person_account(
        name=typed["name"], phone=typed["phone"], password=typed["password"], id_number=typed["id_number"]
    )
    forget_proven(request)
    enter(request, user)
    return redirect(safe_next(request, default=reverse("person:home")))


def _page(request: HttpRequest, form: PersonForm, answer: CodeAnswer | None = None) -> HttpResponse:
    typed = form.data.get("phone", "") if form.is_bound else ""
    read = codes.mobile(str(typed))
    context = {
        "form": form,
        "answer": answer,
        "next": safe_next(request, default=""),
        "is_proven": isinstance(read, str) and is_proven(request, Purpose.REGISTER, read),
    }
    return render(request, "public/register_person.html", context, status=422 if form.is_bound else 200)
