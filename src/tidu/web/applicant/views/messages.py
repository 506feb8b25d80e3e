"""我的消息: what one was told, by kind, newest first; opening a message is reading it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.domain.messages.actions import mark_read
from tidu.domain.messages.queries import inbox, kinds, message_for
from tidu.web.requests import ActorRequest, applicant_only


@applicant_only
@require_safe
def messages(request: ActorRequest) -> HttpResponse:
    """List messages of one kind, or all."""
    kind = request.GET.get("kind", "")
    page = inbox(request.actor, kind=kind, cursor=request.GET.get("cursor", ""))
    return render(request, "applicant/messages.html", {"page": page, "kinds": kinds(), "kind": kind})


@applicant_only
@require_safe
def message(request: ActorRequest, message_id: int) -> HttpResponse:
    """Show one message and note that it was read."""
    found = message_for(request.actor, message_id)
    if found is None:
        raise Http404(message_id)
    if found.read_at is None:
        mark_read(request.actor, message_id)
    return render(request, "applicant/message.html", {"message": found})
