"""Opening an account that too many wrong tries have locked, before its time is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts import second_factor
from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import User
from tidu.domain.accounts.tries import open_doors, shut_until
from tidu.domain.audit.actions import record
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message

if TYPE_CHECKING:
    from datetime import datetime

SHORTEST_REASON = 5


def require_reason(reason: str) -> str:
    """The reason of something grave that an operator does, tidied; refused where it says nothing."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise AccountRefusal(
            "还没有写理由。",
            "这件事会记入日志，日后要凭它说明为什么。",
            "请写明谁提出、怎么核实的，至少 5 个字。",
            field="reason",
        )
    return reason.strip()


def locked_until(user: User) -> datetime | None:
    """Until when the last of an account's doors is shut, or None."""
    return max(filter(None, map(shut_until, _doors(user))), default=None)


@transaction.atomic
def unlock(actor: Actor, user_id: int, *, reason: str) -> User:
    """Let somebody try again at once, after an operator has made sure who they are."""
    require(actor, Act.OPERATE)
    why = require_reason(reason)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise Http404(user_id)
    if locked_until(user) is None:
        raise AccountRefusal("这个账户没有锁定。", "现在就可以登录。", "请让对方再试一次；密码忘了请走找回。")
    open_doors(_doors(user))
    record(actor, "account.unlocked", "user", user.pk, reason=why)
    tell([user.pk], Message.Kind.ACCOUNT, "账户已解锁", f"运维人员解除了登录锁定。理由：{why}")
    return user


def _doors(user: User) -> list[str]:
    """Every name the person signs in with, and the second factor."""
    return [*(name.shown for name in user.sign_in_names.all()), second_factor.door(user.pk)]
