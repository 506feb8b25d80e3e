"""Choosing from which of several posts one acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tidu.domain.accounts.access import Audience, actor_from, posts_of
from tidu.domain.accounts.comings import note_post
from tidu.web.public.returning import safe_next
from tidu.web.requests import POST_KEY, actor_of, home_of, to_sign_in
from tidu.web.ui.states import LEVEL_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def posts(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor is None:
        return to_sign_in(request)
    if actor.audience is Audience.APPLICANT:
        raise PermissionDenied(actor.audience)
    held = posts_of(int(request.session[SESSION_KEY]))
    if request.method == "POST":
        chosen = next((post for post in held if str(post.pk) == request.POST.get("post", "")), None)
        if chosen is None:
            raise PermissionDenied("not a post of theirs")
        note_post(chosen)
        request.session[POST_KEY] = chosen.pk
        request.session.cycle_key()  # it may do other things now
        return redirect(safe_next(request, default=home_of(actor_from(chosen))))
    rows = [(post, LEVEL_NAMES[actor_from(post).level]) for post in held]  # type: ignore[index]  # a post has a level
    context = {"rows": rows, "current": actor.post_id, "next": safe_next(request, default="")}
    return render(request, "public/posts.html", context)
