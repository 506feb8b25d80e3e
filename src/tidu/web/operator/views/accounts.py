"""账户: found for whoever rings up; unlocked, or its enterprise moved to its right region, each with a reason."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tidu.domain.accounts.unlocking import unlock
from tidu.domain.declarations.actions import move_region
from tidu.domain.regions.finding import find_regions
from tidu.domain.verification.accounts import account_for, find_accounts
from tidu.kit.refusals import Refusal
from tidu.web.requests import ActorRequest, operator_only

if TYPE_CHECKING:
    from django.http import HttpResponse

_DONE = {
    "unlocked": "已解锁，对方现在可以登录。",
    "moved": "注册地已改，企业已收到消息。",
    "erased": "已注销，个人信息已经删除。",
}


@require_GET
@operator_only
def accounts(request: ActorRequest) -> HttpResponse:
    """Find accounts. At most six queries."""
    search = request.GET.get("search", "")[:120].strip()
    context = {"search": search, "found": find_accounts(request.actor, search)}
    return render(request, "operator/accounts.html", context)


@require_GET
@operator_only
def account(request: ActorRequest, user_id: int) -> HttpResponse:
    """Show one account, masked, and what may be done with it."""
    return render(request, "operator/account.html", _context(request, user_id))


@require_POST
@operator_only
def unlock_account(request: ActorRequest, user_id: int) -> HttpResponse:
    """Let somebody try again at once."""
    try:
        unlock(request.actor, user_id, reason=request.POST.get("reason", "")[:500])
    except Refusal as refusal:
        return _refused(request, user_id, "unlock", refusal)
    return redirect(f"{reverse('operator:account', args=[user_id])}?done=unlocked")


@require_POST
@operator_only
def move_enterprise(request: ActorRequest, user_id: int) -> HttpResponse:
    """Correct the registered region of the account's enterprise."""
    found = account_for(request.actor, user_id).account.enterprise
    if found is None:
        return _refused(request, user_id, "region", Refusal("这个账户没有企业。", "只有法人账户有注册地。"))
    code, reason = _code_of(request.POST.get("region", "")), request.POST.get("reason", "")
    try:
        move_region(request.actor, found.pk, code, reason=reason[:500])
    except Refusal as refusal:
        return _refused(request, user_id, "region", refusal)
    return redirect(f"{reverse('operator:account', args=[user_id])}?done=moved")


def _code_of(typed: str) -> str:
    """The division that was picked or typed, by its code or its full name; none where it is not clear which."""
    found = find_regions(typed)
    exact = [each for each in found if typed.strip() in {each.code, each.within + each.name}]
    one = exact or found
    return one[0].code if len(one) == 1 else ""


def _refused(request: ActorRequest, user_id: int, which: str, refusal: Refusal) -> HttpResponse:
    context = _context(request, user_id) | {"refused": which, "refusal": refusal, "typed": request.POST}
    return render(request, "operator/account.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _context(request: ActorRequest, user_id: int) -> dict[str, Any]:
    return {
        "card": account_for(request.actor, user_id),
        "done": _DONE.get(request.GET.get("done", ""), ""),
        "search": request.GET.get("search", "")[:120],
    }
