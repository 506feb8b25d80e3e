from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.rules import catalogue
from tidu.rules.workflow import Status
from tidu.web.ui.states import State

if TYPE_CHECKING:
    from tidu.domain.declarations.models import Declaration


def state_of(declaration: Declaration, *, came_back: bool = False) -> State:
    """Where a declaration stands, for the tag of states; ``came_back`` to the step that once returned it. No query."""
    edition = catalogue.edition(declaration.edition_id)
    step = edition.step(declaration.step) if declaration.step else None
    return State(
        status=Status(declaration.status),
        level=step.level if step else None,
        kind=step.kind if step else None,
        resubmitted=came_back,
        grants=step is not None and step.level is edition.workflow.grant.level,
        granted_as=f"已{edition.workflow.grant.act}",
    )
