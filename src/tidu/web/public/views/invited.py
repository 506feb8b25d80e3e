"""The first password of a new officer, with the link they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tidu.domain.accounts.invitations import accept
from tidu.domain.accounts.invitations import invited as who_is_invited
from tidu.kit.refusals import Refusal
from tidu.web.public.limits import allow_address
from tidu.web.public.second_step import begin
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label="设密码",
        strip=False,
        max_length=128,
        help_text="至少 10 位，不能全是数字",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一遍",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise FieldProblem("两遍不一样。", "", "请重新输入。")
        return again


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Set the first password; the second factor is set up next. A link that is over says how to get another."""
    form = PasswordForm(request.POST or None)
    try:
        allow_address(request, "invited", times=30, seconds=300)
        if form.is_bound and form.is_valid():
            return begin(request, accept(token, form.cleaned_data["password"]), "")
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, FieldProblem(refusal))
    user = who_is_invited(token)
    status = 404 if user is None else 422 if form.is_bound else 200
    return render(request, "public/invited.html", {"form": form, "person": user}, status=status)
