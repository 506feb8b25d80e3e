"""Back from signing in with a form that was sent when the session was over: its owner sends it on with one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tidu.web.carrying import carried, let_go
from tidu.web.requests import anybody, home_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidu.web.requests import ActorRequest


@never_cache
@require_safe
@anybody
def carry_on(request: ActorRequest) -> HttpResponse:
    waiting = carried(request)
    if waiting is None:
        return redirect(home_of(request.actor))
    is_theirs = waiting.user_id == request.actor.user_id
    if not is_theirs:
        let_go(request)
        waiting = None
    return render(request, "public/carry_on.html", {"waiting": waiting, "home": home_of(request.actor)})
