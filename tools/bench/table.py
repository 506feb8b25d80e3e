"""The one table that is printed: plain text, a block for each database and one for the scoring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tools.bench import pages, targets
from tools.bench.figures import Timing, growth
from tools.bench.filing import Storm
from tools.bench.scoring import Run, Scoring
from tools.bench.targets import Target

_NAME, _FIGURE = 20, 8


@dataclass(frozen=True)
class Column:
    """Everything measured on one database."""

    database: str
    few: int
    many: int
    at_few: Mapping[str, Timing]
    at_many: Mapping[str, Timing]
    submits: Storm
    filings: Storm


def lines_of(column: Column) -> Iterator[str]:
    """The block of one database."""
    yield column.database
    heads = [f"at {column.few:,} declarations", f"at {column.many:,} declarations", "grew"]
    widths = [3 * _FIGURE, 3 * _FIGURE, 2 * _FIGURE]
    yield " " * _NAME + "".join(head.rjust(width) for head, width in zip(heads, widths, strict=True))
    yield "(ms)".ljust(_NAME) + "".join(
        word.rjust(_FIGURE) for word in ["p50", "p95", "CPU", "p50", "p95", "CPU", "p50", "CPU"]
    )
    for name, many in column.at_many.items():
        yield from _page(column, name, column.at_few[name], many)
    yield from _storms(column)


def _page(column: Column, name: str, few: Timing, many: Timing) -> Iterator[str]:
    cells = [_ms(each) for timing in (few, many) for each in (timing.p50, timing.p95, timing.cpu)]
    grown = [_times(growth(few, many)), _times(many.cpu / few.cpu if few.cpu and many.cpu else None)]
    grew = replace(targets.GROWTH, key=f"growth/{name.strip()}")
    verdicts = [grew.verdict(growth(few, many), _times(growth(few, many)), column.database)]
    for target, figure in _bounds(name, many):
        verdicts.append(target.verdict(figure, f"{_ms(figure)} ms", column.database))
    yield _wide(name) + "".join(cell.rjust(_FIGURE) for cell in [*cells, *grown]) + many.note
    yield from (f"{'':4}{verdict}" for verdict in verdicts)


def _bounds(name: str, timing: Timing) -> Iterator[tuple[Target, float]]:
    cpu = timing.cpu or 0.0
    match name:
        case pages.HOME:
            yield targets.HOME_CPU, cpu
        case pages.QUEUE:
            yield targets.QUEUE_P95, timing.p95
            yield targets.QUEUE_CPU, cpu
        case pages.SAVE:
            yield targets.SAVE_P95, timing.p95
        case pages.PAPER:
            yield targets.PAPER_P95, timing.p95


def _storms(column: Column) -> Iterator[str]:
    storm = column.submits
    yield f"submit requests, 16 clients: {len(storm.acknowledged)} in {storm.elapsed:.1f} s, {_requests(storm)}"
    rate = f"{storm.a_second:.1f} a second"
    yield f"{'':4}{targets.SUBMITS.verdict(storm.a_second, rate, column.database)}"
    yield f"{'':4}{targets.SUBMITS_P95.verdict(storm.timing.p95, f'{storm.timing.p95:.2f} s', column.database)}"
    yield from _counted(column.database, storm)
    storm = column.filings
    each = len(storm.seconds) / max(1, len(storm.acknowledged))
    yield (
        f"whole submissions, 16 clients: {len(storm.acknowledged)} in {storm.elapsed:.1f} s, "
        f"{storm.a_second:.2f} a second, {each:.0f} requests each, {_requests(storm)}"
    )
    yield from _counted(column.database, storm)


def _requests(storm: Storm) -> str:
    timing = storm.timing
    return f"a request p50 {_ms(timing.p50)} ms, p95 {_ms(timing.p95)} ms, CPU {_ms(timing.cpu)} ms"


def _counted(database: str, storm: Storm) -> Iterator[str]:
    found = storm.counted
    amiss = sum(found[what] for what in ("lost", "doubled", "not_moved", "altered"))
    told = f"{found['lost']} lost, {found['doubled']} doubled, {found['altered']} altered"
    yield f"{'':4}{targets.NONE_LOST.verdict(amiss, told, database)}"
    if storm.wrong:
        yield f"{'':4}{len(storm.wrong)} requests went wrong, the first: {storm.wrong[0]}"


def lines_of_scoring(scored: Scoring) -> Iterator[str]:
    """The block of the scoring."""
    ours, plain = scored.ours, scored.plain
    yield f"Scoring {scored.rows:,} enterprises, specialised@2022-08-01, 13 indicators"
    yield " " * _NAME + "".join(word.rjust(10) for word in ("seconds", "CPU s", "peak MB"))
    yield from (
        _run(name, run) for name, run in (("tidu", ours), ("plain numpy", plain), ("tidu score, CSV", scored.csv))
    )
    ratio = ours.seconds / plain.seconds
    verdicts = [
        targets.MILLION_TIME.verdict(ratio, f"{ratio:.2f}x"),
        targets.MILLION_MEMORY.verdict(ours.peak_mb, f"{ours.peak_mb:.0f} MB"),
        targets.MILLION_EQUAL.verdict(scored.different_cells, f"{scored.different_cells} different"),
        targets.ONE.verdict(scored.one.p50, f"p50 {_ms(scored.one.p50)} ms, p95 {_ms(scored.one.p95)} ms"),
        targets.CSV_TIME.verdict(scored.csv.seconds, f"{scored.csv.seconds:.1f} s"),
        targets.CSV_MEMORY.verdict(scored.csv.peak_mb, f"{scored.csv.peak_mb / 1024:.2f} GB"),
    ]
    yield from (f"{'':4}{verdict}" for verdict in verdicts)


def _run(name: str, run: Run) -> str:
    return name.ljust(_NAME) + f"{run.seconds:10.2f}{run.cpu:10.2f}{run.peak_mb:10.0f}"


def _ms(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.1f}"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}x"


def _wide(name: str) -> str:
    """Padded for a terminal, where a Chinese character is two columns wide."""
    return name + " " * (_NAME - len(name) - sum(ord(char) > 0x2E80 for char in name))
