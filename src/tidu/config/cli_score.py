"""`tidu score` and `tidu size`: one edition, or the size rules, over a table of enterprises. No database is needed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidu.rules.tables import BadCell

REFUSED = 2


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    score = commands.add_parser("score", help="按一版标准计算一张企业表", description=__doc__)
    score.add_argument("edition", help="如 specialised@2022-08-01，省级变体加区划：specialised@2022-08-01+32")
    size = commands.add_parser("size", help="按划型标准判定一张企业表", description=__doc__)
    for parser in (score, size):
        parser.add_argument("--facts", required=True, type=Path, metavar="FILE.csv", help="UTF-8 CSV，首行为指标名称")
        parser.add_argument("--out", type=Path, metavar="FILE.csv", help="结果文件；不给则写到标准输出")
    score.set_defaults(run=run_score)
    size.set_defaults(run=run_size)


def run_score(options: argparse.Namespace) -> int:
    """Score every row; 2 and nothing written where the file or a cell is refused."""
    from tidu.rules import catalogue  # noqa: PLC0415 - the other commands start faster without it

    try:
        edition = catalogue.edition(options.edition)
    except catalogue.UnknownEdition as unknown:
        return _refused(str(unknown))

    from tidu.config.cli_tables import TableRefusal, read_table, write_table  # noqa: PLC0415 - polars is slow to load
    from tidu.rules import tables  # noqa: PLC0415 - polars is slow to load
    from tidu.rules.facts import fact_cells  # noqa: PLC0415 - polars is slow to load

    assert edition.standard is not None
    try:
        table = read_table(options.facts, fact_cells())
        if bad := tables.bad_cells(table.text):
            return _report(bad, table.rows)
        write_table(tables.scored(edition.standard, table.text, besides=["credit_code"]), options.out)
    except TableRefusal as refusal:
        return _refused(str(refusal))
    return 0


def run_size(options: argparse.Namespace) -> int:
    """Tell the size class of every row; 2 and nothing written where the file or a cell is refused."""
    import polars as pl  # noqa: PLC0415 - slow to load

    from tidu.config.cli_tables import TableRefusal, read_table, write_table  # noqa: PLC0415 - polars is slow to load
    from tidu.rules import tables  # noqa: PLC0415 - polars is slow to load

    try:
        table = read_table(options.facts, ("credit_code", "industry", "employees", "revenue", "assets"))
        if bad := tables.bad_cells(table.text):
            return _report(bad, table.rows)
        write_table(pl.DataFrame([table.text["credit_code"], tables.sized(table.text)]), options.out)
    except TableRefusal as refusal:
        return _refused(str(refusal))
    return 0


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED


def _report(bad: Sequence[BadCell], rows: Sequence[int]) -> int:
    """Name every refused cell, by the row number of the file, the header being row 1."""
    for each in bad:
        value = each.value.translate({ord("\n"): "\\n", ord("\r"): "\\r"})
        print(f"{rows[each.row]}, {each.column}, {value}, {each.what}", file=sys.stderr)
    print(f"共 {len(bad)} 个单元格有误（行号、列名、原值、原因如上），没有写出结果。", file=sys.stderr)
    return REFUSED
