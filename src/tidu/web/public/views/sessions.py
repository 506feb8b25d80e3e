"""Where one is signed in: seen, and ended one by one or all but this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tidu.domain.accounts.session_store import digest_of
from tidu.domain.accounts.sessions import end_others, end_session, sessions_of
from tidu.web.requests import anybody, home_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidu.web.requests import ActorRequest

OTHERS = "others"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@anybody
def sessions(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    if request.method == "POST":
        _end(request, request.POST.get("end", ""))
        return redirect("public:sessions")
    context = {
        "sessions": sessions_of(actor.user_id),
        "here": digest_of(request.session.session_key or ""),
        "others": OTHERS,
        "home": home_of(actor),
        "recover": reverse("public:recover") if actor.enterprise_id else "",
    }
    return render(request, "public/sessions.html", context)


def _end(request: ActorRequest, which: str) -> None:
    """End what was pressed. One that is over already, or is somebody else's, is not there: nothing happens."""
    key = request.session.session_key
    if which == OTHERS:
        end_others(request.actor.user_id, but=key, doer=request.actor)
    elif which != digest_of(key or ""):  # this one is ended by signing out
        end_session(request.actor, which)
