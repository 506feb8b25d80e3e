"""The four steps of the staircase as one enterprise sees them: held, here, next, far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.kit import clock
from tidu.rules import catalogue
from tidu.web.applicant.shown.entries import When
from tidu.web.ui.deadlines import days_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tidu.domain.recognitions.models import Recognition
    from tidu.web.applicant.shown.entries import Entry


@dataclass(frozen=True)
class Stair:
    """One tier; `place` is done, here, next or far."""

    name: str
    place: str
    note: str
    is_done: bool = False


def ladder_of(titles: Sequence[Recognition], entries: Iterable[Entry], today: date) -> list[Stair]:
    """Every tier from the lowest; the highest that is held is where the enterprise stands."""
    tiers = sorted(catalogue.titles().values(), key=lambda each: each.tier)
    held = {each.title: each for each in reversed(titles) if each.is_held_on(today)}
    past = {each.title: each for each in reversed(titles) if not each.is_held_on(today)}
    here = max((tier.tier for tier in tiers if tier.key in held), default=0)
    open_titles = {catalogue.edition(each.edition_id).title: each for each in entries if each.when is When.OPEN}
    stairs = []
    for tier in tiers:
        if tier.key in held:
            recognition = held[tier.key]
            note = f"有效期至 {recognition.valid_until:%Y-%m-%d}"
            stairs.append(Stair(tier.short_name, "here" if tier.tier == here else "done", note, is_done=True))
            continue
        place, note = _not_held(tier.tier, here, past.get(tier.key), open_titles.get(tier.key))
        stairs.append(Stair(tier.short_name, place, note))
    return stairs


def _not_held(tier: int, here: int, past: Recognition | None, entry: Entry | None) -> tuple[str, str]:
    if past is not None and tier <= here + 1:
        word = "已取消" if past.cancelled_on else f"已于 {past.valid_until:%Y-%m-%d} 到期"
        return "next", word
    if tier < here:
        return "far", "未单独取得"
    if tier > max(here + 1, 2):
        return "far", "取得上一级后再看"
    if entry is not None:
        return "next", f"申报窗口还剩 {days_between(clock.now(), entry.closes_at)} 天"
    return ("next", "本省申报未开放") if tier > 1 else ("far", "入库申报未开放")
