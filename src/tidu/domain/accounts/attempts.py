"""Signing in with a limit: five wrong passwords within a quarter of an hour lock the name for as long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import authenticate
from django.db import transaction

from tidu.domain.accounts.errors import NotSignedIn
from tidu.domain.accounts.models import SignInAttempt, User
from tidu.domain.accounts.people import tidy_name
from tidu.domain.audit.actions import record
from tidu.kit import clock
from tidu.kit.sealed import blind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

WRONG_ALLOWED = 5
WITHIN = timedelta(minutes=15)
_MINUTES = int(WITHIN.total_seconds() // 60)


def who_signs_in(typed: str, password: str) -> User:
    """The person of that name and password; NotSignedIn says how many tries are left, or until when it is locked.

    A name that nobody has is counted and locked like any other. The try is written down before the password is
    checked, so that many tries at one moment are not more than five.
    """
    name = blind(tidy_name(typed), "accounts_signinattempt.name_digest")
    now = clock.now()
    attempt = SignInAttempt.objects.create(name_digest=name, at=now)
    earlier = list(
        SignInAttempt.objects.filter(name_digest=name, pk__lt=attempt.pk)
        .order_by("-pk")
        .values_list("at", flat=True)[:WRONG_ALLOWED]
    )
    until = _locked_until(earlier, now)
    if until is not None:
        attempt.delete()  # knocking on a locked door does not keep it locked
        raise _locked(until)
    user = authenticate(username=typed, password=password)
    if isinstance(user, User):
        _forget(name, user)
        return user
    SignInAttempt.objects.filter(at__lt=now - 2 * WITHIN).delete()
    left = WRONG_ALLOWED - 1 - sum(now - at < WITHIN for at in earlier)
    if left <= 0:
        raise _locked(now + WITHIN)
    raise NotSignedIn(
        f"用户名或密码不对，还可以试 {left} 次。",
        f"连错 {WRONG_ALLOWED} 次，这个用户名会锁定 {_MINUTES} 分钟。",
        "请核对大小写；企业也可以用统一社会信用代码登录。",
        field="password",
    )


@transaction.atomic
def _forget(name: str, user: User) -> None:
    SignInAttempt.objects.filter(name_digest=name).delete()
    record(None, "account.signed_in", "user", user.pk)


def _locked_until(newest: Sequence[datetime], now: datetime) -> datetime | None:
    if len(newest) < WRONG_ALLOWED or newest[0] - newest[-1] > WITHIN:
        return None
    until = newest[0] + WITHIN
    return until if now < until else None


def _locked(until: datetime) -> NotSignedIn:
    at = until.astimezone(clock.CHINA)
    return NotSignedIn(
        f"这个用户名已锁定，到 {at:%H:%M} 为止。",
        f"{_MINUTES} 分钟内密码错了 {WRONG_ALLOWED} 次，为防有人试密码先停一停。",
        f"请 {at:%H:%M} 之后再试；忘了密码，请与技术支持联系。",
        field="username",
    )
