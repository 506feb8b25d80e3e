"""代办: asking a colleague to act for oneself, and seeing who acts for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tidu.domain.accounts.staff import own_posts, stand_ins_of
from tidu.domain.accounts.stand_ins import LESSER, colleagues, end_stand_in, name_stand_in
from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.web.officer.shown.people import lines
from tidu.web.requests import ActorRequest, officer_only

if TYPE_CHECKING:
    from django.http import HttpResponse

_DONE = {"named": "代办已安排，双方都会收到消息。", "ended": "代办已结束，即时生效。"}


class StandInForm(forms.Form):
    """Who acts for whom, as what, and on which days."""

    post = forms.IntegerField()
    user = forms.IntegerField()
    role = forms.CharField(max_length=8)
    since = forms.DateField()
    until = forms.DateField()


@never_cache
@require_http_methods(["GET", "POST"])
@officer_only
def stand_ins(request: ActorRequest) -> HttpResponse:
    """Show them, and let the officer name one. At most eight queries to show with one post."""
    if request.method == "GET":
        return _shown(request)
    form = StandInForm(request.POST)
    given = form.data.get("post", "")
    if given not in {str(post.pk) for post in own_posts(request.actor)}:
        raise PermissionDenied("not a post of theirs")
    if not form.is_valid():
        unfinished = Refusal("还没有填全，或者日期不对。", "", "请选代办的人，并填第一天和最后一天。")
        return _shown(request, refused=(int(given), unfinished))
    typed = form.cleaned_data
    try:
        name_stand_in(
            request.actor, typed["post"], typed["user"], typed["role"], since=typed["since"], until=typed["until"]
        )
    except Refusal as refusal:
        return _shown(request, refused=(typed["post"], refusal))
    return redirect(f"{reverse('officer:stand_ins')}?done=named")


@require_POST
@officer_only
def stand_in_end(request: ActorRequest, post_id: int) -> HttpResponse:
    """End one before its time."""
    try:
        end_stand_in(request.actor, post_id)
    except Refusal as refusal:
        return _shown(request, refused=(0, refusal))
    return redirect(f"{reverse('officer:stand_ins')}?done=ended")


def _shown(request: ActorRequest, *, refused: tuple[int, Refusal] | None = None) -> HttpResponse:
    actor = request.actor
    found = stand_ins_of(actor)
    posts: list[tuple[Any, dict[str, Any]]] = [
        (
            post,
            {
                "colleagues": [(user.pk, user.name) for user in colleagues(actor, post)[:200]],
                "roles": [(role.value, role.label) for role in LESSER[post.role]],
            },
        )
        for post in own_posts(actor)
    ]
    context = {
        "rows": [(line, line.post.user_id != actor.user_id) for line in lines(found)],
        "posts": posts,
        "own_name": posts[0][0].user.name if posts else actor.name,
        "refused": refused,
        "typed": request.POST,
        "today": clock.today(),
        "done": _DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "officer/stand_ins.html", context, status=422 if refused else 200)
