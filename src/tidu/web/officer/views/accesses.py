"""操作记录: what officers did from their posts. A lead sees the office and those below, others themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tidu.domain.accounts.access import Act, can
from tidu.domain.accounts.oversight import accesses as accesses_of
from tidu.domain.accounts.oversight import officer_acts
from tidu.web.requests import ActorRequest, officer_only
from tidu.web.ui.log import asked_for, lines_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidu.domain.audit.models import Event


@officer_only
@require_safe
def accesses(request: ActorRequest) -> HttpResponse:
    """List them, newest first, by person, act and days. At most five queries."""
    asked = asked_for(request.GET)
    page = accesses_of(request.actor, asked, cursor=request.GET.get("cursor", ""))
    context = {
        "asked": asked,
        "acts": officer_acts(),
        "page": page,
        "lines": lines_of(page.rows, _address),
        "oversees": can(request.actor, Act.APPOINT),
    }
    return render(request, "officer/accesses.html", context)


def _address(event: Event) -> str:
    return reverse("officer:review", args=[event.thing_id]) if event.thing == "declaration" else ""
