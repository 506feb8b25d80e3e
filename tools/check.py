"""`make check`: every rule of the house that a program can judge, the quick ones first."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import house, steps

LONGEST = 399
LONGEST_MAKEFILE = 59


@dataclass(frozen=True)
class Check:
    """One program's judgement: its name in the list, and what is run."""

    name: str
    program: str
    arguments: Sequence[str] = ()

    @property
    def command(self) -> list[str]:
        return [house.in_venv(self.program), *self.arguments]


TYPES = Check("types", "mypy")
QUICK = (
    Check("lint", "ruff", ["check"]),
    Check("format", "ruff", ["format", "--check"]),
    Check("floors", "lint-imports", ["--no-logo"]),
    Check("programmes", "tidu", ["programmes", "check"]),
    Check("settings", "tidu", ["manage", "check", "--fail-level", "WARNING"]),
    Check("migrations", "tidu", ["manage", "makemigrations", "--check", "--dry-run"]),
    Check("templates", "djlint", ["src", "--check", "--lint", "--quiet"]),
)


def long_files(root: Path) -> list[str]:
    """Name the files so long that they hold more than one idea."""
    files = [file for folder in ("src", "tests", "tools") for file in sorted((root / folder).rglob("*.py"))]
    return [
        f"{file.relative_to(root)} has {lines} lines; the most is {longest}."
        for file, longest in [*((file, LONGEST) for file in files), (root / "Makefile", LONGEST_MAKEFILE)]
        if (lines := file.read_bytes().count(b"\n")) > longest
    ]


class Judging:
    """A check that is running; its output goes to a file, since a pipe that nobody reads would stop it when full."""

    def __init__(self, check: Check) -> None:
        self.check = check
        self.started = time.monotonic()
        self.output = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115  closed in end()
        self.process = subprocess.Popen(
            check.command,
            cwd=house.ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tidu.config.settings.test"},
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=self.output,
        )

    def verdict(self) -> None:
        """Wait for the end; raise Stop with the output when the check fails."""
        code = self.process.wait()
        self.output.seek(0)
        said = self.output.read().splitlines() or [f"exit code {code}"]
        _say(self.check.name, self.started, said if code else [])

    def end(self) -> None:
        """End it, also in the middle."""
        self.process.kill()
        self.process.wait()
        self.output.close()


def _say(name: str, started: float, wrong: Sequence[str]) -> None:
    print(f"{name:<12}{'failed' if wrong else 'ok':<8}{time.monotonic() - started:5.1f} s", flush=True)
    if wrong:
        raise steps.Stop(f"make check stopped at: {name}.", wrong)


def main() -> int:
    """Run all checks; stop at the first that fails, with its own output."""
    started = time.monotonic()
    # types take longest and keep one core of two busy: they are judged while the others run
    types = Judging(TYPES)
    try:
        _say("lengths", time.monotonic(), long_files(house.ROOT))
        for check in QUICK:
            judging = Judging(check)
            try:
                judging.verdict()
            finally:
                judging.end()
        types.verdict()
    finally:
        types.end()
    print(f"All checks passed in {time.monotonic() - started:.0f} s.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(steps.plainly(main))
