"""Erasing a person: on request, or because nobody uses the account. What must be kept is kept, and the reason said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.accounts.erasing import erase_account, has_posts, is_erased, unused_since
from tidu.domain.accounts.models import User
from tidu.domain.accounts.unlocking import require_reason
from tidu.domain.audit.actions import record
from tidu.domain.enterprises.models import Member
from tidu.domain.messages import keeping as messages
from tidu.domain.verification import keeping as checks
from tidu.domain.verification.models import ManualCheck
from tidu.kit.due import Due
from tidu.kit.refusals import Refusal
from tidu.rules.retention import retention_rules

if TYPE_CHECKING:
    from datetime import datetime


class MustBeKept(Refusal):
    """The account cannot be erased: what hangs on it has to be kept, or somebody must take it over first."""


def obstacle(user: User) -> MustBeKept | None:
    """Why the account cannot be erased, or None. At most three queries."""
    if is_erased(user):
        return MustBeKept("这个账户已经注销。", "个人信息已经删除，只留下编号。")
    if has_posts(user):
        kept = retention_rules()["declarations"]
        return MustBeKept(
            "不能注销：这是有岗位或有过岗位的账户。",
            f"{kept.what}要署名保存，{kept.source.document}规定的期限内不能抹去经办人。",
            "不再任职的，请停止其岗位；账户随即不能进入管理端。",
        )
    member = Member.objects.filter(user=user).select_related("enterprise").first()
    if member is not None:
        kept = retention_rules()["enterprises"]
        return MustBeKept(
            f"不能注销：这个账户代表“{member.enterprise.name}”。",
            f"{kept.what}在保存期限内（{kept.source.document}），企业也要有人能登录。",
            "请先由企业移交给同事，本人退出后再注销。",
        )
    if checks.has_open_checks(user.pk):
        return MustBeKept("不能注销：还有一件人工核验没有办结。", "办结要通知到本人。", "请先办结，或由本人撤回。")
    return None


@transaction.atomic
def erase(actor: Actor, user_id: int, *, reason: str) -> None:
    """Erase a person's account and personal data because they asked for it."""
    require(actor, Act.OPERATE)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise Http404(user_id)
    told = require_reason(reason)
    _erase(user, actor, told)


def unused_accounts(before: datetime) -> Due:
    """People's accounts that act for nobody and that nobody signed in to since then."""
    waiting = ManualCheck.objects.filter(user=OuterRef("pk"), state=ManualCheck.State.WAITING)
    rows = unused_since(before).filter(~Exists(waiting), memberships=None)
    return Due(rows.count, lambda: sum(map(_erase_unused, rows.values_list("pk", flat=True))))


@transaction.atomic
def _erase_unused(user_id: int) -> bool:
    user = User.objects.select_for_update().get(pk=user_id)
    if obstacle(user) is not None:
        return False
    _erase(user, None, "长期没有使用")
    return True


def _erase(user: User, actor: Actor | None, reason: str) -> None:
    if (kept := obstacle(user)) is not None:
        raise kept
    addresses = [user.phone, user.email, *user.sign_in_names.values_list("shown", flat=True)]
    messages.forget_person(addresses)
    checks.forget_person(user.pk)
    erase_account(user)
    record(actor, "account.erased", "user", user.pk, reason=reason)
