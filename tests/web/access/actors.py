"""Who asks: one person for each relation that somebody can have to a file of 昆山."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.test import Client

from tests.services.sessions import client_of
from tidu.domain.accounts.models import Post

if TYPE_CHECKING:
    from tests.services.world import World
    from tidu.domain.accounts.access import Actor

#: The officers of the table by column: region and role.
OFFICERS: Mapping[str, tuple[str, Post.Role]] = {
    "county": ("320583", Post.Role.REVIEWER),
    "sibling": ("320582", Post.Role.REVIEWER),  # 张家港, the same city
    "far": ("320102", Post.Role.REVIEWER),  # 玄武, another city
    "city": ("320500", Post.Role.REVIEWER),
    "city2": ("320100", Post.Role.REVIEWER),  # 南京, the same province
    "prov": ("320000", Post.Role.REVIEWER),
    "prov2": ("330000", Post.Role.REVIEWER),  # 浙江
    "nation": ("000000", Post.Role.REVIEWER),
    "observ": ("320583", Post.Role.OBSERVER),
    "lead_c": ("320583", Post.Role.LEAD),
    "lead_p": ("320000", Post.Role.LEAD),
    "lead_2": ("330000", Post.Role.LEAD),
    "lead_n": ("000000", Post.Role.LEAD),
    "operat": ("320000", Post.Role.OPERATOR),
}
#: The columns of the table: a stranger, the enterprise whose file it is, another of the same county, the officers.
COLUMNS = ("nobody", "owner", "other", *OFFICERS)


@dataclass(frozen=True)
class Asker:
    """Somebody who asks: nobody we know, or a person with the session that their browser keeps."""

    column: str
    actor: Actor | None = None
    session: str = ""

    def client(self) -> Client:
        """A browser of theirs that has nothing but the session."""
        client = Client()
        if self.session:
            client.cookies["sessionid"] = self.session
        return client


def askers(world: World, owner: Actor, other: Actor) -> dict[str, Asker]:
    """Everybody by column, signed in."""
    people = {"owner": owner, "other": other} | {
        column: world.officer(region, role) for column, (region, role) in OFFICERS.items()
    }
    return {"nobody": Asker("nobody")} | {column: signed_in(column, actor) for column, actor in people.items()}


def signed_in(column: str, actor: Actor) -> Asker:
    """Somebody with a session of their own."""
    session = client_of(actor).session
    assert session.session_key is not None
    return Asker(column, actor, session.session_key)
