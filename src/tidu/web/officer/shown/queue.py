"""The queue's links, counts and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils.http import urlencode

from tidu.domain.regions.queries import counties_within
from tidu.domain.reviews.queries import ViewCount, view_counts
from tidu.rules import catalogue
from tidu.rules.schema import Level
from tidu.web.officer.shown.state import state_of
from tidu.web.ui.states import LEVEL_NAMES, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.domain.accounts.access import Actor
    from tidu.domain.declarations.models import Declaration

_NAMES = {
    "waiting": "全部待审",
    "today": "今天到期",
    "resubmitted": "退回后重交",
    "unusual": "有异常提示",
    "returned": "已退回企业",
    "notice": "公示中",
    "granted": "已认定",
    "rejected": "不通过",
    "all": "全部状态",
}
_ABOVE = {Level.COUNTY: "已报上级", Level.CITY: "已报省级", Level.PROVINCE: "已报部级"}
_BELOW = {Level.CITY: "县级审核中", Level.PROVINCE: "市县审核中", Level.MINISTRY: "各省审核中"}
_KEEP_COUNTS, _KEEP_COUNTIES = 10, 3600


@dataclass(frozen=True)
class ViewLink:
    """A saved question with its count; where it leads is its own address, so that it can be shared."""

    key: str
    name: str
    count: ViewCount
    is_current: bool
    is_urgent: bool = False

    @property
    def query(self) -> str:
        return urlencode({"view": self.key})


@dataclass(frozen=True)
class QueueRow:
    """One file in the list."""

    declaration: Declaration
    programme: str
    state: State
    is_passing: bool | None  # by points; None where the edition gives none
    can_pass: bool

    @property
    def token(self) -> str:
        """What a batch decision needs to know that it decides on what was shown."""
        return f"{self.declaration.number}:{self.declaration.step}:{self.declaration.submissions_made}"


def view_name(actor: Actor, key: str) -> str:
    """What a view is called on this level."""
    if actor.level is not None and key == "below":
        return _BELOW.get(actor.level, "")
    if actor.level is not None and key == "above":
        return _ABOVE.get(actor.level, "")
    return _NAMES.get(key, "")


def flow(actor: Actor, counts: Mapping[str, ViewCount], current: str) -> list[ViewLink]:
    """Counts by state, in the order in which files move."""
    waiting = f"待我{LEVEL_NAMES[actor.level][0]}审核" if actor.level is not None else "待审核"
    order = ("below", "waiting", "returned", "above", "notice", "granted", "rejected")
    names = {key: waiting if key == "waiting" else view_name(actor, key) for key in order}
    return [ViewLink(key, name, counts[key], key == current) for key, name in names.items() if name]


def views(actor: Actor, counts: Mapping[str, ViewCount], current: str) -> list[ViewLink]:
    """Ways to look at what waits at the office."""
    return [
        ViewLink(key, view_name(actor, key), counts[key], key == current, key == "today" and counts[key].number > 0)
        for key in ("waiting", "today", "resubmitted", "unusual")
    ]


def row_of(declaration: Declaration, *, can_pass: bool) -> QueueRow:
    """A declaration as the list shows it. No query."""
    edition = catalogue.edition(declaration.edition_id)
    mark = edition.standard.pass_mark if edition.standard else None
    return QueueRow(
        declaration,
        edition.short_name,
        state_of(declaration, came_back=getattr(declaration, "came_back", False)),
        None if mark is None or declaration.points is None else declaration.points >= mark,
        can_pass,
    )


def counts_for(actor: Actor) -> dict[str, ViewCount]:
    """The counts of every view, kept for ten seconds for the office, or until it decides something."""
    key = _counts_key(actor)
    kept: dict[str, ViewCount] | None = cache.get(key)
    if kept is None:
        kept = view_counts(actor)
        cache.set(key, kept, _KEEP_COUNTS)
    return kept


def forget_counts(actor: Actor) -> None:
    """Count anew at the next look: the office has just moved something."""
    cache.delete(_counts_key(actor))


def _counts_key(actor: Actor) -> str:
    return f"queue-counts:{actor.office_id}"


def programmes() -> list[tuple[str, str]]:
    """Every programme by key and name, once."""
    return sorted({each.programme: each.short_name for each in catalogue.editions()}.items())


def counties(actor: Actor) -> list[tuple[str, str]]:
    """The counties of the actor's region by code and name; they change once in years, so they are kept for an hour."""
    if actor.level not in {Level.CITY, Level.PROVINCE}:
        return []
    key = f"counties:{actor.region_code}"
    kept: list[tuple[str, str]] | None = cache.get(key)
    if kept is None:
        kept = [(each.code, each.name) for each in counties_within(actor.region_code)]
        cache.set(key, kept, _KEEP_COUNTIES)
    return kept
