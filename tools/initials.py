"""`python -m tools.initials`: write the pinyin initials of every name into the reference tables that people search.

Reckoning them takes seconds and a dictionary, which no request should wait for. Run it after a table is replaced; rows
without initials are still found by code and by name.
"""

from __future__ import annotations

import sys

from tools import house

REFERENCE = house.ROOT / "src" / "tidu" / "reference"
TABLES = ("regions.tsv", "gbt4754.tsv")
COLUMN = "initials"


def main() -> int:
    """Fill the column of both tables, and add it where it is missing."""
    for name in TABLES:
        path = REFERENCE / name
        path.write_text(with_initials(path.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"{path.relative_to(house.ROOT)}: {COLUMN} written")
    return 0


def with_initials(table: str) -> str:
    """The same table with the initials of the column `name` in its last column."""
    head, *lines = table.splitlines()
    columns = head.split("\t")
    if COLUMN not in columns:
        columns.append(COLUMN)
    place = columns.index("name")
    written = ["\t".join(columns)]
    for line in lines:
        cells = line.split("\t")[: len(columns) - 1]
        cells += [""] * (len(columns) - 1 - len(cells))
        written.append("\t".join([*cells, initials(cells[place])]))
    return "\n".join(written) + "\n"


def initials(name: str) -> str:
    """重庆市 → cqs: a character that is read in two ways takes the one it has in this word."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary takes long to load

    plain = "".join(char for char in name if char.isalnum())
    return "".join(each[:1] for each in lazy_pinyin(plain, style=Style.FIRST_LETTER)).lower()


if __name__ == "__main__":
    sys.exit(main())
