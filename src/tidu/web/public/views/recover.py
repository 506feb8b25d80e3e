"""找回: the user name and a new password, by the bound phone; and another phone, by the bound e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from tidu.domain.accounts import recovery
from tidu.domain.accounts.codes import Purpose, redeem, send_code
from tidu.kit import clock, masks
from tidu.kit.refusals import Refusal
from tidu.rules import codes
from tidu.web.public.code_forms import CodeForm, credit_code_line, line, phone_line, read, refuse
from tidu.web.public.limits import allow_address
from tidu.web.public.proving import is_proven
from tidu.web.public.recovering import For, done, finish, remember, remembered
from tidu.web.requests import address_of
from tidu.web.ui.codes import CodeAnswer, CodeField, asked_by_script, asked_for_code
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from tidu.domain.accounts.codes import Sent
    from tidu.domain.accounts.models import User

_POST = ["GET", "HEAD", "POST"]


class EnterpriseForm(CodeForm):
    """By the credit code and the bound phone."""

    ASKED = ("credit_code",)
    credit_code = credit_code_line()
    field_order = ("credit_code", "code")


class PersonForm(CodeForm):
    """By the ID number and the bound phone."""

    ASKED = ("id_number", "phone")
    id_number = line("身份证号", autocapitalize="characters")
    phone = phone_line("绑定的手机号")
    field_order = ("id_number", "phone", "code")

    def clean_id_number(self) -> str:
        return read(codes.identity_number(str(self.cleaned_data["id_number"]), today=clock.today()))


class EmailForm(CodeForm):
    """By the credit code and the bound e-mail."""

    ASKED = ("credit_code",)
    credit_code = credit_code_line()
    code = CodeField(label="邮件验证码")
    field_order = ("credit_code", "code")


class PhoneForm(CodeForm):
    """The new phone."""

    ASKED = ("phone",)
    phone = phone_line("新手机号")
    field_order = ("phone", "code")


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label="新密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一次新密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise FieldProblem("两次密码不一样。", "为防输错要输两次。", "请点“显示密码”对一对，再输一次。")
        return again


@never_cache
@require_http_methods(_POST)
def recover(request: HttpRequest) -> HttpResponse:
    """An enterprise shows who it is."""

    def send(typed: dict[str, Any]) -> Sent:
        return recovery.send_to_bound_phone(typed["credit_code"], address=address_of(request))

    def prove(typed: dict[str, Any]) -> HttpResponse:
        return _shown(request, recovery.by_bound_phone(typed["credit_code"], typed["code"]), For.PASSWORD)

    return step(request, EnterpriseForm, "public/recover.html", send, prove)


@never_cache
@sensitive_post_parameters("id_number", "phone")
@require_http_methods(_POST)
def recover_person(request: HttpRequest) -> HttpResponse:
    """A natural person shows who they are."""

    def send(typed: dict[str, Any]) -> Sent:
        return recovery.send_to_person(typed["id_number"], typed["phone"], address=address_of(request))

    def prove(typed: dict[str, Any]) -> HttpResponse:
        user = recovery.by_own_phone(typed["id_number"], typed["phone"], typed["code"])
        return _shown(request, user, For.PASSWORD)

    return step(request, PersonForm, "public/recover_person.html", send, prove)


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(_POST)
def recover_password(request: HttpRequest) -> HttpResponse:
    """Show the user name and take a new password."""
    user = remembered(request, For.PASSWORD)
    if user is None:
        return redirect("public:recover")
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            recovery.reset_password(user.pk, form.cleaned_data["password"])
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            finish(request, "密码已重设", f"用户名是 {user.username}。", "其他地方的登录都已结束，请用新密码登录。")
            return redirect("public:recovered")
    context = {"form": form, "person": user, "phone": masks.phone(user.phone)}
    return render(request, "public/recover_password.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(_POST)
def change_phone(request: HttpRequest) -> HttpResponse:
    """An enterprise whose bound phone is gone shows who it is by its e-mail."""

    def send(typed: dict[str, Any]) -> Sent:
        return recovery.send_to_bound_email(typed["credit_code"], address=address_of(request))

    def prove(typed: dict[str, Any]) -> HttpResponse:
        return _shown(request, recovery.by_bound_email(typed["credit_code"], typed["code"]), For.PHONE)

    return step(request, EmailForm, "public/change_phone.html", send, prove)


@never_cache
@require_http_methods(_POST)
def change_phone_new(request: HttpRequest) -> HttpResponse:
    """Bind the new phone, which is shown to be theirs."""
    user = remembered(request, For.PHONE)
    if user is None:
        return redirect("public:change_phone")

    def send(typed: dict[str, Any]) -> Sent:
        return send_code(Purpose.CHANGE_PHONE, typed["phone"], kind="sms", address=address_of(request), account=user.pk)

    def prove(typed: dict[str, Any]) -> HttpResponse:
        redeem(Purpose.CHANGE_PHONE, typed["phone"], typed["code"])
        recovery.change_phone(user.pk, typed["phone"])
        told = "用户名已用短信发到新手机；原手机和邮箱也会收到提醒。"
        finish(request, f"绑定手机已改为 {masks.phone(typed['phone'])}", told, "密码没有变，现在可以登录。")
        return redirect("public:recovered")

    return step(request, PhoneForm, "public/change_phone_new.html", send, prove)


@never_cache
@require_GET
def recovered(request: HttpRequest) -> HttpResponse:
    """Say what was done."""
    found = done(request)
    return redirect("public:recover") if found is None else render(request, "public/recovered.html", found)


def step(
    request: HttpRequest,
    kind: type[CodeForm],
    template: str,
    send: Callable[[dict[str, Any]], Sent],
    prove: Callable[[dict[str, Any]], HttpResponse],
    *,
    proves: Purpose | None = None,
    shown: dict[str, Any] | None = None,
) -> HttpResponse:
    """One page with a code: its button has one sent, its form is proven by it.

    With ``proves`` a phone that was proven for that before, in this session, is not asked for its code again.
    """
    form = kind(request.POST, request.FILES) if request.method == "POST" else kind()

    def proven() -> bool:
        return proves is not None and is_proven(request, proves, form.phone_typed())

    form.fields["code"].required = not proven()
    answer: CodeAnswer | None = None
    if request.method == "POST":
        try:
            allow_address(request, "recover", times=40, seconds=600)
        except Refusal as refusal:
            if asked_for_code(request):
                answer = CodeAnswer(problem=refusal)
            else:
                refuse(form, refusal)
        else:
            if asked_for_code(request):
                answer = form.have_sent(send)
            elif form.is_valid():
                try:
                    return prove(form.cleaned_data)
                except Refusal as refusal:
                    refuse(form, refusal)
    if answer is not None and asked_by_script(request):
        return answer.as_json()
    status = 422 if (form.is_bound and answer is None) or (answer and answer.problem) else 200
    context = {"form": form.as_typed() if answer else form, "answer": answer, **(shown or {})}
    return render(request, template, context | {"is_proven": proven()}, status=status)


def _shown(request: HttpRequest, user: User, what: For) -> HttpResponse:
    remember(request, user, what)
    return redirect("public:recover_password" if what is For.PASSWORD else "public:change_phone_new")
