"""An enterprise that is signed in, and its draft."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tidu.domain.accounts.models import User
from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.models import SectionAnswers
from tidu.rules import catalogue

if TYPE_CHECKING:
    from tests.services.world import World
    from tidu.domain.accounts.access import Actor
    from tidu.domain.declarations.models import Declaration


@dataclass
class Browser:
    """A signed-in person's browser: the client, and the saves that the page's script would send."""

    client: Client
    actor: Actor

    def save(self, draft: Declaration, cell: str, typed: Any, *, based_on: int | None = None, key: str = "") -> Any:
        """Send one cell as the page does; the version is the one last saved unless it is given."""
        section = section_of(draft, cell)
        kept = SectionAnswers.objects.get(declaration=draft, section=section).cells.get(cell, {"n": 0})
        body = {
            "cell": cell,
            "typed": typed,
            "based_on": kept["n"] if based_on is None else based_on,
            "key": key or str(uuid.uuid4()),
        }
        return self.client.post(
            f"/my/declarations/{draft.number}/{section}/save/",
            json.dumps(body),
            content_type="application/json",
            headers={"X-Requested-With": "fetch"},
        )


def section_of(draft: Declaration, cell: str) -> str:
    """The section that asks for a cell."""
    sections = catalogue.edition(draft.edition_id).form.sections
    key = cell.partition("[")[0]
    return next(each.key for each in sections if key in {field.key for field in each.fields})


@pytest.fixture
def browser(world: World) -> Browser:
    """Give the browser of the owner of an enterprise in Kunshan."""
    return sign_in(world.enterprise())


def sign_in(actor: Actor) -> Browser:
    """Sign a person in."""
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(pk=actor.user_id))
    return Browser(client, actor)


@pytest.fixture
def draft(world: World, browser: Browser) -> Declaration:
    """Give a draft of the self-evaluation for 创新型中小企业."""
    return begin(browser.actor, world.window().code)
