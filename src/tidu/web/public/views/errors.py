"""The last page: something of ours broke. It carries a number under which the log has the whole story."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from django.http import HttpResponseServerError
from django.template import loader

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_log = logging.getLogger("tidu.web")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without asking anything: whatever broke may still be broken."""
    incident = secrets.token_hex(4).upper()
    _log.error("incident %s at %s", incident, request.path, exc_info=True)
    return HttpResponseServerError(loader.get_template("500.html").render({"incident": incident}))
