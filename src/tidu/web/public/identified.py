"""A legal person whom an identity service has vouched for and who has no account yet: the form begins with them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tidu.kit import clock

if TYPE_CHECKING:
    from django.http import HttpRequest

_KEY = "identified"
_LASTS = timedelta(hours=1)


def remember(request: HttpRequest, *, credit_code: str, name: str, service: str) -> None:
    """Keep who it is for the form of registering."""
    at = clock.now().timestamp()
    request.session[_KEY] = {"credit_code": credit_code, "name": name, "service": service, "at": at}


def identified(request: HttpRequest) -> dict[str, str]:
    """The credit code, the name and the service that told them; nothing where nobody was vouched for of late."""
    kept = request.session.get(_KEY)
    if kept is None or clock.now().timestamp() - kept["at"] > _LASTS.total_seconds():
        return {}
    return {name: kept[name] for name in ("credit_code", "name", "service")}
