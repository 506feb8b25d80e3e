"""Whether the applicant may type now, and why not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tidu.domain.declarations.errors import NotOpen
from tidu.kit import clock
from tidu.rules.workflow import EDITABLE, Status

if TYPE_CHECKING:
    from datetime import datetime

    from tidu.domain.declarations.models import Declaration

#: Changes that were under way at the deadline still count when they arrive within this time.
GRACE = timedelta(seconds=30)


def closes_at(declaration: Declaration) -> datetime:
    """Until when the applicant may change and submit it: a return's own date, else the window's end."""
    if declaration.status == Status.RETURNED and declaration.due_at is not None:
        return declaration.due_at
    return declaration.window.closes_at


def is_open(declaration: Declaration) -> bool:
    """Whether the applicant may still type."""
    return declaration.status in EDITABLE and clock.now() <= closes_at(declaration) + GRACE


def require_open(declaration: Declaration, cell: str = "") -> None:
    """Raise NotOpen with the reason unless the applicant may change it, or that cell of it, now."""
    if declaration.status not in EDITABLE:
        raise NotOpen(
            "现在不能改：申报书已经提交。", "审核中的内容要与审核部门看到的一致。", "需要修改时请审核部门退回。"
        )
    if clock.now() > closes_at(declaration) + GRACE:
        raise NotOpen(
            f"已于 {closes_at(declaration).astimezone(clock.CHINA):%-m月%-d日 %H:%M} 截止。",
            "截止后不再接收修改，此前保存的内容都在。",
            "下一次申报开放时可以接着用。",
        )
    if cell and not is_cell_open(declaration, cell):
        raise NotOpen(
            "这一格没有被要求修改。", "退回时只开放了要改的内容，其余锁定。", "如果确实有误，请与退回的部门联系。"
        )


def is_cell_open(declaration: Declaration, cell: str) -> bool:
    """Whether a return, if there was one, reopened the cell; `revenue` reopens all its years."""
    if declaration.status != Status.RETURNED or not declaration.open_cells:
        return True
    return cell in declaration.open_cells or cell.partition("[")[0] in declaration.open_cells
