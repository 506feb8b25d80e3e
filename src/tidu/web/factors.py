"""Showing the second factor: in the middle of signing in, and once more before a grave act."""

from __future__ import annotations

import json
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import segno
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from tidu.domain.accounts.second_factor import demo_code, pass_by_code, standing
from tidu.domain.accounts.security_keys import has_keys, pass_by_key
from tidu.domain.accounts.security_keys import request as ask_key
from tidu.kit.refusals import Refusal
from tidu.web.requests import has_fresh_factor, home_path, note_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from tidu.web.requests import ActorRequest

P = ParamSpec("P")
CODE, KEY = "factor_code", "factor_key"  # what a form sends: what was typed, or what the security key answered
STATE_KEY = "key_state"
_OURS = {CODE, KEY, "csrfmiddlewaretoken"}


def host_of(request: HttpRequest) -> str:
    """The name that the browser knows this site by."""
    return split_domain_port(request.get_host())[0]


def asked(request: HttpRequest, user_id: int) -> dict[str, Any]:
    """What the part of a page that asks for the second factor shows; a challenge for the keys stays in the session."""
    found = standing(user_id)
    challenge = ""
    if found.keys and has_keys(host_of(request)):
        options, request.session[STATE_KEY] = ask_key(user_id, host_of(request))
        challenge = json.dumps(options)
    return {"has_app": found.app is not None, "challenge": challenge, "demo_code": demo_code(user_id)}


def take(request: HttpRequest, user_id: int) -> None:
    """Take what the form sent; a Refusal says what is wrong with it."""
    if answer := request.POST.get(KEY, ""):
        pass_by_key(user_id, host_of(request), request.session.pop(STATE_KEY, None), answer)
    elif typed := request.POST.get(CODE, "").strip():
        pass_by_code(user_id, typed)
    else:
        raise Refusal("还没有填动态码。", "", "请填手机验证器上的 6 位数字，或者一个恢复码。")


def picture(address: str) -> SafeString:
    """What an app scans: the address as a QR code, drawn by us."""
    drawn = segno.make(address, error="m").svg_inline(
        scale=4, border=2, svgclass="qr", lineclass=None, title="用手机验证器扫描的二维码"
    )
    return mark_safe(drawn)  # noqa: S308 - drawn by segno out of our own address


def in_fours(secret: str) -> str:
    """A secret as one types it."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def fresh_factor(
    view: Callable[Concatenate[ActorRequest, P], HttpResponse],
) -> Callable[Concatenate[ActorRequest, P], HttpResponse]:
    """Let a grave act through only with a second factor of the last ten minutes.

    Where it is older, a page asks for it first; that page carries everything the form sent and sends it on, so that
    nothing is lost and the act is done once.
    """

    @wraps(view)
    def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST" or has_fresh_factor(request):
            return view(request, *args, **kwargs)
        refusal: Refusal | None = None
        if CODE in request.POST or KEY in request.POST:
            try:
                take(request, request.actor.user_id)
            except Refusal as no:
                refusal = no
            else:
                note_factor(request.session)
                request.session.cycle_key()  # it may do more now
                return view(request, *args, **kwargs)
        return _ask_again(request, refusal)

    return guarded


def _ask_again(request: ActorRequest, refusal: Refusal | None) -> HttpResponse:
    carried = [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values]
    context = asked(request, request.actor.user_id) | {
        "carried": carried,
        "refusal": refusal,
        "back": request.POST.get("factor_back") or home_path(request),
    }
    return render(request, "ui/step_up.html", context, status=422)
