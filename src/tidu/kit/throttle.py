"""Rate limits for what strangers reach: so many in a time, counted in the cache."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from tidu.kit import clock
from tidu.kit.refusals import Refusal


class TooOften(Refusal):
    """Asked too often; the sentence says when it may be asked again."""


def allow(what: str, who: str, *, times: int, seconds: int) -> None:
    """Count one more of ``what`` by ``who``; refuse beyond ``times`` within ``seconds``."""
    period = int(clock.now().timestamp()) // seconds
    key = "throttle:" + hashlib.sha256(f"{what}:{who}:{seconds}:{period}".encode()).hexdigest()
    cache.add(key, 0, seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, seconds)
        return
    cache.touch(key, seconds)  # counting up puts some caches' own time in the place of ours
    if count > times:
        minutes = max(1, round(seconds / 60))
        raise TooOften("操作太频繁，先停一会儿。", f"{minutes} 分钟内最多 {times} 次。", f"请 {minutes} 分钟后再试。")
