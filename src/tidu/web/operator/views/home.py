"""The operator's home: where an enterprise's filings stand, and what failed in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from tidu.domain.declarations.queries import standings
from tidu.kit.background import failed_tasks, waiting_tasks
from tidu.rules import catalogue
from tidu.rules.workflow import Status
from tidu.web.requests import ActorRequest, operator_only
from tidu.web.ui.states import State

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidu.domain.declarations.models import Declaration


@require_GET
@operator_only
def home(request: ActorRequest) -> HttpResponse:
    """Answer the two questions that people ring up with. At most six queries."""
    search = request.GET.get("search", "").strip()
    found = standings(request.actor, search) if search else []
    context = {
        "search": search,
        "found": [(each, [_shown(row) for row in filed]) for each, filed in found],
        "failed": failed_tasks(),
        "waiting": waiting_tasks(),
    }
    return render(request, "operator/home.html", context)


def _shown(declaration: Declaration) -> tuple[Declaration, str, State]:
    edition = catalogue.edition(declaration.edition_id)
    step = edition.step(declaration.step) if declaration.step else None
    state = State(
        status=Status(declaration.status),
        level=step.level if step else None,
        kind=step.kind if step else None,
        grants=step is not None and step.level is edition.workflow.grant.level,
        granted_as=f"已{edition.workflow.grant.act}",
    )
    return declaration, edition.name, state
