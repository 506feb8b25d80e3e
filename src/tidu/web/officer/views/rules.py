"""标准与规则: every edition as its official table, and what differs between two."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.programme_sheets import differences, doubt, sheet
from tidu.web.requests import ActorRequest, officer_only

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidu.rules.programme_sheets import Entry
    from tidu.rules.schema import Edition


@require_GET
@officer_only
def rules(request: ActorRequest) -> HttpResponse:
    """List the editions, and compare two where two are asked for. At most four queries."""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    context = {"editions": catalogue.editions(), "before": before, "after": after, "today": clock.today()}
    if before and after:
        found = differences(_edition(before), _edition(after))
        context["differences"] = [
            (part, [(each, _mark(each.after or each.before)) for each in several])
            for part, several in groupby(found, key=lambda each: each.part)
        ]
        context["count"] = len(found)
    return render(request, "officer/rules.html", context)


@require_GET
@officer_only
def rule(request: ActorRequest, edition_id: str) -> HttpResponse:
    """Show one edition as the official table. At most four queries."""
    edition = _edition(edition_id)
    parts = [
        (part, [(entry, _mark(entry)) for entry in entries])
        for part, entries in groupby(sheet(edition), key=lambda each: each.part)
    ]
    digest = catalogue.digest(edition)
    return render(request, "officer/rule.html", {"edition": edition, "parts": parts, "digest": digest})


def _edition(edition_id: str) -> Edition:
    try:
        return catalogue.edition(edition_id)
    except catalogue.UnknownEdition as unknown:
        raise Http404(edition_id) from unknown


def _mark(entry: Entry | None) -> str:
    """The word for a figure that is not confirmed; nothing for one that is."""
    return "" if entry is None else doubt(entry.basis)
