"""Counting what strangers ask, also in a cache that forgets its own times when it counts up."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

from tests.services.world import NOW
from tidu.kit import clock
from tidu.kit.throttle import TooOften, allow


@pytest.fixture(params=["locmem.LocMemCache", "filebased.FileBasedCache"])
def _any_cache(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> None:
    settings.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{request.param}", "LOCATION": str(tmp_path)}}
    cache.clear()


@pytest.mark.usefixtures("_any_cache")
def test_beyond_the_limit_one_is_refused_until_the_time_is_over() -> None:
    for _ in range(3):
        allow("look_up", "192.0.2.1", times=3, seconds=60)

    with pytest.raises(TooOften, match="1 分钟内最多 3 次"):
        allow("look_up", "192.0.2.1", times=3, seconds=60)
    with clock.stopped_at(NOW + timedelta(seconds=60)):
        allow("look_up", "192.0.2.1", times=3, seconds=60)


@pytest.mark.usefixtures("_any_cache")
def test_each_address_and_each_thing_is_counted_by_itself() -> None:
    allow("look_up", "192.0.2.1", times=1, seconds=60)

    allow("look_up", "192.0.2.2", times=1, seconds=60)
    allow("register", "192.0.2.1", times=1, seconds=60)

    with pytest.raises(TooOften):
        allow("look_up", "192.0.2.1", times=1, seconds=60)
