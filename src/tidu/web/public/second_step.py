"""Between the password and the session: a member of staff is signed in as nobody until the second factor was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tidu.domain.accounts.access import actor_from, posts_of
from tidu.domain.accounts.comings import note_post
from tidu.domain.accounts.errors import NotSignedIn
from tidu.domain.accounts.people import active
from tidu.domain.accounts.second_factor import standing
from tidu.kit import clock
from tidu.web.requests import PENDING_KEY, POST_KEY, home_of, note_factor
from tidu.web.sessions import enter, start_anew

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tidu.domain.accounts.models import User

LASTS = 600  # seconds from the password to the second factor


def begin(request: HttpRequest, user: User, wanted: str) -> HttpResponse:
    """Lead a person whose password was right on to the second step. The session gets a new key and nothing else."""
    if not posts_of(user.pk):
        raise NotSignedIn(
            "这个账户现在没有岗位。",
            "岗位没有设，或任期已满。",
            "企业请改选“法人账户”；工作人员请找本单位负责人。",
            field="audience",
        )
    start_anew(request)
    request.session[PENDING_KEY] = {"user": user.pk, "next": wanted, "at": clock.now().timestamp()}
    page = "public:second_factor" if standing(user.pk).is_set_up else "public:set_up_factor"
    return redirect(page)


def pending(request: HttpRequest) -> User | None:
    """Who has shown the password here, within the last ten minutes, and not the second factor."""
    kept: dict[str, Any] | None = request.session.get(PENDING_KEY)
    if kept is None or not 0 <= clock.now().timestamp() - kept["at"] <= LASTS:
        return None
    return active(kept["user"])


def finish(request: HttpRequest, user: User) -> str:
    """Sign the person in; where they go on to. The session gets a new key."""
    wanted = request.session[PENDING_KEY]["next"]
    del request.session[PENDING_KEY]
    enter(request, user)
    note_factor(request.session)
    posts = posts_of(user.pk)
    if not posts:
        return reverse("public:sign_in")
    note_post(posts[0])
    request.session[POST_KEY] = posts[0].pk
    if len(posts) > 1:
        return reverse("public:posts") + (f"?{urlencode({'next': wanted})}" if wanted else "")
    return wanted or home_of(actor_from(posts[0]))
