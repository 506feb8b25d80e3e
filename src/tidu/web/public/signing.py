"""What every way of signing in shares: the parts of its form, and beginning the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import redirect

from tidu.domain.accounts.access import Audience
from tidu.domain.accounts.attempts import who_signs_in
from tidu.domain.accounts.errors import NotSignedIn
from tidu.domain.enterprises.queries import applicant_for
from tidu.web.public.limits import allow_address
from tidu.web.public.returning import safe_next
from tidu.web.public.second_step import begin
from tidu.web.requests import home_of
from tidu.web.sessions import enter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tidu.domain.accounts.access import Actor
    from tidu.domain.accounts.models import User

_STAFF = Audience.OFFICER.value


class AudienceForm(forms.Form):
    """The capacity in which one signs in."""

    audience = forms.ChoiceField(
        label="账户类型",
        choices=[(Audience.APPLICANT.value, "法人账户"), (_STAFF, "工作人员")],
        initial=Audience.APPLICANT.value,
        error_messages={"invalid_choice": "没有这种账户类型。"},
        widget=forms.RadioSelect,
    )


class PasswordForm(forms.Form):
    """The name and the password."""

    username = forms.CharField(
        label="用户名、统一社会信用代码、手机号或邮箱",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def with_password(request: HttpRequest, username: str, password: str) -> User:
    """The person of that name and password; a Refusal says what is wrong, or until when it is locked."""
    allow_address(request, "sign_in", times=30, seconds=300)
    return who_signs_in(username, password)


def enter_for_enterprise(request: HttpRequest, user: User) -> Actor:
    """Sign a person in who acts for an enterprise, or for themselves; the session gets a new key."""
    actor = applicant_for(user.pk)
    if actor is None:
        raise NotSignedIn(
            "这个账户不是法人账户。", "它没有绑定企业。", "审核人员请改选“工作人员”再登录。", field="audience"
        )
    enter(request, user)
    return actor


def go_on(request: HttpRequest, user: User, audience: str) -> HttpResponse:
    """Sign a person in, in the capacity they chose, and lead on; those of the staff to their second step."""
    if audience == _STAFF:
        return begin(request, user, safe_next(request, default=""))
    actor = enter_for_enterprise(request, user)
    return redirect(safe_next(request, default=home_of(actor)))
