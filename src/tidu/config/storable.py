"""At the door: what no database keeps, as text or as a number, never gets as far as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest
from django.http import Http404

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, QueryDict

_NUL = "\x00"
_LARGEST = 2**63 - 1  # of any number of ours; nothing has a larger one


class StorableMiddleware:
    """Leaves the character NUL out of what was typed, as saving a field does; an address or a cookie has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(_NUL in value for value in request.COOKIES.values()):
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if _NUL not in value}
        request.GET = _without_nul(request.GET)  # type: ignore[assignment]  # as immutable as the one before
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, named: dict[str, Any]) -> None:
        """Once it is known which view is asked: the address, and the fields of a form."""
        if _NUL in request.path_info:
            raise BadRequest("no address of ours has a NUL")
        if any(isinstance(value, int) and value > _LARGEST for value in named.values()):
            raise Http404
        if request.method == "POST":
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]


def _without_nul(typed: QueryDict) -> QueryDict:
    """The same fields; nothing is copied where nothing is left out."""
    if not any(_NUL in text for name, values in typed.lists() for text in (name, *values)):
        return typed
    kept = typed.copy()
    kept.clear()
    for name, values in typed.lists():
        kept.setlist(name.replace(_NUL, ""), [value.replace(_NUL, "") for value in values])
    kept._mutable = False  # noqa: SLF001  # type: ignore[attr-defined]  # the way Django's own copies are closed
    return kept
