"""`make test`: the whole suite on SQLite, its database tests on PostgreSQL, the journeys in Chromium."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tools import house, postgres, steps, system_packages

NO_TEST_SELECTED = 5
WORKERS = min(os.cpu_count() or 1, 4)


@dataclass(frozen=True)
class Count:
    """How many tests ended how."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


@dataclass(frozen=True)
class Leg:
    """One run of pytest."""

    title: str
    options: Sequence[str]
    database_url: str = ""


@dataclass
class Session:
    """All legs of one `make test`: what they counted, and what had to be left out."""

    word: str = ""
    count: Count = field(default_factory=Count)
    broken: list[str] = field(default_factory=list)
    flaky: int = 0
    left_out: list[str] = field(default_factory=list)

    def leave_out(self, what: str) -> None:
        """Go on without it on someone's own machine; refuse where nobody is watching."""
        if house.is_ci():
            raise steps.Stop(f"CI is set, and this is missing: {what}")
        self.left_out.append(what)

    def run(self, leg: Leg) -> None:
        """Run pytest over the leg and add up what it says; what fails is tried once more alone, and that is told."""
        print(f"\n== {leg.title}", flush=True)
        code, counted = self._pytest(leg, leg.options)
        if counted.failed:
            again = [option for option in leg.options if option not in {"-n", str(WORKERS)}]
            print(f"\n== {leg.title}: the {counted.failed} that failed, once more, alone", flush=True)
            code, second = self._pytest(leg, [*again, "--last-failed", "--last-failed-no-failures", "none"])
            if second.passed + second.failed == counted.failed:
                self.flaky += second.passed
                counted = Count(counted.passed + second.passed, second.failed, counted.skipped)
        self.count += counted
        if code not in {0, NO_TEST_SELECTED} and not counted.failed:
            self.broken.append(f"{leg.title}: pytest ended with exit code {code}.")

    def _pytest(self, leg: Leg, options: Sequence[str]) -> tuple[int, Count]:
        with tempfile.TemporaryDirectory(prefix="tidu-test-") as folder:
            report = Path(folder) / "report.xml"
            command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *options]
            if self.word:
                command += ["-k", self.word]
            code = subprocess.run(command, cwd=house.ROOT, env=_environment(leg, folder), check=False).returncode
            return code, count(report)

    def closing_lines(self) -> list[str]:
        """Give the end of the output: pytest's own kind of summary, and last of all what was left out."""
        lines = [*self.broken]
        if not self.count.passed + self.count.failed:
            lines.append(f"No test matches k={self.word}." if self.word else "No test was run.")
        if self.flaky:
            lines.append(f"{self.flaky} passed only when tried alone: they depend on something, look at them.")
        lines.append(f"total: {self.count}")
        if self.left_out:
            lines.append("Left out here: " + " ".join(self.left_out))
        return lines

    @property
    def is_good(self) -> bool:
        return bool(self.count.passed) and not self.count.failed and not self.broken


def count(report: Path) -> Count:
    """Add up a report of pytest; a run that was broken off leaves none and counts nothing."""
    if not report.exists():
        return Count()
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314  our own file, written a moment ago
    total = Count()
    for suite in suites:
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total += Count(max(tests - failed - skipped, 0), failed, skipped)
    return total


def _environment(leg: Leg, folder: str) -> dict[str, str]:
    # the developer's own settings must not decide what the tests see
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("TIDU_") and name != "DATABASE_URL"
    }
    database = {"DATABASE_URL": leg.database_url} if leg.database_url else {}
    return {**kept, **database, "TIDU_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "tidu.config.settings.test"}


def legs(session: Session, services: ExitStack) -> Iterable[Leg]:
    """Give the runs one after the other; a service is brought up when its run comes."""
    spread = ["-n", str(WORKERS)]
    yield Leg("The suite on SQLite", [*spread, "-m", "not journey and not postgres"])
    try:
        url = services.enter_context(postgres.server())
    except postgres.Missing as reason:
        session.leave_out(f"PostgreSQL ({reason})")
    else:
        yield Leg("The database tests on PostgreSQL", [*spread, "--database-only", "-m", "not journey"], url)
        services.close()
    if system_packages.chromium():
        yield Leg("The journeys in Chromium", [*spread, "-m", "journey"])


def main(arguments: list[str]) -> int:
    """Run all legs; 0 when at least one test ran and every one passed."""
    parser = argparse.ArgumentParser(prog="make test")
    parser.add_argument("-k", default="", metavar="WORD", help="only the tests whose name holds the word")
    session = Session(word=parser.parse_args(arguments).k)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    for need in system_packages.needs():
        if not need.is_there and need.package != "postgresql":
            session.leave_out(f"{need.name} (package {need.package}).")
    with ExitStack() as services:
        for leg in legs(session, services):
            session.run(leg)
    print("\n" + "\n".join(session.closing_lines()), flush=True)
    return 0 if session.is_good else 1


if __name__ == "__main__":
    sys.exit(steps.plainly(lambda: main(sys.argv[1:])))
