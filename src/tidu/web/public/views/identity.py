"""法人登录: to a government identity service and back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from tidu.domain.accounts.errors import IdentityNotShown
from tidu.domain.accounts.identities import account_of
from tidu.domain.accounts.identity_service import Service, Shown, begin, finish, service
from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.web.public.identified import remember
from tidu.web.public.limits import allow_address
from tidu.web.public.returning import safe_next
from tidu.web.public.signing import enter_for_enterprise
from tidu.web.public.views.sign_in import SignInForm, sign_in_page
from tidu.web.requests import home_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_KEY = "identity"  # in the session: the sign-in that is on its way
_LASTS = 900  # seconds from here to the service and back
_log = logging.getLogger(__name__)


@never_cache
@require_safe
def identity(request: HttpRequest) -> HttpResponse:
    """Send the browser to the service."""
    at = _service()
    try:
        allow_address(request, "identity", times=30, seconds=300)
        begun = begin(at, _return_to(request))
    except Refusal as refusal:
        return _other_ways(request, refusal)
    request.session[_KEY] = {
        "state": begun.state,
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "next": safe_next(request, default=""),
        "at": clock.now().timestamp(),
    }
    return redirect(begun.url)


@never_cache
@require_safe
@sensitive_variables()
def identity_back(request: HttpRequest) -> HttpResponse:
    """Back from the service: to the account of that legal person, or to registering it."""
    at = _service()
    try:
        allow_address(request, "identity_back", times=30, seconds=300)
        begun = _begun_here(request, at)
        code = request.GET.get("code", "")
        shown = finish(at, code, _return_to(request), nonce=begun["nonce"], verifier=begun["verifier"])
        if not shown.credit_code:
            return render(request, "public/identity_person.html", {"service": at.name})
        user = account_of(at, shown)
        if user is None:
            return _to_register(request, at, shown)
        actor = enter_for_enterprise(request, user)
    except Refusal as refusal:
        return _other_ways(request, refusal)
    return redirect(begun["next"] or home_of(actor))


def _begun_here(request: HttpRequest, at: Service) -> dict[str, Any]:
    """The sign-in that this browser began, used up by asking for it."""
    begun: dict[str, Any] | None = request.session.pop(_KEY, None)
    state = request.GET.get("state", "")
    if begun is None or not constant_time_compare(begun["state"], state):
        raise _not_from_here()
    if not 0 <= clock.now().timestamp() - begun["at"] <= _LASTS:
        raise IdentityNotShown("法人登录用的时间太长。", "15 分钟内要登录完。", "请重新点一次法人登录。")
    if request.GET.get("iss", at.issuer) != at.issuer:
        raise _not_from_here()
    if request.GET.get("error") == "access_denied":
        raise IdentityNotShown(f"您在{at.name}取消了登录。", "", "可以再点一次，或换一种方式登录。")
    if not request.GET.get("code"):
        raise IdentityNotShown("这次法人登录没有完成。", f"{at.name}没有给出结果。", "请重新点一次法人登录。")
    return begun


def _not_from_here() -> IdentityNotShown:
    return IdentityNotShown(
        "这次法人登录没有完成。",
        "它不是从本页开始的，或者已经用过一次。",
        "请在这里重新点一次法人登录。",
        reason="state",
    )


def _to_register(request: HttpRequest, at: Service, shown: Shown) -> HttpResponse:
    remember(request, credit_code=shown.credit_code, name=shown.name, service=at.name)
    return redirect("public:register")


def _other_ways(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say it, above the other ways in."""
    if isinstance(refusal, IdentityNotShown) and refusal.reason:
        _log.warning("a sign-in by the identity service was refused: %r", refusal.reason)
    return sign_in_page(request, SignInForm(), refusal)


def _return_to(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("public:identity_back"))


def _service() -> Service:
    at = service()
    if at is None:
        raise Http404
    return at
