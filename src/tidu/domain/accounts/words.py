"""What the log's short words for people mean on screens."""

from __future__ import annotations

from tidu.domain.accounts.models import Post


def role_word(role: str) -> str:
    """What the role of a post is called; nothing for people without one."""
    return Post.Role(role).label if role in Post.Role.values else ""
