"""The table as data: a row for each address, the thing that stands in it and the method; a column for each asker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.web.access.actors import COLUMNS

TABLE = Path(__file__).with_name("table.txt")


@dataclass(frozen=True)
class Row:
    """What is expected at one address: by column `200`, `302`, `in` (sent to sign in) and so on, `*` where written."""

    method: str
    url: str
    of: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.url}" + ("" if self.of == "-" else f" {self.of}")


def rows() -> list[Row]:
    """Every row of the table."""
    return list(_rows())


def _rows() -> Iterator[Row]:
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        method, url, of, *cells = words
        if method == "METHOD":
            assert tuple(cells) == COLUMNS, f"line {number}: the columns are not the askers"
            continue
        assert len(cells) == len(COLUMNS), f"line {number}: {len(cells)} cells for {len(COLUMNS)} askers"
        yield Row(method, url, of, dict(zip(COLUMNS, cells, strict=True)))
