"""What is done again and again: at the start, at its times, after a failure too, and not after the end."""

from __future__ import annotations

import logging
import threading
from threading import Event, current_thread

import pytest

from tidu.kit.ticks import Tick, Ticking


def test_a_deed_is_done_at_the_start_and_again() -> None:
    third = Event()
    times: list[int] = []

    def do() -> None:
        times.append(1)
        if len(times) == 3:
            third.set()

    with Ticking([Tick("count", 0.01, do)]):
        assert third.wait(10)


def test_a_failure_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    worked = Event()
    times: list[int] = []

    def do() -> None:
        times.append(1)
        if len(times) == 1:
            raise RuntimeError("the disk is full")
        worked.set()

    with caplog.at_level(logging.ERROR), Ticking([Tick("seal", 0.01, do)]):
        assert worked.wait(10)

    assert "seal failed and is tried again in 0.01 seconds" in caplog.text
    assert "the disk is full" in caplog.text


def test_a_slow_deed_keeps_no_other_waiting() -> None:
    may_end, quick = Event(), Event()
    with Ticking([Tick("slow", 1, may_end.wait), Tick("quick", 1, quick.set)]):
        assert quick.wait(10)
        may_end.set()


def test_after_the_end_nothing_is_done() -> None:
    names: list[str] = []

    with Ticking([Tick("one that ends", 0.01, lambda: names.append(current_thread().name))]):
        pass
    for thread in threading.enumerate():
        if thread.name == "one that ends":
            thread.join(10)
    done = len(names)

    assert done <= 1
    assert set(names) <= {"one that ends"}
