"""Tries with a limit: five wrong ones within a quarter of an hour shut the door they were made at for as long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tidu.domain.accounts.models import SignInAttempt
from tidu.kit import clock
from tidu.kit.sealed import blind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

WRONG_ALLOWED = 5
WITHIN = timedelta(minutes=15)
MINUTES = int(WITHIN.total_seconds() // 60)


@dataclass(frozen=True)
class Try:
    """One try at a door: how many are left should it be wrong, and until when the door was shut already."""

    door: str
    left: int
    shut_until: datetime | None

    @property
    def shuts_until(self) -> datetime:
        """Until when the door is shut should this try be wrong and none be left."""
        return clock.now() + WITHIN

    def was_right(self) -> None:
        """Forget the wrong ones before it."""
        SignInAttempt.objects.filter(name_digest=self.door).delete()


def try_at(door: str) -> Try:
    """Write a try down before what was typed is judged, so that many at one moment are not more than five."""
    digest = _digest(door)
    now = clock.now()
    attempt = SignInAttempt.objects.create(name_digest=digest, at=now)
    earlier = list(
        SignInAttempt.objects.filter(name_digest=digest, pk__lt=attempt.pk)
        .order_by("-pk")
        .values_list("at", flat=True)[:WRONG_ALLOWED]
    )
    until = _shut_until(earlier, now)
    if until is not None:
        attempt.delete()  # knocking on a locked door does not keep it locked
        return Try(digest, 0, until)
    SignInAttempt.objects.filter(at__lt=now - 2 * WITHIN).delete()
    return Try(digest, max(0, WRONG_ALLOWED - 1 - sum(now - at < WITHIN for at in earlier)), None)


def shut_until(door: str) -> datetime | None:
    """Until when a door is shut, or None. One query."""
    attempts = SignInAttempt.objects.filter(name_digest=_digest(door)).order_by("-pk")
    return _shut_until(list(attempts.values_list("at", flat=True)[:WRONG_ALLOWED]), clock.now())


def open_doors(doors: Iterable[str]) -> int:
    """Forget the wrong tries at some doors; how many they were."""
    return SignInAttempt.objects.filter(name_digest__in=[_digest(door) for door in doors]).delete()[0]


def _digest(door: str) -> str:
    return blind(door, "accounts_signinattempt.name_digest")


def _shut_until(newest: Sequence[datetime], now: datetime) -> datetime | None:
    if len(newest) < WRONG_ALLOWED or newest[0] - newest[-1] > WITHIN:
        return None
    until = newest[0] + WITHIN
    return until if now < until else None
