"""The queue: what waits, the earliest deadline first, and what went on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from tidu.domain.accounts.access import Act, can
from tidu.domain.reviews.queries import VIEWS, WAITING_VIEWS
from tidu.domain.reviews.queries import queue as queue_page
from tidu.kit import clock
from tidu.web.officer.shown import queue as shown
from tidu.web.requests import ActorRequest, officer_only

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidu.domain.accounts.access import Actor


@require_GET
@officer_only
def queue(request: ActorRequest) -> HttpResponse:
    """Show one view with its filters; for htmx its rows alone. At most six queries."""
    asked = request.GET
    view = asked.get("view", "waiting")
    view = view if view in {*VIEWS, "all"} else "waiting"
    filters = {key: asked.get(key, "").strip() for key in ("programme", "county", "search")}
    programme, county, search = filters.values()
    page = queue_page(
        request.actor, view=view, programme=programme, county=county, search=search, cursor=asked.get("cursor", "")
    )
    can_pass = view in WAITING_VIEWS and can(request.actor, Act.DECIDE)
    context = {
        "view": view,
        "view_name": shown.view_name(request.actor, view),
        "filters": filters,
        "chips": _chips(request.actor, view, filters),
        "page": page,
        "rows": [shown.row_of(each, can_pass=can_pass) for each in page.rows],
        "can_pass": can_pass,
        "passed": asked.get("passed", "") if asked.get("passed", "").isdigit() else "",
        "now": clock.now(),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "officer/_queue_rows.html", context)
    counts = shown.counts_for(request.actor)
    context |= {
        "flow": shown.flow(request.actor, counts, view),
        "views": shown.views(request.actor, counts, view),
        "programmes": shown.programmes(),
        "counties": shown.counties(request.actor),
    }
    return render(request, "officer/queue.html", context)


def _chips(actor: Actor, view: str, filters: dict[str, str]) -> list[tuple[str, str]]:
    """What narrows the list, each with the address without it."""
    names = {**dict(shown.programmes()), **(dict(shown.counties(actor)) if filters["county"] else {})}
    return [
        (names.get(value, f"“{value}”"), "?" + urlencode({"view": view} | {**filters, key: ""}))
        for key, value in filters.items()
        if value
    ]
