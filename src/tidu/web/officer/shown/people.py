"""Posts and the history of a person, as the pages of 人员与岗位 show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.domain.accounts.staff import is_running
from tidu.kit import clock
from tidu.rules.schema import Level
from tidu.web.ui.states import LEVEL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tidu.domain.accounts.models import Post


@dataclass(frozen=True)
class Line:
    """One post: where, as what, how long, and whether it works today."""

    post: Post
    office: str
    level: str
    role: str
    stands_in_for: str
    is_running: bool
    tone: str
    state: str

    @property
    def is_operator(self) -> bool:
        """Whether it looks after the platform."""
        return self.post.role == "operator"


def lines(posts: Iterable[Post], *, running_only: bool = False) -> list[Line]:
    """The posts in the order given."""
    return [_line(post) for post in posts if not running_only or is_running(post)]


def _line(post: Post) -> Line:
    tone, state = _state(post)
    return Line(
        post=post,
        office=post.office.name,
        level=LEVEL_NAMES[Level(post.office.level)],
        role=post.get_role_display(),
        stands_in_for=post.stands_in_for.user.name if post.stands_in_for else "",
        is_running=is_running(post),
        tone=tone,
        state=state,
    )


def _state(post: Post) -> tuple[str, str]:
    today = clock.today()
    if post.ended_at is not None:
        return "", f"{post.ended_at.astimezone(clock.CHINA):%Y-%m-%d} 停止"
    if post.until is not None and post.until < today:
        return "", "已到期"
    if post.since > today:
        return "brand", "未开始"
    return "ok", "在任"
