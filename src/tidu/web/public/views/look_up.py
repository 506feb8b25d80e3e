"""企业认定查询: by name or credit code, behind a challenge against robots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tidu.domain.recognitions import queries
from tidu.kit.refusals import Refusal
from tidu.web.public import challenge
from tidu.web.public.limits import allow_address
from tidu.web.public.titles_shown import ShownTitle, shown
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

AT_MOST = 10
_SHORTEST = 2


class LookUpForm(forms.Form):
    """What is looked for, and the challenge that goes with it."""

    q = forms.CharField(
        label="企业名称或统一社会信用代码",
        max_length=60,
        error_messages={"max_length": "太长了，最多 60 个字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    token = forms.CharField(required=False)
    proof = forms.CharField(required=False, max_length=20)
    answer = forms.CharField(required=False, max_length=20)

    def clean_q(self) -> str:
        typed = str(self.cleaned_data["q"])
        if len(typed) < _SHORTEST:
            raise FieldProblem("只有一个字，查不准。", "同一个字会对上许多企业。", "请至少填 2 个字。")
        return typed


@dataclass(frozen=True)
class Found:
    """An enterprise with its titles, those held now in front."""

    name: str
    credit_code: str
    region: str
    titles: list[ShownTitle]


@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    form = LookUpForm(request.POST) if request.method == "POST" else LookUpForm(initial={"q": request.GET.get("q", "")})
    found = _answer(request, form) if form.is_bound and form.is_valid() else None
    context = {
        "form": form,
        "found": found,
        "is_full": found is not None and len(found) == AT_MOST,
        "challenge": challenge.issue(),
        "begins": not form.is_bound and bool(request.GET.get("q", "").strip()),
    }
    return render(request, "public/look_up.html", context, status=422 if form.is_bound and not form.is_valid() else 200)


def _answer(request: HttpRequest, form: LookUpForm) -> list[Found] | None:
    """What was found, or None with the reason on the form. Two queries."""
    typed = form.cleaned_data
    try:
        allow_address(request, "look_up", times=30, seconds=60)
        if not typed["proof"]:
            allow_address(request, "look_up_question", times=10, seconds=300)
        challenge.require_passed(typed["token"], proof=typed["proof"], answer=typed["answer"])
    except Refusal as refusal:
        form.add_error(None, FieldProblem(refusal))
        return None
    found = queries.look_up(typed["q"], limit=AT_MOST)
    return [
        Found(
            enterprise.name,
            enterprise.credit_code,
            enterprise.region.full_name,
            sorted((shown(each) for each in titles), key=lambda title: not title.is_current),
        )
        for enterprise, titles in found
    ]
