from __future__ import annotations

from tidu.domain.audit.models import Event


def events_of(thing: str, thing_id: object, *, limit: int = 200) -> list[Event]:
    """The latest events of one thing, newest first."""
    return list(Event.objects.filter(thing=thing, thing_id=str(thing_id)).order_by("-id")[:limit])
