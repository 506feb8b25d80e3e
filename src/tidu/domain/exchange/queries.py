from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any

from tidu.domain.accounts.access import Act, Actor, require, visible
from tidu.domain.enterprises.models import DigitalResult, Enterprise, OfficeFigure
from tidu.domain.exchange.errors import SheetRefusal
from tidu.domain.exchange.sheets import SheetRow, read_sheet
from tidu.domain.exchange.tables import CODE, CellFault, Check, R, Table, read_known_code
from tidu.kit.paging import Page, page_of
from tidu.rules import codes
from tidu.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

_LATEST = ("-imported_at", "-id")


def check_table(actor: Actor, table: Table[R], content: bytes) -> Check[R]:
    """Read a table of one kind; writes nothing. One query.

    An enterprise outside the actor's region is none for them. Raises SheetRefusal where it is no such table.
    """
    require(actor, Act.IMPORT, level=table.level)
    found = read_sheet(content, table.columns)
    if not found:
        raise SheetRefusal("表里只有表头，没有数据。", mend="请核对是不是选错了文件。", field="file")
    names = names_by_code(actor, (row.cells[CODE] for row in found))
    check = Check[R]()
    seen: dict[tuple[object, ...], int] = {}
    for row in found:
        _check_row(table, row, names, seen, check)
    return check


def names_by_code(actor: Actor, typed_codes: Iterable[str]) -> dict[str, str]:
    """The names of the enterprises that exist for the actor among some credit codes. One query."""
    wanted = {code for typed in typed_codes if isinstance(code := codes.credit_code(typed), str)}
    rows = visible(Enterprise.objects.filter(credit_code__in=wanted), actor, owner="id")
    return dict(rows.values_list("credit_code", "name"))


def example_of(table: Table[Any]) -> bytes:
    """A table as it should look, which no check would take: its codes are nobody's."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(table.column(key) for key in table.columns)
    rows.writerows(table.examples)
    return text.getvalue().encode("utf-8-sig")


def recent_digital_results(actor: Actor, *, cursor: str = "", size: int = 50) -> Page[DigitalResult]:
    """The results brought in for enterprises of the actor's region, the latest import first. One query."""
    return page_of(_brought(DigitalResult.objects.all(), actor), by=_LATEST, cursor=cursor, size=size)


def recent_office_figures(actor: Actor, *, cursor: str = "", size: int = 50) -> Page[OfficeFigure]:
    """The scores brought in for enterprises of the actor's region, the latest import first. One query."""
    return page_of(_brought(OfficeFigure.objects.all(), actor), by=_LATEST, cursor=cursor, size=size)


def _brought(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    enterprises = visible(Enterprise.objects.all(), actor, owner="id").values("pk")
    return rows.filter(enterprise_id__in=enterprises).select_related("enterprise", "office")


def _check_row(
    table: Table[R], row: SheetRow, names: dict[str, str], seen: dict[tuple[object, ...], int], check: Check[R]
) -> None:
    read = {CODE: read_known_code(row.cells[CODE], names), **table.read(row.cells)}
    faults = [
        CellFault(row.number, table.column(key), row.cells[key], value)
        for key, value in read.items()
        if isinstance(value, Problem)
    ]
    check.faults.extend(faults)
    if faults:
        return
    taken = table.row(row.number, read[CODE], names[read[CODE]], read)
    if (earlier := seen.setdefault(taken.about, row.number)) != row.number:
        check.faults.append(CellFault(row.number, table.column(CODE), taken.credit_code, table.twice(earlier)))
        return
    check.rows.append(taken)
