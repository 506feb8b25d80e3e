"""邀请: a new officer sets their first password themselves, with a link that works once and is given to them alone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Actor, offices
from tidu.domain.accounts.actions import create_user, require_strong
from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import Invitation, Post, User
from tidu.domain.accounts.people import by_sign_in_name
from tidu.domain.accounts.posts import give
from tidu.domain.audit.actions import record
from tidu.kit import clock

if TYPE_CHECKING:
    from datetime import date

    from tidu.domain.regions.models import Office

LASTS = timedelta(days=7)


@transaction.atomic
def invite(
    actor: Actor, *, username: str, name: str, office: Office, role: str, since: date, until: date | None
) -> tuple[User, str]:
    """Give a post to somebody by user name; who has no account gets one, and the link to open it (else empty)."""
    user = by_sign_in_name(username)
    if user is None:
        user = create_user(username=username, password=None, name=name)
        give(actor, user, office, role, since=since, until=until)
        return user, _new_link(actor, user)
    if user.name != name or not user.is_active:
        raise AccountRefusal(
            f"用户名“{username}”已有人用。",
            "它属于另一个人，或者姓名填得不一样。",
            "是同一个人，请按其账户填写姓名；不是，请换一个用户名。",
            field="username",
        )
    give(actor, user, office, role, since=since, until=until)
    return user, ""


@transaction.atomic
def invite_again(actor: Actor, user_id: int) -> str:
    """A new link in place of one that ran out or was lost, as long as the person has set no password."""
    if not Post.objects.filter(user_id=user_id, office__in=offices(actor)).exists():
        raise Http404(user_id)
    user = User.objects.select_for_update().get(pk=user_id)
    if user.has_usable_password():
        raise AccountRefusal(f"{user.name}已经设好密码。", "不再需要邀请。", "忘了密码，请本人从登录页找回。")
    return _new_link(actor, user)


def _new_link(actor: Actor, user: User) -> str:
    token = secrets.token_urlsafe(24)
    Invitation.objects.filter(user=user).delete()
    Invitation.objects.create(user=user, digest=_digest(token), until=clock.now() + LASTS)
    record(actor, "account.invited", "user", user.pk)
    return token


def invited(token: str) -> User | None:
    """Who may set their first password with this link, or None. One query."""
    open_now = Invitation.objects.filter(digest=_digest(token), used_at=None, until__gt=clock.now())
    found = open_now.filter(user__is_active=True).select_related("user").first()
    return None if found is None else found.user


@transaction.atomic
def accept(token: str, password: str) -> User:
    """Set the first password and use the link up."""
    user = invited(token)
    if user is None:
        raise AccountRefusal("这个链接不能用了。", "它只能用一次，7 天内有效。", "请让安排岗位的人重发一个。")
    require_strong(password, user)
    if not Invitation.objects.filter(digest=_digest(token), used_at=None).update(used_at=clock.now()):
        raise AccountRefusal("这个链接刚刚用过。", "它只能用一次。", "请直接登录。")
    user.set_password(password)
    user.save(update_fields=["password"])
    record(None, "account.invitation_accepted", "user", user.pk)
    return user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
