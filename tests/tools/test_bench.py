"""The bench works from end to end, tells the truth about a figure, and compares like with like."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from tools import house
from tools.bench import million, pages, targets
from tools.bench.figures import Timing, growth, quantile
from tools.bench.targets import Target
from tools.bench_data import rows_for_score


def test_quantiles_are_values_that_were_measured() -> None:
    values = [float(value) for value in range(1, 21)]

    assert quantile(values, 0.5) == 10
    assert quantile(values, 0.95) == 19
    assert quantile([7.0], 0.95) == 7


def test_growth_compares_the_middle_of_both() -> None:
    assert growth(Timing([1.0, 2.0, 50.0]), Timing([3.0, 3.0, 3.0])) == 1.5


def test_a_bound_itself_is_reached() -> None:
    assert Target("save", "under 40 ms", 0.040).verdict(0.040, "40.0 ms") == "under 40 ms: 40.0 ms, reached"


def test_beyond_a_bound_the_reason_of_the_database_stands_beside_the_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(targets.REASONS, "rate", "the same for both")
    monkeypatch.setitem(targets.REASONS, "SQLite/rate", "one writer at a time")
    rate = Target("rate", "60 a second", 60, at_least=True)

    assert rate.verdict(59, "59", "SQLite") == "60 a second: 59, NOT reached - one writer at a time"
    assert rate.verdict(59, "59", "PostgreSQL") == "60 a second: 59, NOT reached - the same for both"


def test_plain_numpy_and_the_engine_give_every_cell_the_same_points(tmp_path: Path) -> None:
    rows_for_score(20_000, seed=7).select(million.cells()).write_parquet(tmp_path / "facts.parquet")

    ours = million.ours(tmp_path / "facts.parquet")[1]()
    plain = million.plain(tmp_path / "facts.parquet")[1]()

    assert ours.shape == (20_000, 13)
    assert np.array_equal(ours, plain)
    assert {-1, 0, 5, 10} <= set(np.unique(ours).tolist())


def test_a_tiny_run_prints_every_figure_and_leaves_nothing_behind() -> None:
    before = set(Path(tempfile.gettempdir()).glob("tidu-bench-*"))

    command = [sys.executable, "-m", "tools.bench", "--tiny"]
    done = subprocess.run(command, cwd=house.ROOT, capture_output=True, text=True, timeout=540, check=False)  # noqa: S603  our own

    assert done.returncode == 0, done.stdout + done.stderr
    table = done.stdout.partition("Scoring 3,000 enterprises")[2]
    for name in (pages.HOME, pages.LOOK_UP, pages.QUEUE, pages.FILTERED, pages.SAVE, pages.SUBMIT, pages.PAPER):
        assert re.search(rf"^{re.escape(name)} +[0-9.]+ +[0-9.]+ ", table, re.MULTILINE), name
    assert "0 different, reached" in table
    assert table.count("0 lost, 0 doubled, 0 altered, reached") == 2
    assert "went wrong" not in table
    assert not set(Path(tempfile.gettempdir()).glob("tidu-bench-*")) - before
