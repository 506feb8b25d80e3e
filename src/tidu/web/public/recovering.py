"""Between showing who one is and what one came for: the session remembers whom, for what, for a quarter of an hour."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tidu.domain.accounts.people import active
from tidu.kit import clock

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tidu.domain.accounts.models import User

_KEY, _DONE = "recovering", "recovered"
_SECONDS = 15 * 60


class For(StrEnum):
    """What somebody has shown who they are for."""

    PASSWORD = "password"
    PHONE = "phone"


def remember(request: HttpRequest, user: User, what: For) -> None:
    """Somebody has shown that they are ``user``. The session gets a new key: it may do more now."""
    request.session.cycle_key()
    request.session[_KEY] = {"user": user.pk, "for": what, "at": clock.now().timestamp()}


def remembered(request: HttpRequest, what: For) -> User | None:
    """Who has shown who they are for that, or None where nobody has, or too long ago. One query."""
    kept: dict[str, Any] | None = request.session.get(_KEY)
    if kept is None or kept["for"] != what or not 0 <= clock.now().timestamp() - kept["at"] <= _SECONDS:
        return None
    return active(kept["user"])


def finish(request: HttpRequest, title: str, *told: str) -> None:
    """What they came for is done; the next page says so, once and to this browser."""
    request.session.pop(_KEY, None)
    request.session[_DONE] = {"title": title, "told": list(told)}


def done(request: HttpRequest) -> dict[str, Any] | None:
    """What was done last."""
    kept: dict[str, Any] | None = request.session.get(_DONE)
    return kept
