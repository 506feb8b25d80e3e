"""Counting what strangers ask: by one statement, so that of many at one moment none slips through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from tests.services.world import NOW
from tidu.kit import clock
from tidu.kit.models import Count
from tidu.kit.throttle import TooOften, allow, first_time, forget_ended, when


@pytest.mark.django_db
def test_beyond_the_limit_one_is_refused_until_the_time_is_over() -> None:
    for _ in range(3):
        allow("look_up", "192.0.2.1", times=3, seconds=60)

    with pytest.raises(TooOften, match="1 分钟内最多 3 次"):
        allow("look_up", "192.0.2.1", times=3, seconds=60)
    with clock.stopped_at(NOW + timedelta(seconds=60)):
        allow("look_up", "192.0.2.1", times=3, seconds=60)


@pytest.mark.django_db
def test_the_refusal_says_when_and_asking_again_does_not_put_it_off() -> None:
    allow("look_up", "192.0.2.1", times=1, seconds=600)

    for passed, words in ((0, "10 分钟后"), (241, "6 分钟后"), (580, "20 秒后")):
        with clock.stopped_at(NOW + timedelta(seconds=passed)), pytest.raises(TooOften, match=words) as refused:
            allow("look_up", "192.0.2.1", times=1, seconds=600)
        assert refused.value.again_at == NOW + timedelta(seconds=600)


def test_what_is_far_off_is_said_by_the_clock() -> None:
    assert when(NOW + timedelta(hours=3)) == " 12:00 后"
    assert when(NOW + timedelta(hours=24)) == " 4 月 17 日 09:00 后"


@pytest.mark.django_db
def test_each_address_and_each_thing_is_counted_by_itself() -> None:
    allow("look_up", "192.0.2.1", times=1, seconds=60)

    allow("look_up", "192.0.2.2", times=1, seconds=60)
    allow("register", "192.0.2.1", times=1, seconds=60)

    with pytest.raises(TooOften):
        allow("look_up", "192.0.2.1", times=1, seconds=60)


@pytest.mark.django_db
def test_nobody_reads_out_of_the_table_who_asked() -> None:
    allow("code", "13800000001", times=1, seconds=60)

    kept = "".join(str(row) for row in Count.objects.values_list())

    assert "138" not in kept.replace(str(int(NOW.timestamp()) + 60), "")
    assert "code" not in kept


@pytest.mark.django_db
def test_what_is_used_once_is_used_by_the_first_and_is_free_again_when_its_time_is_over() -> None:
    assert first_time("challenge", "a", seconds=300)
    assert not first_time("challenge", "a", seconds=300)
    assert first_time("challenge", "b", seconds=300)
    with clock.stopped_at(NOW + timedelta(seconds=300)):
        assert first_time("challenge", "a", seconds=300)


@pytest.mark.django_db
def test_rows_that_count_for_nothing_any_more_are_taken_away_and_no_others() -> None:
    allow("look_up", "192.0.2.1", times=1, seconds=60)
    allow("look_up", "192.0.2.2", times=1, seconds=24 * 3600)

    with clock.stopped_at(NOW + timedelta(hours=2)):
        assert forget_ended() == 1
        with pytest.raises(TooOften):
            allow("look_up", "192.0.2.2", times=1, seconds=24 * 3600)


@pytest.fixture
def at_once(transactional_db: None) -> Iterator[Callable[[Callable[[], bool]], list[bool]]]:
    """Give a function that does something in eight threads at one moment."""
    gate = Barrier(8)

    def run(deed: Callable[[], bool]) -> bool:
        try:
            gate.wait()
            with clock.stopped_at(NOW):
                return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        yield lambda deed: list(pool.map(run, [deed] * 8))


def test_of_eight_at_one_moment_as_many_are_let_through_as_may(
    at_once: Callable[[Callable[[], bool]], list[bool]],
) -> None:
    def ask() -> bool:
        try:
            allow("look_up", "192.0.2.1", times=3, seconds=60)
        except TooOften:
            return False
        return True

    assert sum(at_once(ask)) == 3


def test_of_eight_at_one_moment_one_is_the_first(at_once: Callable[[Callable[[], bool]], list[bool]]) -> None:
    assert sum(at_once(lambda: first_time("challenge", "a", seconds=300))) == 1


def test_in_long_transactions_too_one_is_the_first(at_once: Callable[[Callable[[], bool]], list[bool]]) -> None:
    def use() -> bool:
        with transaction.atomic():
            return first_time("challenge", "a", seconds=300)

    assert sum(at_once(use)) == 1
