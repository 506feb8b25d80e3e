"""备案: the province takes note of what a city announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tidu.domain.accounts.access import Act, can, require
from tidu.domain.recognitions.actions import record
from tidu.domain.recognitions.queries import to_record
from tidu.kit.refusals import Refusal
from tidu.rules import catalogue
from tidu.web.requests import ActorRequest, officer_only

if TYPE_CHECKING:
    from django.http import HttpResponse

_MOST_AT_ONCE = 200


@require_http_methods(["GET", "POST"])
@officer_only
def records(request: ActorRequest) -> HttpResponse:
    """Show what waits to be recorded; a post records the chosen ones, each for itself. At most five queries to show."""
    if request.method == "POST":
        return _record(request)
    done = request.GET.get("recorded", "")
    return render(request, "officer/records.html", _context(request) | {"recorded": done if done.isdigit() else ""})


def _record(request: ActorRequest) -> HttpResponse:
    require(request.actor, Act.RECORD)
    numbers = request.POST.getlist("numbers")[:_MOST_AT_ONCE]
    kept: list[tuple[str, Refusal]] = []
    for number in numbers:
        try:
            record(request.actor, number)
        except Refusal as refusal:
            kept.append((number, refusal))
    if kept or not numbers:
        context = {"kept": kept, "recorded": str(len(numbers) - len(kept)) if kept else "", "is_empty": not numbers}
        return render(request, "officer/records.html", _context(request) | context, status=422)
    return redirect(f"{reverse('officer:records')}?recorded={len(numbers)}")


def _context(request: ActorRequest) -> dict[str, Any]:
    page = to_record(request.actor, cursor=request.GET.get("cursor", ""))
    levels = {each.workflow.record.level for each in catalogue.editions() if each.workflow.record is not None}
    return {
        "page": page,
        "rows": [(each, catalogue.edition(each.edition_id)) for each in page.rows],
        "is_recorder": request.actor.level in levels,
        "can_record": can(request.actor, Act.RECORD) and request.actor.level in levels,
    }
