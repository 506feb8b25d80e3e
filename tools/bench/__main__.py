"""`make bench`: measure on both databases and print one table; Ctrl-C ends it and leaves nothing behind."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from tools import postgres, steps
from tools.bench import filing, scoring
from tools.bench.pages import Pages
from tools.bench.plan import FULL, QUICK, TINY, Plan
from tools.bench.server import serving
from tools.bench.stage import Stage, on_postgres, on_sqlite
from tools.bench.table import Column, lines_of, lines_of_scoring

T = TypeVar("T")


def main(arguments: list[str]) -> int:
    """Measure everything of the plan."""
    parser = argparse.ArgumentParser(prog="make bench")
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--quick", action="store_const", const=QUICK, dest="plan", help="fewer rows, a few minutes")
    sizes.add_argument("--tiny", action="store_const", const=TINY, dest="plan", help="only to see that it works")
    plan: Plan = parser.parse_args(arguments).plan or FULL
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    started = time.monotonic()
    lines = [*lines_of_scoring(_told("Scoring", lambda: scoring.measure(plan.enterprises)))]
    lines += ["", *_on(on_sqlite(), plan)]
    if plan.with_postgres:
        try:
            lines += ["", *_on(on_postgres(), plan)]
        except postgres.Missing as reason:
            lines += ["", f"PostgreSQL was left out: {reason}"]
    print("\n".join(["", *lines, "", _closing(time.monotonic() - started)]), flush=True)
    return 0


def _on(stage_of: AbstractContextManager[Stage], plan: Plan) -> list[str]:
    """Everything that is measured on one database, as lines of the table."""
    with stage_of as stage:
        _grow(stage, plan.few)
        sessions, script = stage.ask("officers"), stage.ask("script")
        with serving(stage) as server:
            at_few = _told(f"{stage.name}: pages", Pages(stage, server, plan, script, sessions).all)
        _grow(stage, plan.many)
        with serving(stage) as server:
            at_many = _told(f"{stage.name}: pages", Pages(stage, server, plan, script, sessions).all)
            submits = _told(f"{stage.name}: submit requests", lambda: filing.submits(stage, server, plan))
            filings = _told(f"{stage.name}: filings", lambda: filing.filings(stage, server, plan, script))
    return [*lines_of(Column(stage.name, plan.few, plan.many, at_few, at_many, submits, filings))]


def _grow(stage: Stage, declarations: int) -> None:
    _told(f"{stage.name}: {declarations:,} declarations", lambda: stage.ask("grow", total=declarations))


def _told(title: str, what: Callable[[], T]) -> T:
    """Do it, and say before that it begins and afterwards how long it took."""
    print(f"{title} …", end="", flush=True)
    started = time.monotonic()
    done = what()
    print(f" {time.monotonic() - started:.0f} s", flush=True)
    return done


def _closing(seconds: float) -> str:
    """What the figures rest on."""
    return (
        f"Measured in {seconds / 60:.1f} min on {os.cpu_count()} processors, the load client on the same ones. "
        "Times are what the client saw; CPU is that of the web server's processes for one request, not PostgreSQL's. "
        "A whole submission opens every section, saves every cell by itself, asks the panel once a section, checks, "
        "submits and opens the receipt; its people were signed in beforehand."
    )


if __name__ == "__main__":
    sys.exit(steps.plainly(lambda: main(sys.argv[1:])))
