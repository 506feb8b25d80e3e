"""Run one step of a set-up: its progress while it runs, its output only when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from tools import house

QUIET_SECONDS = 10  # how long a log without a terminal goes without a sign of life
TAIL = 25


class Stop(Exception):
    """The command cannot go on; the sentence says what is wrong and how to mend it."""

    def __init__(self, sentence: str, output: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.output = tuple(output)


def run(title: str, command: Sequence[str], *, env: Mapping[str, str] | None = None, advice: str = "") -> None:
    """Run the command to its end in the root folder; raise Stop with the end of its output when it fails."""
    started = time.monotonic()
    tail: deque[str] = deque(maxlen=TAIL)
    sign = _Sign(title)
    try:
        process = subprocess.Popen(
            list(command),
            cwd=house.ROOT,
            env={**os.environ, **(env or {}), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except FileNotFoundError:
        raise Stop(f"{title}: the program {command[0]} is not there. {advice}".strip()) from None
    with process:
        reader = threading.Thread(target=_collect, args=(process, tail), daemon=True)
        reader.start()
        while reader.is_alive():
            reader.join(0.2)
            sign.show(time.monotonic() - started, tail[-1] if tail else "")
        code = process.wait()
    sign.close(time.monotonic() - started, is_done=code == 0)
    if code:
        raise Stop(f"{title} failed with exit code {code}. {advice}".strip(), list(tail))


def _collect(process: subprocess.Popen[str], tail: deque[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip():
            tail.append(line.rstrip())


class _Sign:
    """The sign of life of a running step: one moving line on a terminal, a line now and then elsewhere."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.is_terminal = sys.stdout.isatty()
        self.next_at = float(QUIET_SECONDS)

    def show(self, seconds: float, last_line: str) -> None:
        if self.is_terminal:
            print(f"\r{self.title} … {seconds:.0f} s  {last_line[:60]}\x1b[K", end="", flush=True)
        elif seconds >= self.next_at:
            self.next_at += QUIET_SECONDS
            print(f"{self.title} … {seconds:.0f} s  {last_line[:100]}".rstrip(), flush=True)

    def close(self, seconds: float, *, is_done: bool) -> None:
        end = "done" if is_done else "failed"
        print(f"{chr(13) if self.is_terminal else ''}{self.title}: {end} in {seconds:.1f} s", end="")
        print("\x1b[K" if self.is_terminal else "", flush=True)


def plainly(command: Callable[[], int]) -> int:
    """Run a whole command; a Stop becomes its output and one sentence, Ctrl-C becomes 130."""
    try:
        return command()
    except Stop as stop:
        for line in stop.output:
            print(f"  {line}", file=sys.stderr)
        print(stop, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr, flush=True)
        return 130
