"""What an operator decides for those who cannot get in: another bound phone, an account that somebody else holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tidu.domain.accounts.codes import Purpose, redeem, send_code
from tidu.domain.accounts.recovery import of_enterprise
from tidu.domain.verification.actions.contested import contest
from tidu.domain.verification.actions.phones import ask_to_change_phone
from tidu.domain.verification.progress import is_asker, progress_of
from tidu.rules.contested import contested_rule
from tidu.web.public.code_forms import CodeForm, credit_code_line, line, phone_line
from tidu.web.public.limits import allow_address
from tidu.web.public.proving import forget_proven, prove
from tidu.web.public.recovering import finish
from tidu.web.public.views.recover import step
from tidu.web.requests import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tidu.domain.accounts.codes import Sent
    from tidu.domain.verification.models import ManualCheck

_ACCEPT = "image/jpeg,image/png,application/pdf"


def _file(label: str) -> forms.FileField:
    return forms.FileField(label=label, max_length=255, widget=forms.FileInput(attrs={"accept": _ACCEPT}))


def _said(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": "3"}))


class PhoneChangeForm(CodeForm):
    """Another bound phone, over the licence."""

    ASKED = ("credit_code", "phone")
    credit_code = credit_code_line()
    phone = phone_line("新手机号")
    licence = _file("营业执照")
    reason = _said("情况说明")
    field_order = ("credit_code", "phone", "code", "licence", "reason")


class ContestForm(CodeForm):
    """A claim to an enterprise's account."""

    ASKED = ("credit_code", "phone")
    credit_code = credit_code_line()
    asker = line("经办人姓名", autocomplete="name")
    phone = phone_line("经办人手机号")
    licence = _file("营业执照")
    letter = _file("盖章的授权书")
    reason = _said("情况说明")
    field_order = ("credit_code", "asker", "phone", "code", "licence", "letter", "reason")


class ProgressForm(CodeForm):
    """The number and the phone that were given."""

    ASKED = ("number", "phone")
    number = line("申请编号", autocapitalize="characters")
    phone = phone_line("申请时填的手机号")
    field_order = ("number", "phone", "code")

    def clean_number(self) -> str:
        return "".join(str(self.cleaned_data["number"]).split()).upper()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone_by_hand(request: HttpRequest) -> HttpResponse:
    """Ask for another bound phone over the licence."""

    def ask(typed: dict[str, Any], user_id: int) -> ManualCheck:
        return ask_to_change_phone(user_id, phone=typed["phone"], reason=typed["reason"], licence=typed["licence"])

    return _asked(request, PhoneChangeForm, "public/phone_by_hand.html", ask)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contested(request: HttpRequest) -> HttpResponse:
    """Claim the account of one's enterprise, which somebody else registered."""

    def ask(typed: dict[str, Any], user_id: int) -> ManualCheck:
        given = {name: typed[name] for name in ("asker", "phone", "reason", "licence", "letter")}
        return contest(user_id, **given)

    return _asked(request, ContestForm, "public/contested.html", ask, days=contested_rule().days)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """Where an application stands, for whoever has its number and its phone."""

    def send(typed: dict[str, Any]) -> Sent:
        known = is_asker(typed["number"], typed["phone"])
        return send_code(Purpose.RECOVER, typed["phone"], kind="sms", address=address_of(request), is_real=known)

    def show(typed: dict[str, Any]) -> HttpResponse:
        redeem(Purpose.RECOVER, typed["phone"], typed["code"])
        check = progress_of(typed["number"], typed["phone"])
        return render(request, "public/progress_shown.html", {"check": check})

    return step(request, ProgressForm, "public/progress.html", send, show)


def _asked(request: HttpRequest, kind: type[CodeForm], template: str, ask: Any, **shown: Any) -> HttpResponse:
    """A page with a new phone, files and a reason; the phone stays proven when something else is wrong."""

    def send(typed: dict[str, Any]) -> Sent:
        of_enterprise(typed["credit_code"])
        return send_code(Purpose.CHANGE_PHONE, typed["phone"], kind="sms", address=address_of(request))

    def take(typed: dict[str, Any]) -> HttpResponse:
        user = of_enterprise(typed["credit_code"])
        prove(request, Purpose.CHANGE_PHONE, typed["phone"], typed["code"])
        allow_address(request, "by_hand", times=10, seconds=3600)
        check = ask(typed, user.pk)
        forget_proven(request)
        finish(
            request,
            "申请已收到",
            f"编号 {check.number}，也已发到您的手机。",
            "办结时会发短信；在“查申请进度”里随时能看。",
        )
        return redirect("public:recovered")

    return step(request, kind, template, send, take, proves=Purpose.CHANGE_PHONE, shown=shown)
