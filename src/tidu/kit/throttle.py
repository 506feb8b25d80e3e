"""Limits: so many in a time, and things that are used once. Counted by one statement, so that none slips through."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from tidu.kit import clock
from tidu.kit.models import Count
from tidu.kit.refusals import Refusal

#: One statement, because between two a second request would find what the first has not written yet. RETURNING is
#: what both databases understand; what has ended begins anew in its own row.
_COUNT_ONE = """
INSERT INTO kit_count (key, times, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
  times = CASE WHEN kit_count.ends_at <= %s THEN 1 ELSE kit_count.times + 1 END,
  ends_at = CASE WHEN kit_count.ends_at <= %s THEN excluded.ends_at ELSE kit_count.ends_at END
RETURNING times, ends_at
"""
_MINUTE = 60
_HOUR = 60 * _MINUTE


class TooOften(Refusal):
    """Asked too often; the sentence says when it may be asked again, and `again_at` says it to programs."""

    def __init__(self, what: str, why: str, mend: str, *, again_at: datetime) -> None:
        super().__init__(what, why, mend)
        self.again_at = again_at


def allow(what: str, who: str, *, times: int, seconds: int) -> None:
    """Count one more of ``what`` by ``who``; refuse beyond ``times`` within ``seconds`` of the first.

    Call it outside the transaction of what it guards: a count that is undone with it would be none.
    """
    counted, ends_at = _count(what, who, seconds)
    if counted > times:
        again_at = datetime.fromtimestamp(ends_at, clock.CHINA)
        raise TooOften(
            "操作太频繁，先停一会儿。",
            f"{_in_words(seconds)}内最多 {times} 次。",
            f"请{when(again_at)}再试。",
            again_at=again_at,
        )


def first_time(what: str, which: str, *, seconds: int) -> bool:
    """Whether nobody did ``what`` with ``which`` in the last ``seconds``; of many at one moment one is the first."""
    return _count(what, which, seconds)[0] == 1


def when(again_at: datetime) -> str:
    """When it may be done again, as it is said: in seconds or minutes when that is soon, else by the clock."""
    left = again_at - clock.now()
    seconds = max(1, math.ceil(left.total_seconds()))
    if seconds < _MINUTE:
        return f" {seconds} 秒后"
    if seconds < _HOUR:
        return f" {math.ceil(seconds / _MINUTE)} 分钟后"
    at = again_at.astimezone(clock.CHINA)
    return f" {at:%H:%M} 后" if at.date() == clock.today() else f" {at.month} 月 {at.day} 日 {at:%H:%M} 后"


def forget_ended(grace: timedelta = timedelta(hours=1)) -> int:
    """Take away the rows that count for nothing any more; how many they were."""
    ended = int((clock.now().astimezone(UTC) - grace).timestamp())
    return Count.objects.filter(ends_at__lt=ended).delete()[0]


def _count(what: str, who: str, seconds: int) -> tuple[int, int]:
    """How many times it is now, and when the counting ends."""
    now = int(clock.now().timestamp())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ONE, [_key(what, who, seconds), now + seconds, now, now])
        times, ends_at = cursor.fetchone()
    return times, ends_at


def _key(what: str, who: str, seconds: int) -> str:
    """A key that tells nobody who it was: phones and addresses are few enough to try them all against a plain hash."""
    return salted_hmac("kit.throttle", f"{what}:{seconds}:{who}", algorithm="sha256").hexdigest()


def _in_words(seconds: int) -> str:
    if seconds < _MINUTE:
        return f"{seconds} 秒"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} 分钟"
    return f"{round(seconds / _HOUR)} 小时"
