"""Signing in with a limit: five wrong passwords within a quarter of an hour lock the name for as long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import authenticate
from django.db import transaction

from tidu.domain.accounts.errors import NotSignedIn
from tidu.domain.accounts.models import User
from tidu.domain.accounts.people import tidy_name
from tidu.domain.accounts.tries import MINUTES, WRONG_ALLOWED, Try, try_at
from tidu.domain.audit.actions import Person, record
from tidu.kit import clock

if TYPE_CHECKING:
    from datetime import datetime


def who_signs_in(typed: str, password: str) -> User:
    """The person of that name and password; NotSignedIn says how many tries are left, or until when it is locked.

    A name that nobody has is counted, locked and logged like any other; the log has its digest alone.
    """
    attempt = try_at(tidy_name(typed))
    if attempt.shut_until is not None:
        raise _locked(attempt.shut_until)
    user = authenticate(username=typed, password=password)
    if isinstance(user, User):
        _forget(attempt, user)
        return user
    if attempt.left <= 0:
        record(None, "account.sign_in_shut", "sign_in_name", attempt.door)
        raise _locked(attempt.shuts_until)
    record(None, "account.sign_in_failed", "sign_in_name", attempt.door, left=attempt.left)
    raise NotSignedIn(
        f"用户名或密码不对，还可以试 {attempt.left} 次。",
        f"连错 {WRONG_ALLOWED} 次，这个用户名会锁定 {MINUTES} 分钟。",
        "请核对大小写；企业也可以用统一社会信用代码登录。",
        field="password",
    )


@transaction.atomic
def _forget(attempt: Try, user: User) -> None:
    attempt.was_right()
    record(Person(user.pk, user.name), "account.signed_in", "user", user.pk)


def _locked(until: datetime) -> NotSignedIn:
    at = until.astimezone(clock.CHINA)
    return NotSignedIn(
        f"这个用户名已锁定，到 {at:%H:%M} 为止。",
        f"{MINUTES} 分钟内密码错了 {WRONG_ALLOWED} 次，为防有人试密码先停一停。",
        f"请 {at:%H:%M} 之后再试；忘了密码，可以找回。",
        field="username",
    )
