"""同事与权限: who acts for the enterprise, seen by all of them and arranged by its owner."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tidu.domain.accounts.access import Act, can, require
from tidu.domain.accounts.codes import Purpose, redeem, send_code
from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.enterprises import colleagues as domain
from tidu.domain.verification.queries import open_contest
from tidu.kit.refusals import Refusal
from tidu.rules import codes
from tidu.rules.problem import Problem
from tidu.web.requests import ActorRequest, address_of, applicant_only
from tidu.web.ui.codes import CodeAnswer, CodeField, answer_to, asked_by_script, asked_for_code
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

_DONE = {
    "invited": "邀请已发出。",
    "changed": "权限已改，对方会收到消息。",
    "removed": "已移除，对方会收到消息。",
    "taken_back": "邀请已撤回。",
    "handed_over": "已移交，您现在是“填报”。",
    "submitting": "已改，同事会收到消息。",
}


class InviteForm(forms.Form):
    """Whom to invite, and what they may."""

    to = forms.CharField(
        label="手机号或邮箱",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label="权限",
        choices=[("editor", "填报：能填、能提交"), ("viewer", "查看：只能看")],
        initial="editor",
        error_messages={"invalid_choice": "没有这种权限。"},
        widget=forms.RadioSelect,
    )

    def clean_to(self) -> str:
        typed = str(self.cleaned_data["to"])
        found = codes.email(typed) if "@" in typed else codes.mobile(typed)
        if isinstance(found, Problem):
            raise FieldProblem(found)
        return found


class HandOverForm(forms.Form):
    """The code that shows that it is the owner who hands over."""

    code = CodeField()


@applicant_only
@require_http_methods(["GET", "HEAD", "POST"])
def colleagues(request: ActorRequest) -> HttpResponse:
    """Show everybody; a post invites one more."""
    if request.method != "POST":
        return _page(request, InviteForm())
    require(request.actor, Act.MANAGE_COLLEAGUES)
    form = InviteForm(request.POST)
    if form.is_valid():
        to, role = form.cleaned_data["to"], form.cleaned_data["role"]
        join_url = request.build_absolute_uri(reverse("public:join_by", args=["CODE"])).replace("CODE", "{code}")
        try:
            domain.invite(request.actor, to, role, kind="email" if "@" in to else "sms", join_url=join_url)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, FieldProblem(refusal))
        else:
            return _done("invited")
    return _page(request, form)


@applicant_only
@require_POST
def colleague(request: ActorRequest, member_id: int) -> HttpResponse:
    """Change what a colleague may, or remove them."""
    if "remove" in request.POST:
        return _do(request, lambda: domain.remove(request.actor, member_id), "removed")
    role = request.POST.get("role", "")
    return _do(request, lambda: domain.change_role(request.actor, member_id, role), "changed")


@applicant_only
@require_POST
def invitation(request: ActorRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    return _do(request, lambda: domain.take_back(request.actor, invitation_id), "taken_back")


@applicant_only
@require_POST
def submitting(request: ActorRequest) -> HttpResponse:
    """Say who may submit."""
    reserves = request.POST.get("reserves") == "1"
    return _do(request, lambda: domain.reserve_submitting(request.actor, reserves=reserves), "submitting")


@applicant_only
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: ActorRequest, member_id: int) -> HttpResponse:
    """Make a colleague the owner, once a code to the owner's own phone has shown that it is they who do it."""
    member = domain.colleague_for(request.actor, member_id)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    answer: CodeAnswer | None = None
    phone = domain.own_phone(request.actor)
    if asked_for_code(request):
        answer = answer_to(lambda: _send(request, phone))
        if asked_by_script(request):
            return answer.as_json()
        form = HandOverForm()
    elif form.is_valid():
        try:
            redeem(Purpose.STEP_UP, phone, form.cleaned_data["code"])
            domain.hand_over(request.actor, member_id)
        except Refusal as refusal:
            form.add_error("code", FieldProblem(refusal))
        else:
            return _done("handed_over")
    context = {"member": member, "form": form, "answer": answer}
    return render(request, "applicant/hand_over.html", context, status=_status(form))


def _send(request: ActorRequest, phone: str) -> Any:
    if not phone:
        raise AccountRefusal("验证码没有发出：账户没有绑定手机。", "移交要用它确认是您本人。", "请先绑定手机。")
    actor = request.actor
    return send_code(Purpose.STEP_UP, phone, kind="sms", address=address_of(request), account=actor.user_id)


def _do(request: ActorRequest, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        return _page(request, InviteForm(), refusal)
    return _done(done)


def _done(what: str) -> HttpResponse:
    return redirect(f"{reverse('applicant:colleagues')}?done={what}")


def _status(form: forms.Form) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK


def _page(request: ActorRequest, form: InviteForm, refusal: Refusal | None = None) -> HttpResponse:
    manages = can(request.actor, Act.MANAGE_COLLEAGUES)
    context = {
        "found": domain.colleagues(request.actor),
        "contest": open_contest(request.actor) if manages else None,
        "form": form,
        "refusal": refusal,
        "manages": manages,
        "own": request.actor.user_id,
        "done": _DONE.get(request.GET.get("done", ""), ""),
        "days": domain.LASTS.days,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else _status(form)
    return render(request, "applicant/colleagues.html", context, status=status)
