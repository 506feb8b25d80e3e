"""The one function that changes where a declaration stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidu.domain.declarations.errors import DeclarationRefusal
from tidu.domain.declarations.models import Declaration
from tidu.domain.regions.queries import office_for
from tidu.domain.windows.models import ReviewDeadline
from tidu.kit import clock
from tidu.rules.workflow import Position, Status

if TYPE_CHECKING:
    from datetime import datetime

    from tidu.domain.regions.models import Office
    from tidu.rules.schema import Edition


@dataclass(frozen=True)
class Destination:
    """Where a declaration goes: its position there, the office that will hold it, until when."""

    position: Position
    held_by: Office | None
    due_at: datetime | None


def destination(
    declaration: Declaration, edition: Edition, to: Position, *, due_at: datetime | None = None
) -> Destination:
    """Find the office of a position and that level's deadline; ``due_at`` is the date of a return. Two queries."""
    if to.status is not Status.UNDER_REVIEW:
        return Destination(to, None, due_at)
    level = edition.step(to.step).level
    deadlines = ReviewDeadline.objects.filter(window_id=declaration.window_id, level=level)
    return Destination(
        to,
        office_for(declaration.province_code, declaration.city_code, declaration.county_code, level),
        # a level without a date of its own has the window's, and is never forgotten
        deadlines.values_list("due_at", flat=True).first() or declaration.window.closes_at,
    )


def move(declaration: Declaration, to: Destination, **columns: Any) -> None:
    """Move on with one conditional update: whoever comes second, or comes twice, is refused.

    Needs a transaction around it.
    """
    columns |= {
        "status": to.position.status,
        "step": to.position.step,
        "held_by": to.held_by,
        "due_at": to.due_at,
        "moved_at": clock.now(),
    }
    moved = Declaration.objects.filter(
        pk=declaration.pk, status=declaration.status, step=declaration.step, moved_at=declaration.moved_at
    ).update(**columns)
    if moved != 1:
        raise DeclarationRefusal(
            "没有办成：这件申报刚刚被处理过。", "可能是同事先办了，或者点了两次。", "请刷新后看现在的状态。"
        )
    for column, value in columns.items():
        setattr(declaration, column, value)
