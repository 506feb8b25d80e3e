"""`python -m tools.bench.million WHAT FOLDER`: draw a table, or score it with an engine, in a process of its own.

Scoring prints seconds and the peak memory of the process in MB, the facts included; writes the points for comparing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import polars as pl

from tidu.rules import batch, catalogue
from tidu.rules.standards import ready
from tools.bench import numpy_points
from tools.bench_data import rows_for_score, write_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tidu.rules.schema import Standard

Scored = TypeVar("Scored")
Times = tuple[float, float]
EDITION = "specialised@2022-08-01"
_TIMES = 3


def cells() -> tuple[str, ...]:
    """The cells that the standard reads."""
    return tuple(ready(_standard()).cells)


def codes() -> list[str]:
    """The 13 indicators, in the standard's order."""
    return [each.indicator.code for each in ready(_standard()).indicators]


def ours(facts: Path) -> tuple[Times, Callable[[], NDArray[np.int16]]]:
    """Score with the platform's engine: indicators, and conditions, routes and verdict besides."""
    table = pl.read_parquet(facts)
    times, scored = _timed(lambda: batch.score_exactly(_standard(), table))
    return times, lambda: scored.select(pl.col(codes()).fill_null(numpy_points.UNKNOWN)).to_numpy().astype(np.int16)


def plain(facts: Path) -> tuple[Times, Callable[[], NDArray[np.int16]]]:
    """Score with plain numpy: the 13 indicators alone."""
    columns = numpy_points.columns_of(pl.read_parquet(facts))
    times, scored = _timed(lambda: numpy_points.points(columns))
    return times, lambda: np.column_stack(
        [np.nan_to_num(scored[code], nan=numpy_points.UNKNOWN).astype(np.int16) for code in codes()]
    )


def _timed(score: Callable[[], Scored]) -> tuple[Times, Scored]:
    """The middle one of a few runs, by the clock and in processor time of all threads."""
    times = []
    scored = None
    for _ in range(_TIMES):
        scored = None  # so that no two results are held at once
        started, cpu = perf_counter(), process_time()
        scored = score()
        times.append((perf_counter() - started, process_time() - cpu))
    assert scored is not None
    return sorted(times)[_TIMES // 2], scored


def _standard() -> Standard:
    standard = catalogue.edition(EDITION).standard
    assert standard is not None
    return standard


def draw(rows: int, folder: Path) -> None:
    """Draw the enterprises, and write them as columns and as people exchange them."""
    table = rows_for_score(rows)
    table.select(cells()).write_parquet(folder / "facts.parquet", row_group_size=100_000)
    write_csv(table, folder / "facts.csv")


def score(who: str, folder: Path) -> None:
    """Score, print what it took, write the points."""
    (seconds, cpu), comparable = {"ours": ours, "numpy": plain}[who](folder / "facts.parquet")
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": _peak_mb()}))
    np.save(folder / f"{who}.npy", comparable())


def _peak_mb() -> float:
    """Peak memory of this process; the usual question, getrusage, would also count what its parent had."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) / 1024


if __name__ == "__main__":
    what, folder = sys.argv[1], Path(sys.argv[2])
    draw(int(sys.argv[3]), folder) if what == "draw" else score(what, folder)
