"""Reading a CSV file as text, and writing one so that it is there whole or not at all."""

from __future__ import annotations

import codecs
import csv
import io
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

_CHUNK = 1 << 24
_ROWS_AT_ONCE = 10_000
_SPLITS_NOTHING = b"\x1f"
_MARK = "\x00"
_QUOTED = r'"(?:[^"]|"")*"'
#: What is left of a line that does not divide into plain cells and wholly quoted ones.
_IRREGULAR = '"|[^,]\x00|\x00[^,]'
_ENCODING_ADVICE = "请在表格软件中另存为“CSV UTF-8”后再试"


class TableRefusal(Exception):
    """The file cannot be read as a table; its text is one sentence."""


@dataclass(frozen=True)
class TextTable:
    """The wanted columns of a file: every cell as text, an empty one as null; ``rows`` are the file's row numbers."""

    text: pl.DataFrame
    rows: Sequence[int]


def read_table(path: Path, wanted: Collection[str]) -> TextTable:
    """Read the wanted columns of a CSV file; raises TableRefusal. `credit_code` is always there, if need be empty."""
    data = _content(path)
    _refuse_other_encodings(data)
    header = next(_records(data), [])
    if not header:
        raise TableRefusal("文件的第 1 行是空的，表头应写在第 1 行。")
    for name in wanted:
        if header.count(name) > 1:
            raise TableRefusal(f"列 {name} 在表头里出现了 {header.count(name)} 次，只能有一列。")
    places = {name: place for place, name in enumerate(header) if name in wanted}
    lines = _lines(data)
    table = _by_record(data, header, places) if lines is None else _by_line(data, lines, header, places)
    if "credit_code" not in table.text.columns:
        nothing = pl.Series("credit_code", [None] * len(table.rows), dtype=pl.String)
        return TextTable(table.text.with_columns(nothing) if places else nothing.to_frame(), table.rows)
    return table


def write_table(table: pl.DataFrame, out: Path | None) -> None:
    """Write to standard output, or to a file that appears when it is complete."""
    if out is None:
        content = io.BytesIO()  # Python tells a closed pipe from other errors, polars does not
        table.write_csv(content)
        sys.stdout.buffer.write(content.getbuffer())
        sys.stdout.flush()
        return
    if out.exists() and not out.is_file():
        with out.open("wb") as target:
            table.write_csv(target)
        return
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with unfinished.open("xb") as target:
            table.write_csv(target)
        unfinished.replace(out)
    except OSError as wrong:
        raise TableRefusal(f"结果写不进 {out}：{wrong.strerror}。") from wrong
    finally:
        unfinished.unlink(missing_ok=True)


def _content(path: Path) -> bytes:
    try:
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as wrong:
        raise TableRefusal(f"读不到文件 {path}：{wrong.strerror}。") from wrong
    if not data.strip():
        raise TableRefusal(f"文件 {path} 是空的，第 1 行应为表头。")
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def _refuse_other_encodings(data: bytes) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as wrong:
        raise TableRefusal(f"文件不是 UTF-8 编码，{_ENCODING_ADVICE}。") from wrong


def _records(data: bytes) -> Iterator[list[str]]:
    csv.field_size_limit(sys.maxsize)
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    number = 1
    records = csv.reader(lines, strict=True)
    try:
        for number, record in enumerate(records, start=1):  # noqa: B007 - told when the next record is wrong
            yield record
    except csv.Error as wrong:
        raise TableRefusal(f"第 {number + 1} 行的引号没有成对，或引号后面还有文字，无法分列。") from wrong


def _lines(data: bytes) -> pl.Series | None:
    """The lines with every quoted cell as one mark; None where a line is no whole row, so that records must be read.

    A blank line is null. The whole file passes through polars, which is what keeps a million rows quick.
    """
    if _SPLITS_NOTHING in data or _MARK.encode() in data:
        return None
    lines = pl.read_csv(
        io.BytesIO(data),
        has_header=False,
        new_columns=["line"],
        separator=_SPLITS_NOTHING.decode(),
        quote_char=None,
        infer_schema=False,
    )["line"]
    if b'"' not in data:
        return lines
    lines = lines.str.replace_all(_QUOTED, _MARK)
    return None if lines.str.contains(_IRREGULAR).any() else lines


def _by_line(data: bytes, lines: pl.Series, header: list[str], places: dict[str, int]) -> TextTable:
    cells = lines.str.count_matches(",", literal=True) + 1
    ragged = (cells != len(header)).arg_true()
    if len(ragged):
        _refuse_ragged(ragged[0] + 1, cells[ragged[0]], len(header))
    filled = lines.is_not_null()
    rows: Sequence[int] = range(2, len(lines) + 1) if filled.all() else [row + 1 for row in filled.arg_true()][1:]
    if not rows or not places:
        return TextTable(_no_rows(places), rows)
    if len(rows) < len(lines) - 1:
        data = b"\n".join(line for line in data.splitlines() if line)
    quoted = b'"' in data
    text = pl.read_csv(
        io.BytesIO(data.partition(b"\n")[2]),
        has_header=False,
        columns=list(places.values()),
        infer_schema=False,
        quote_char='"' if quoted else None,
    )
    text.columns = list(places)
    if quoted:
        text = text.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)) for name in text.columns)
    assert text.height == len(rows)
    return TextTable(text, rows)


def _by_record(data: bytes, header: list[str], places: dict[str, int]) -> TextTable:
    """Split what has line breaks within its cells, or quotes where none belong: record by record, in pieces."""
    records = enumerate(_records(data), start=1)
    next(records)
    rows: list[int] = []
    pieces = [_no_rows(places)]
    while piece := list(islice(records, _ROWS_AT_ONCE)):
        filled = [(number, record) for number, record in piece if record]
        for number, record in filled:
            if len(record) != len(header):
                _refuse_ragged(number, len(record), len(header))
        rows += [number for number, _ in filled]
        columns = {name: [record[place] or None for _, record in filled] for name, place in places.items()}
        pieces.append(pl.DataFrame(columns, schema=dict.fromkeys(places, pl.String)))
    return TextTable(pl.concat(pieces), rows)


def _no_rows(places: dict[str, int]) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(places, pl.String))


def _refuse_ragged(row: int, cells: int, expected: int) -> None:
    raise TableRefusal(f"第 {row} 行有 {cells} 个单元格，而表头有 {expected} 列，无法对应。")
