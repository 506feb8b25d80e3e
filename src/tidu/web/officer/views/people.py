"""人员与岗位: who has which post in one's region; giving posts, changing and ending them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tidu.domain.accounts.access import Act, Actor, Audience, can, offices, require
from tidu.domain.accounts.invitations import invite, invite_again
from tidu.domain.accounts.posts import end, give, set_last_day
from tidu.domain.accounts.second_factor import reset, standing
from tidu.domain.accounts.staff import offices_named, people, person_for
from tidu.domain.accounts.stand_ins import LESSER, colleagues, end_stand_in, name_stand_in
from tidu.domain.audit.acts import word
from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.web.factors import fresh_factor
from tidu.web.officer.shown.people import Line, lines
from tidu.web.requests import ActorRequest, staff_only
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from tidu.domain.accounts.staff import Person
    from tidu.domain.regions.models import Office

MOST_CHOICES = 200  # beyond it an office is named by the code of its region
_ROLES = [("reviewer", "审核"), ("lead", "负责人"), ("observer", "查看")]
_OPERATES = ("operator", "运维")
_DONE = {
    "given": "岗位已安排，即时生效，本人会收到消息。",
    "changed": "期限已改，本人会收到消息。",
    "ended": "岗位已停止，即时生效，本人会收到消息。",
    "stand_in": "代办已安排，双方都会收到消息。",
    "reset": "登录的第二步已重设，本人的所有登录都已退出。",
}


class PostForm(forms.Form):
    """A post to give; the choice of offices and roles is the giver's."""

    office = forms.CharField(label="单位", max_length=12)
    role = forms.ChoiceField(label="角色", choices=_ROLES)
    since = forms.DateField(label="第一天", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label="最后一天",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="当天也算；不填就是没有期限",
    )

    def __init__(self, data: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, initial={"since": clock.today(), "office": actor.office_id}, **kwargs)
        self.actor = actor
        choices = offices_named(actor, most=MOST_CHOICES)
        self.by_code = len(choices) > MOST_CHOICES
        if self.by_code:
            self.fields["office"] = forms.CharField(
                label="单位所在地区的代码",
                max_length=6,
                help_text="6 位行政区划代码，例如 320583 是昆山市，000000 是部级",
            )
        else:
            self.fields["office"] = forms.ChoiceField(label="单位", choices=choices)
        if actor.audience is Audience.OPERATOR:
            self.fields["role"] = forms.ChoiceField(label="角色", choices=[*_ROLES, _OPERATES])

    def clean_office(self) -> Office:
        given = str(self.cleaned_data["office"])
        named = {"region_id": given} if self.by_code else {"pk": given}
        found: Office | None = offices(self.actor).filter(**named).first()
        if found is None:
            raise FieldProblem("没有这个单位。", "它不在您能安排岗位的范围里，或者代码不对。", "请核对 6 位代码。")
        return found


