"""Where a declaration stands, in the one vocabulary, and who has it since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.domain.declarations.opening import closes_at, is_open
from tidu.rules import catalogue
from tidu.rules.workflow import EDITABLE, Status
from tidu.web.ui.states import State

if TYPE_CHECKING:
    from datetime import datetime

    from tidu.domain.declarations.models import Declaration
    from tidu.rules.schema import Edition


def state_of(declaration: Declaration, edition: Edition, *, came_back: bool = False) -> State:
    """The state as it is shown; ``came_back`` that its step once sent it back."""
    step = edition.step(declaration.step) if declaration.step else None
    return State(
        status=Status(declaration.status),
        level=step.level if step else None,
        kind=step.kind if step else None,
        resubmitted=came_back,
        grants=step is not None and step.level is edition.workflow.grant.level,
        granted_as="已公告" if edition.workflow.grant.act == "公告" else "已认定",
    )


@dataclass(frozen=True)
class Own:
    """One of the enterprise's declarations, as lists show it."""

    number: str
    name: str
    batch: str
    year: int
    state: State
    where: str
    since: datetime
    is_open: bool
    closes_at: datetime
    first_section: str
    receipt: str


def own(declaration: Declaration, *, came_back: bool = False) -> Own:
    """Shape one declaration that came with its window and its office."""
    edition = catalogue.edition(declaration.edition_id)
    sections = edition.form.sections
    return Own(
        number=declaration.number,
        name=edition.name,
        batch=declaration.window.batch,
        year=declaration.window.year,
        state=state_of(declaration, edition, came_back=came_back),
        where=_where(declaration, edition),
        since=declaration.moved_at,
        is_open=is_open(declaration),
        closes_at=closes_at(declaration),
        first_section=sections[0].key if sections else "",
        receipt=f"{declaration.number}-{declaration.submissions_made}" if declaration.submissions_made else "",
    )


def _where(declaration: Declaration, edition: Edition) -> str:
    if declaration.held_by is not None:
        return declaration.held_by.name
    if declaration.status in EDITABLE:
        return "在您这里"
    if declaration.status == Status.GRANTED:
        return f"已{edition.workflow.grant.act}"
    return "已办结"
