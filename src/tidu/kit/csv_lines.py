"""Tables on their way out, line by line. A cell that office software would calculate is made text."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: What a formula begins with, also behind spaces that a program takes away.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\ufeff"  # so that office software reads the file as UTF-8


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The table as lines of CSV, made as they are asked for."""
    writer = csv.writer(_Line())
    yield _MARK + str(writer.writerow(head))
    for row in rows:
        yield str(writer.writerow([_harmless(str(cell)) for cell in row]))


class _Line:
    """Gives a line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
