"""A million enterprises, one enterprise, and a file from CSV to CSV."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
import polars as pl

from tidu.rules import catalogue, scoring
from tidu.rules.units import Value
from tools import house, steps
from tools.bench.figures import Timing
from tools.bench.million import EDITION

_ONE_BY_ONE = 300


@dataclass(frozen=True)
class Run:
    """One engine over the table: seconds as a clock shows them, seconds of processors, peak memory in MB."""

    seconds: float
    cpu: float
    peak_mb: float


@dataclass(frozen=True)
class Scoring:
    """Everything that was scored."""

    rows: int
    ours: Run
    plain: Run
    different_cells: int
    one: Timing
    csv: Run


def measure(rows: int) -> Scoring:
    """Score the same drawn enterprises in all ways."""
    with tempfile.TemporaryDirectory(prefix="tidu-bench-") as name:
        folder = Path(name)
        _million("draw", folder, str(rows))
        ours, plain = (Run(**json.loads(_million(who, folder))) for who in ("ours", "numpy"))
        different = int((np.load(folder / "ours.npy") != np.load(folder / "numpy.npy")).sum())
        csv = _csv(folder)
        one = _one_by_one(pl.read_parquet(folder / "facts.parquet", n_rows=_ONE_BY_ONE).to_dicts())
        return Scoring(rows, ours, plain, different, one, csv)


def _million(what: str, folder: Path, *more: str) -> bytes:
    """Run a part in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "tools.bench.million", what, str(folder), *more]
    done = subprocess.run(command, cwd=house.ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise steps.Stop(f"Scoring ({what}) ended with exit code {done.returncode}.")
    return done.stdout


def _one_by_one(facts: list[dict[str, Value]]) -> Timing:
    edition = catalogue.edition(EDITION)
    scoring.assess(edition, facts[0])
    seconds = []
    for each in facts:
        started = perf_counter()
        scoring.assess(edition, each)
        seconds.append(perf_counter() - started)
    return Timing(seconds)


def _csv(folder: Path) -> Run:
    """Run `tidu score` as an authority does."""
    given, out = folder / "facts.csv", folder / "scored.csv"
    started = perf_counter()
    process = subprocess.Popen([house.in_venv("tidu"), "score", EDITION, "--facts", given, "--out", out])
    _, status, used = os.wait4(process.pid, 0)
    seconds = perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise steps.Stop(f"`tidu score` ended with exit code {process.returncode}.")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
