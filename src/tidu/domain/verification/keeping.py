"""What of manual checks is kept long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.domain.verification.models import ManualCheck
from tidu.kit.due import Due

if TYPE_CHECKING:
    from datetime import datetime


def phones_of_checks_before(before: datetime) -> Due:
    """The phones to which decisions were sent, of checks that were decided before then."""
    rows = ManualCheck.objects.filter(decided_at__lt=before).exclude(phone="")
    return Due(rows.count, lambda: rows.update(phone=""))


def forget_person(user_id: int) -> None:
    """Wipe the phones of a person's own checks; that they were decided, and why, stays."""
    ManualCheck.objects.filter(user_id=user_id).exclude(phone="").update(phone="")


def has_open_checks(user_id: int) -> bool:
    """Whether something that the person asked for is still to be decided."""
    return ManualCheck.objects.filter(user_id=user_id, state=ManualCheck.State.WAITING).exists()
