"""Taking in what offices bring: rows of a table, after they were shown and confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidu.domain.accounts.access import Act, Actor, require, visible
from tidu.domain.audit.actions import record
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.exchange.errors import SheetRefusal
from tidu.domain.regions.models import Office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidu.domain.exchange.tables import R, Table


@transaction.atomic
def accept(actor: Actor, table: Table[R], rows: Sequence[R]) -> int:
    """Write the rows that were checked, all of them or none; a second time changes nothing. Returns how many.

    An enterprise that left the region since the check makes the whole refused.
    """
    require(actor, Act.IMPORT, level=table.level)
    office = Office.objects.get(pk=actor.office_id)
    enterprises = {
        each.credit_code: each
        for each in visible(
            Enterprise.objects.filter(credit_code__in=[row.credit_code for row in rows]), actor, owner="id"
        )
    }
    gone = [row.enterprise_name for row in rows if row.credit_code not in enterprises]
    if gone or not rows:
        raise SheetRefusal(
            "没有导入：名单和核对时不一样了。" if gone else "没有可以导入的行。",
            f"{'、'.join(gone[:3])}已不在本地区。" if gone else "",
            "请重新选择文件核对。",
        )
    for row in rows:
        table.note(enterprises[row.credit_code], row, office)
    record(actor, table.act, "office", office.pk, count=len(rows))
    return len(rows)
