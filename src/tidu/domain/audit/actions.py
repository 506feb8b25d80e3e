"""Writing the log. Called inside the transaction of what it records, so that neither stands without the other."""

from __future__ import annotations

from typing import Any, Protocol

from tidu.domain.audit.models import Event
from tidu.kit import clock


class Doer(Protocol):
    """Whoever acts: an actor of `accounts.access`."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def post_name(self) -> str: ...


def record(doer: Doer | None, act: str, thing: str, thing_id: object, **data: Any) -> None:
    """Append one event. ``data`` must be plain JSON without personal data."""
    Event.objects.create(
        at=clock.now(),
        actor_id=doer.user_id if doer else None,
        actor_name=doer.name if doer else "",
        post=doer.post_name if doer else "",
        act=act,
        thing=thing,
        thing_id=str(thing_id),
        data=data,
    )
