"""Having a picture read: starts the process, tells how far it is, and gives what it found."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = 180


@dataclass(frozen=True)
class Line:
    """A line of text and where it stands, in pixels of the straightened picture."""

    text: str
    score: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Unread(Exception):
    """Nothing was read; one word says why: not_installed, too_many_pixels or pages, no_text, broken, too_long."""


def is_installed() -> bool:
    """Whether this installation has the extra that reads."""
    return importlib.util.find_spec("rapidocr_onnxruntime") is not None


def read(content: bytes, told: Callable[[str], None]) -> list[Line]:
    """The lines of a picture or of a PDF's first page; ``told`` hears each stage. Raises Unread."""
    if not is_installed():
        raise Unread("not_installed")
    command = [sys.executable, "-I", "-m", "tidu.kit.sight"]
    environment = {"PATH": os.environ.get("PATH", ""), "OMP_NUM_THREADS": "2", "LANG": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603  our own module, and nothing of the file in the command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        guard = threading.Timer(_SECONDS, process.kill)
        guard.start()
        try:
            return _answer(process, content, told)
        finally:
            is_late = not guard.is_alive()
            guard.cancel()
            process.kill()
            if is_late:
                raise Unread("too_long")


def _answer(process: subprocess.Popen[bytes], content: bytes, told: Callable[[str], None]) -> list[Line]:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(content)
        process.stdin.close()
    except BrokenPipeError:
        raise Unread("broken") from None
    for answer in process.stdout:
        said = json.loads(answer)
        if "stage" in said:
            told(said["stage"])
        elif "problem" in said:
            raise Unread(said["problem"])
        else:
            return [Line(**line) for line in said["lines"]]
    raise Unread("broken")  # it died without a word
