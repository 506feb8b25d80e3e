"""What a form sent after its session was over: kept sealed in the browser's new session until its owner is back.

It is not lost, it stands in no address, and it goes to nobody else: only to the account whose session it was sent in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tidu.kit import clock
from tidu.kit.sealed import CannotOpen, seal, unseal

if TYPE_CHECKING:
    from django.http import HttpRequest

CARRIED_KEY = "carried"
LASTS = timedelta(hours=1)
LONGEST = 100_000  # characters: the longest form of ours has a twentieth
_PLACE = "accounts_session.data"
_SECRET = ("password", "factor", "code", "csrf")  # typed anew, each of them


@dataclass(frozen=True)
class Carried:
    """A form on its way: where it goes, what was typed, whose it is, and whether files were left behind."""

    path: str
    fields: list[tuple[str, str]]
    user_id: int
    without_files: bool


def keep(request: HttpRequest) -> bool:
    """Keep what was posted, if it is known whose session is over; whether it was kept."""
    user_id: int | None = getattr(request.session, "was_of", None)
    if user_id is None:
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name for word in _SECRET)
        for value in values
    ]
    content = json.dumps([request.get_full_path(), fields, user_id, bool(request.FILES)])
    if len(content) > LONGEST:
        return False
    request.session[CARRIED_KEY] = {"sealed": seal(content, _PLACE), "at": clock.now().timestamp()}
    return True


def carried(request: HttpRequest) -> Carried | None:
    """What waits in this browser, or None where nothing does or it has waited too long."""
    kept = request.session.get(CARRIED_KEY)
    if kept is None or clock.now().timestamp() - kept["at"] > LASTS.total_seconds():
        return None
    try:
        path, fields, user_id, without_files = json.loads(unseal(kept["sealed"], _PLACE))
    except CannotOpen:
        return None  # its key was taken out of the ring meanwhile
    return Carried(path, [(name, value) for name, value in fields], user_id, without_files)


def let_go(request: HttpRequest) -> None:
    """Nothing waits any more."""
    request.session.pop(CARRIED_KEY, None)
