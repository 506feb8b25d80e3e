"""Files on their way out. They came from strangers: they run nothing, load nothing, and only our pages frame them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponse

from tidu.domain.files.kinds import SHOWN_INLINE
from tidu.domain.files.queries import open_file

if TYPE_CHECKING:
    from tidu.domain.files.models import StoredFile

_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox"
#: Viewers refuse to work in a sandbox.
_POLICY_OF_PDF = "default-src 'none'; object-src 'self'; base-uri 'none'; frame-ancestors 'self'"


def sent(stored: StoredFile, *, download: bool = False) -> HttpResponse:
    """Stream a stored file; what a browser shows safely opens in it, everything else is only ever downloaded."""
    in_place = stored.content_type in SHOWN_INLINE and not download
    response = FileResponse(
        open_file(stored),
        as_attachment=not in_place,
        filename=stored.name,
        content_type=stored.content_type if in_place else "application/octet-stream",
    )
    response["Content-Length"] = str(stored.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY_OF_PDF if stored.content_type == "application/pdf" else _POLICY
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]  # the guards ask for a response, streamed or not
