"""Run several programs as one: when one ends, or someone asks, all end.

Each program leads a group of its own, so that Ctrl-C reaches the supervisor alone and it ends them in order, and so
that what a killed program had started itself (a web server's workers, which hold the port) can be ended too. When
the supervisor is killed, Linux tells the programs.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import IO

PATIENCE = 10.0
BEAT = 0.1
PR_SET_PDEATHSIG = 1


class _Asked(Exception):
    """Someone asked all of it to end."""


def run_together(
    programs: Mapping[str, Sequence[str]],
    *,
    env: Mapping[str, str],
    is_ready: Callable[[], bool] = lambda: True,
    when_ready: Callable[[], None] = lambda: None,
) -> int:
    """Run the named programs until one ends or SIGINT, SIGTERM or SIGHUP comes.

    Returns 0 when it was asked to end, 1 when a program ended by itself; says which one.
    """
    children: dict[str, subprocess.Popen[bytes]] = {}
    with _signals_raise():
        try:
            for name, command in programs.items():
                children[name] = start(command, env)
            return _watch(children, is_ready, when_ready)
        except _Asked:
            return 0
        finally:
            _ignore_signals()
            _end(children)


def start(command: Sequence[str], env: Mapping[str, str], output: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Start a program that leads its own group and ends with us; it writes to ``output``, or where we write."""
    # the hook is safe here: no other thread of ours holds a lock
    return subprocess.Popen(
        list(command),
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        process_group=0,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
    )


def _die_with_parent() -> None:
    """Ask Linux to end this child when its parent was killed and could not do so itself."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _watch(
    children: Mapping[str, subprocess.Popen[bytes]], is_ready: Callable[[], bool], when_ready: Callable[[], None]
) -> int:
    told = False
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                others = " and ".join(other for other in children if other != name)
                print(
                    f"The {name} ended by itself (exit code {child.returncode}), so the {others} ends too.", flush=True
                )
                return 1
        if not told and is_ready():
            told = True
            when_ready()
        time.sleep(BEAT)


def _end(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    _wait(children, PATIENCE)
    for child in children.values():
        # whoever did not listen, and whoever outlived the program that had started it
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    _wait(children, PATIENCE)


def _wait(children: Mapping[str, subprocess.Popen[bytes]], seconds: float) -> None:
    until = time.monotonic() + seconds
    while any(child.poll() is None for child in children.values()) and time.monotonic() < until:
        time.sleep(BEAT / 2)


ASKING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def _signals_raise() -> Iterator[None]:
    def ask(_number: int, _frame: FrameType | None) -> None:
        _ignore_signals()
        raise _Asked

    before = {number: signal.signal(number, ask) for number in ASKING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    # a second Ctrl-C must not break off the clean end
    for number in ASKING:
        signal.signal(number, signal.SIG_IGN)


def environment(**more: str) -> dict[str, str]:
    """Give this process's environment and the named variables besides."""
    return {**os.environ, **more}
