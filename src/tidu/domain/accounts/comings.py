"""What the log keeps of somebody coming into a post and going away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.domain.accounts.access import actor_from
from tidu.domain.audit.actions import record

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor
    from tidu.domain.accounts.models import Post


def note_post(post: Post) -> None:
    """Write down that its holder begins to act from a post: those above them see it."""
    record(actor_from(post), "post.chosen", "user", post.user_id)


def note_sign_out(actor: Actor) -> None:
    """Write down that somebody ended their session themselves."""
    record(actor, "account.signed_out", "user", actor.user_id)
