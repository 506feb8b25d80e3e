"""The one function that changes where a declaration stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidu.domain.declarations.errors import DeclarationRefusal
from tidu.domain.declarations.models import Declaration
from tidu.domain.regions.queries import office_for
from tidu.domain.windows.models import ReviewDeadline
from tidu.kit import clock
from tidu.rules.workflow import Position, Status

if TYPE_CHECKING:
    from datetime import datetime

    from tidu.rules.schema import Edition


def move(
    declaration: Declaration, edition: Edition, to: Position, *, due_at: datetime | None = None, **columns: Any
) -> None:
    """Move on with one conditional update: whoever comes second, or comes twice, is refused.

    Sets the office that holds the file now and that level's deadline; ``due_at`` is the date of a return.
    Needs a transaction around it.
    """
    held_by = None
    if to.status is Status.UNDER_REVIEW:
        step = edition.step(to.step)
        held_by = office_for(declaration.province_code, declaration.city_code, declaration.county_code, step.level)
        due_at = (
            ReviewDeadline.objects.filter(window_id=declaration.window_id, level=step.level)
            .values_list("due_at", flat=True)
            .first()
        ) or declaration.window.closes_at  # a level without a date of its own has the window's, and is never forgotten
    columns |= {"status": to.status, "step": to.step, "held_by": held_by, "due_at": due_at, "moved_at": clock.now()}
    moved = Declaration.objects.filter(
        pk=declaration.pk, status=declaration.status, step=declaration.step, moved_at=declaration.moved_at
    ).update(**columns)
    if moved != 1:
        raise DeclarationRefusal(
            "没有办成：这件申报刚刚被处理过。", "可能是同事先办了，或者点了两次。", "请刷新后看现在的状态。"
        )
    for column, value in columns.items():
        setattr(declaration, column, value)
