"""Writing the log. Called inside the transaction of what it records, so that neither stands without the other."""

from __future__ import annotations

from dataclasses import dataclass
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
    @property
    def role(self) -> str: ...
    @property
    def office_id(self) -> int: ...


@dataclass(frozen=True)
class Person:
    """Somebody known by their account who acts from no post and for no enterprise: signing in, recovering it."""

    user_id: int | None
    name: str
    post_name: str = ""
    role: str = ""
    office_id: int = 0


def record(doer: Doer | None, act: str, thing: str, thing_id: object, **data: Any) -> None:
    """Append one event. ``act`` has its words in `acts`; ``data`` must be plain JSON without personal data."""
    Event.objects.create(
        at=clock.now(),
        actor_id=doer.user_id if doer else None,
        actor_name=doer.name if doer else "",
        post=doer.post_name if doer else "",
        role=doer.role if doer else "",
        office_id=(doer.office_id or None) if doer else None,
        act=act,
        thing=thing,
        thing_id=str(thing_id),
        data=data,
    )
