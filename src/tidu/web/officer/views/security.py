"""登录与安全: one's own second factors, recovery codes, and what happened to the account."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tidu.domain.accounts.people import active
from tidu.domain.accounts.second_factor import (
    app_address,
    begin_app,
    confirm_app,
    new_recovery_codes,
    remove_factor,
    standing,
)
from tidu.domain.accounts.security_keys import add_key, creation, has_keys
from tidu.domain.accounts.sessions import end_others
from tidu.domain.messages.queries import inbox
from tidu.kit.refusals import Refusal
from tidu.web.factors import CODE, KEY, fresh_factor, host_of, in_fours, picture
from tidu.web.requests import ActorRequest, staff_only

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

_MADE_KEY = "made_key_state"
_DONE = {"key": "安全密钥已绑定。", "app": "新手机已绑定，旧手机上的动态码已失效。", "removed": "已解除。"}


@never_cache
@sensitive_post_parameters(CODE, KEY)
@require_http_methods(["GET", "POST"])
@staff_only
def security(request: ActorRequest) -> HttpResponse:
    """Show them; what changes them asks for a fresh second factor. At most six queries to show."""
    if request.method == "GET":
        return _shown(request)
    what = request.POST.get("what", "")
    if what not in _ACTS:
        raise PermissionDenied(what)
    return _act(request, what)


@fresh_factor
def _act(request: ActorRequest, what: str) -> HttpResponse:
    try:
        return _ACTS[what](request)
    except Refusal as refusal:
        return _shown(request, refused=(what, refusal))


def _new_codes(request: ActorRequest) -> HttpResponse:
    codes = new_recovery_codes(request.actor.user_id)
    return render(request, "ui/recovery_codes.html", {"codes": codes, "next": reverse("officer:security")})


def _begin_app(request: ActorRequest) -> HttpResponse:
    return _shown(request, replaces=True)


def _confirm_app(request: ActorRequest) -> HttpResponse:
    try:
        confirm_app(request.actor.user_id, request.POST.get("new_code", ""))
    except Refusal as refusal:
        return _shown(request, replaces=True, refused=("confirm_app", refusal))
    return _done(request, "app")


def _add_key(request: ActorRequest) -> HttpResponse:
    state = request.session.pop(_MADE_KEY, None)
    answer = request.POST.get("new_key", "")
    add_key(request.actor.user_id, host_of(request), state, answer, name=request.POST.get("name", ""))
    return _done(request, "key")


def _remove(request: ActorRequest) -> HttpResponse:
    given = request.POST.get("factor", "")
    remove_factor(request.actor.user_id, int(given) if given.isdecimal() else 0)
    return _done(request, "removed")


_ACTS: dict[str, Callable[[ActorRequest], HttpResponse]] = {
    "codes": _new_codes,
    "begin_app": _begin_app,
    "confirm_app": _confirm_app,
    "add_key": _add_key,
    "remove": _remove,
}


def _done(request: ActorRequest, what: str) -> HttpResponse:
    """Whoever was signed in elsewhere by what held before signs in anew."""
    end_others(request.actor.user_id, but=request.session.session_key, doer=request.actor)
    return redirect(f"{reverse('officer:security')}?done={what}")


def _shown(
    request: ActorRequest, *, replaces: bool = False, refused: tuple[str, Refusal] | None = None
) -> HttpResponse:
    user = active(request.actor.user_id)
    assert user is not None, "somebody signed in is somebody"
    context: dict[str, Any] = {
        "standing": standing(user.pk),
        "challenge": "",
        "refused": refused,
        "told": inbox(request.actor, kind="account", size=10).rows,
        "done": _DONE.get(request.GET.get("done", ""), ""),
    }
    if has_keys(host_of(request)):
        options, request.session[_MADE_KEY] = creation(user, host_of(request))
        context["challenge"] = json.dumps(options)
    if replaces:
        secret = begin_app(user.pk)
        context |= {"picture": picture(app_address(user.username, secret)), "secret": in_fours(secret)}
    return render(request, "officer/security.html", context, status=422 if refused else 200)
