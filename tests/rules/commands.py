"""Running `tidu` as people run it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tidu.config import cli

SOURCES = Path(__file__).resolve().parents[2] / "src"


@dataclass(frozen=True)
class Ended:
    returncode: int
    stdout: str
    stderr: str


def tidu(*arguments: str | Path) -> Ended:
    """Run a command within this process, which is quicker."""
    with _captured() as (out, err):
        code = cli.main([*map(str, arguments)])
    return Ended(code, out.getvalue().decode(), err.getvalue().decode())


def tidu_by_itself(*arguments: str | Path) -> Ended:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "tidu.config.cli", *map(str, arguments)]
    ended = subprocess.run(  # noqa: S603 - our own program and arguments
        command, capture_output=True, check=False, encoding="utf-8", env=environment(), timeout=120
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONIOENCODING": "utf-8"}


@contextmanager
def _captured() -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    before = sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", write_through=True)
    try:
        yield out, err
    finally:
        sys.stdout.detach()
        sys.stderr.detach()
        sys.stdout, sys.stderr = before
