"""What of an enterprise's people is kept long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.domain.enterprises.models import ColleagueInvitation
from tidu.kit.due import Due

if TYPE_CHECKING:
    from datetime import datetime


def invitations_before(before: datetime) -> Due:
    """Invitations of colleagues that nobody used and that ran out before then."""
    rows = ColleagueInvitation.objects.filter(until__lt=before)
    return Due(rows.count, lambda: rows.delete()[0])
