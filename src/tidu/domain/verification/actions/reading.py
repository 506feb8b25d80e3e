"""Reading a licence: filled in by the reader of pictures where one is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.domain.verification.models import Licence

if TYPE_CHECKING:
    import uuid


def read(licence_id: uuid.UUID) -> None:
    """Note that nothing was read."""
    Licence.objects.filter(pk=licence_id, state=Licence.State.WAITING).update(state=Licence.State.UNREAD)
