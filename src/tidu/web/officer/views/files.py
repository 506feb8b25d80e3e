"""A file of a declaration, to be read in place or downloaded. Looking at it is logged."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tidu.domain.declarations.looking import note_file
from tidu.domain.declarations.queries import evidence_file
from tidu.web.requests import ActorRequest, officer_only
from tidu.web.sending import sent


@require_GET
@officer_only
def file(request: ActorRequest, number: str, file_id: UUID) -> HttpResponse:
    """Stream the file; 404 outside the region. Four queries at most, and one event in the log."""
    stored = evidence_file(request.actor, number, file_id)
    note_file(request.actor, number, file_id)
    return sent(stored)