class NewPersonForm(PostForm):
    """Somebody who has no post here yet, with or without an account."""

    field_order = ("name", "username", "office", "role", "since", "until")
    name = forms.CharField(label="姓名", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    username = forms.CharField(
        label="用户名",
        max_length=40,
        min_length=4,
        help_text="登录时用。已有账户的人，请填其原来的用户名",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


@require_GET
@staff_only
def people_list(request: ActorRequest) -> HttpResponse:
    """Everybody with a post in the region, by name. At most seven queries."""
    search, with_former = request.GET.get("search", ""), request.GET.get("view") == "former"
    page = people(request.actor, search=search, with_former=with_former, cursor=request.GET.get("cursor", ""))
    context = {
        "page": page,
        "rows": [(user, lines(user.shown_posts, running_only=not with_former)) for user in page.rows],  # type: ignore[attr-defined]  # put there by the query
        "search": search,
        "with_former": with_former,
        "own": request.actor.user_id,
    }
    return render(request, "officer/people.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@staff_only
def person_new(request: ActorRequest) -> HttpResponse:
    """Give a post to somebody new; a new account's link is shown here, once."""
    require(request.actor, Act.APPOINT)
    form = NewPersonForm(request.POST if request.method == "POST" else None, request.actor)
    if form.is_valid():
        try:
            user, token = invite(request.actor, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, FieldProblem(refusal))
        else:
            if token:
                return _link(request, user.name, user.pk, token)
            return redirect(f"{reverse('officer:person', args=[user.pk])}?done=given")
    return render(request, "officer/person_new.html", {"form": form}, status=422 if form.errors else 200)


def _link(request: ActorRequest, name: str, user_id: int, token: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("public:invited", args=[token]))
    return render(request, "officer/invitation.html", {"name": name, "user_id": user_id, "address": address})


@never_cache
@require_http_methods(["GET", "POST"])
@staff_only
def person(request: ActorRequest, user_id: int) -> HttpResponse:
    """One person: posts, history, and what may be done. At most ten queries to show."""
    found = person_for(request.actor, user_id)
    if request.method == "GET":
        return _shown(request, found)
    what = request.POST.get("what", "")
    if what not in _ACTS:
        raise PermissionDenied(what)
    return _ACTS[what](request, found)


def _give(request: ActorRequest, found: Person) -> HttpResponse:
    form = PostForm(request.POST, request.actor)
    if form.is_valid():
        try:
            give(request.actor, found.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, FieldProblem(refusal))
        else:
            return _done(found, "given")
    return _shown(request, found, form=form)


def _day(request: ActorRequest, name: str) -> Any:
    """A day that was typed, None where nothing was."""
    field = forms.DateField(required=False, error_messages={"invalid": "日期写法不对"})
    try:
        return field.clean(request.POST.get(name, ""))
    except forms.ValidationError:
        raise Refusal("日期不对。", "", "请按年-月-日填写。", field=name) from None


def _on_post(done: str, act: Callable[[ActorRequest, int], object]) -> Callable[[ActorRequest, Person], HttpResponse]:
    """What a form beside a post does; a refusal is shown beside that post, with what was typed."""

    def acted(request: ActorRequest, found: Person) -> HttpResponse:
        post_id = int(request.POST["post"]) if request.POST.get("post", "").isdecimal() else 0
        if post_id not in {post.pk for post in found.posts}:
            raise PermissionDenied("not a post of theirs")
        try:
            act(request, post_id)
        except Refusal as refusal:
            return _shown(request, found, refused=(post_id, refusal))
        return _done(found, done)

    return acted


def _change(request: ActorRequest, post_id: int) -> None:
    set_last_day(request.actor, post_id, _day(request, "until"), is_sure="is_sure" in request.POST)


def _end(request: ActorRequest, post_id: int) -> None:
    end(request.actor, post_id, is_sure="is_sure" in request.POST)


def _name_stand_in(request: ActorRequest, post_id: int) -> None:
    named = request.POST.get("user", "")
    since, until = _day(request, "since"), _day(request, "until")
    if not named.isdecimal() or since is None or until is None:
        raise Refusal("还没有填全。", "", "请选代办的人，并填第一天和最后一天。", field="user")
    name_stand_in(request.actor, post_id, int(named), request.POST.get("role", ""), since=since, until=until)


def _invite_again(request: ActorRequest, found: Person) -> HttpResponse:
    try:
        token = invite_again(request.actor, found.user.pk)
    except Refusal as refusal:
        return _shown(request, found, refused=(0, refusal))
    return _link(request, found.user.name, found.user.pk, token)


_ACTS = {
    "give": _give,
    "change": _on_post("changed", _change),
    "end": _on_post("ended", _end),
    "stand_in": _on_post("stand_in", _name_stand_in),
    "end_stand_in": _on_post("ended", lambda request, post_id: end_stand_in(request.actor, post_id)),
    "invite": _invite_again,
}


@never_cache
@require_POST
@staff_only
@fresh_factor
def factor_reset(request: ActorRequest, user_id: int) -> HttpResponse:
    """Take somebody's second factor away, who has lost it: for operators, with a reason."""
    require(request.actor, Act.OPERATE)
    found = person_for(request.actor, user_id)
    try:
        reset(request.actor, user_id, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        return _shown(request, found, refused=(-1, refusal))
    return _done(found, "reset")


def _done(found: Person, what: str) -> HttpResponse:
    return redirect(f"{reverse('officer:person', args=[found.user.pk])}?done={what}")


def _shown(
    request: ActorRequest, found: Person, *, form: PostForm | None = None, refused: tuple[int, Refusal] | None = None
) -> HttpResponse:
    own = found.user.pk == request.actor.user_id
    shown = lines(found.posts)
    context = {
        "person": found.user,
        "lines": [] if own else [(each, _choices(request.actor, each)) for each in shown],
        "own_lines": shown if own else [],
        "own": own,
        "history": [(event, word(event.act)) for event in found.history],
        "form": form or PostForm(None, request.actor),
        "refused": refused,
        "typed": request.POST,
        "today": clock.today(),
        "is_invited": not found.user.has_usable_password(),
        "resets": can(request.actor, Act.OPERATE) and not own,
        "has_factor": standing(found.user.pk).is_set_up if can(request.actor, Act.OPERATE) else False,
        "done": _DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "officer/person.html", context, status=422 if form is not None or refused else 200)


def _choices(actor: Actor, line: Line) -> dict[str, Any]:
    """Who may stand in from this post, and with which role."""
    if not line.is_running or line.stands_in_for or (line.is_operator and actor.audience is not Audience.OPERATOR):
        return {}
    return {
        "colleagues": [(user.pk, user.name) for user in colleagues(actor, line.post)[:MOST_CHOICES]],
        "roles": [(role.value, role.label) for role in LESSER[line.post.role]],
    }
