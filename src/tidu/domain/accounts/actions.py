"""Making people and giving them posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import Post, SignInName, User
from tidu.domain.accounts.people import free, sign_in_name
from tidu.domain.audit.actions import record
from tidu.kit import clock

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from tidu.domain.regions.models import Office


def suggestions(username: str) -> list[str]:
    """Free user names near a taken one."""
    return free(f"{username}{suffix}" for suffix in ("2", "01", "cw", "sb", clock.today().year))[:3]


@transaction.atomic
def create_user(
    *, username: str, password: str | None, name: str, phone: str = "", email: str = "", credit_code: str = ""
) -> User:
    """Make a person who can sign in by user name, and by credit code; not at all without a password."""
    if not username:
        raise AccountRefusal("没有填用户名。", "登录时要用它。", "请填 4 至 40 个字母、数字或汉字。", field="username")
    if not free([username]):
        near = "、".join(suggestions(username))
        raise AccountRefusal(f"用户名“{username}”已有人用。", "用户名不能重复。", f"可以用：{near}。", field="username")
    user = User(username=username, name=name, phone=phone, email=email, created_at=clock.now())
    if password is not None:
        _require_strong(password, user)
    user.set_password(password)
    user.save()
    names = [sign_in_name(user, SignInName.Kind.USERNAME, username)]
    if credit_code:
        names.append(sign_in_name(user, SignInName.Kind.CREDIT_CODE, credit_code))
    SignInName.objects.bulk_create(names)
    record(None, "account.created", "user", user.pk)
    return user


def _require_strong(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountRefusal("密码太弱。", "".join(error.messages), "请换一个更长的密码。", field="password") from error


@transaction.atomic
def give_post(user: User, office: Office, role: Post.Role, *, since: date, until: date | None = None) -> Post:
    """Give a person a post at an office."""
    post = Post.objects.create(user=user, office=office, role=role, since=since, until=until)
    record(None, "post.given", "user", user.pk, office=office.pk, role=role, since=since.isoformat())
    return post


@transaction.atomic
def give_hash(user_ids: Collection[int], encoded: str) -> None:
    """Let people sign in with a password that was hashed elsewhere: those of the demo world share one."""
    User.objects.filter(pk__in=user_ids).update(password=encoded)
    record(None, "account.hash_given", "user", "", count=len(user_ids))
