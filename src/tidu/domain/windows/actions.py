"""申报时间维护: opening and changing windows and the deadlines of their levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.audit.actions import record
from tidu.domain.regions.queries import NATION
from tidu.domain.windows.errors import WindowRefusal
from tidu.domain.windows.models import ReviewDeadline, Window
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.schema import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tidu.rules.schema import Edition


def _region_of(actor: Actor) -> str:
    if actor.level not in {Level.PROVINCE, Level.MINISTRY}:
        require(actor, Act.MANAGE_WINDOWS, level=Level.PROVINCE)
    require(actor, Act.MANAGE_WINDOWS)
    return NATION if actor.level is Level.MINISTRY else actor.region_code


def _check(
    edition: Edition, region: str, opens: datetime, closes: datetime, deadlines: Mapping[Level, datetime]
) -> None:
    if edition.region is not None and not region.startswith(edition.region):
        raise WindowRefusal(
            "这一版规则不适用于本地区。",
            f"它是 {edition.region} 省的版本。",
            "请选本省或全国的版本。",
            field="edition_id",
        )
    if closes <= opens:
        raise WindowRefusal(
            "截止时间不晚于开始时间。", "这样没有一天是开放的。", "请把截止时间改到开始之后。", field="closes_at"
        )
    before = closes
    for step in edition.workflow.steps:
        due = deadlines.get(step.level)
        if due is None:
            continue
        if due < before:
            raise WindowRefusal(
                f"{step.name}的截止时间早于上一环节。",
                "上一环节还没截止，这一级来不及办。",
                "请按先后顺序填。",
                field=f"due_{step.level}",
            )
        before = due


@transaction.atomic
def open_window(
    actor: Actor,
    *,
    code: str,
    edition_id: str,
    batch: str,
    year: int,
    opens_at: datetime,
    closes_at: datetime,
    deadlines: Mapping[Level, datetime],
) -> Window:
    """Open an edition in the actor's region for one batch; overlaps of the same programme and batch are refused."""
    region = _region_of(actor)
    edition = catalogue.edition(edition_id)
    _check(edition, region, opens_at, closes_at, deadlines)
    if Window.objects.filter(code=code).exists():
        raise WindowRefusal(f"批次代号“{code}”已经用过。", "它是申报编号的开头，不能重复。", "请换一个。", field="code")
    if Window.objects.filter(region_id=region, programme=edition.programme, year=year, batch=batch).exists():
        raise WindowRefusal(
            f"{year} 年“{batch}”已经有了。",
            "同一事项同一批次只有一个申报时间。",
            "请改批次名称，或去修改已有的。",
            field="batch",
        )
    window = Window.objects.create(
        code=code,
        region_id=region,
        programme=edition.programme,
        edition_id=edition.id,
        batch=batch,
        year=year,
        opens_at=opens_at,
        closes_at=closes_at,
    )
    _set_deadlines(window, deadlines)
    record(actor, "window.opened", "window", window.code, edition=edition.id)
    return window


@transaction.atomic
def change_window(
    actor: Actor, code: str, *, opens_at: datetime, closes_at: datetime, deadlines: Mapping[Level, datetime]
) -> Window:
    """Change the dates of a window; its edition stays, because declarations were begun under it."""
    region = _region_of(actor)
    window = Window.objects.select_for_update().filter(code=code, region_id=region).first()
    if window is None:
        raise Http404(code)
    _check(catalogue.edition(window.edition_id), region, opens_at, closes_at, deadlines)
    if window.closes_at < clock.now() and closes_at < window.closes_at:
        raise WindowRefusal(
            "已经截止的不能再提前。", "那会改变已经发生的事。", "可以改到今天之后重新开放。", field="closes_at"
        )
    window.opens_at, window.closes_at = opens_at, closes_at
    window.save(update_fields=["opens_at", "closes_at"])
    _set_deadlines(window, deadlines)
    record(actor, "window.changed", "window", code, opens=opens_at.isoformat(), closes=closes_at.isoformat())
    return window


def _set_deadlines(window: Window, deadlines: Mapping[Level, datetime]) -> None:
    for level, due_at in deadlines.items():
        ReviewDeadline.objects.update_or_create(window=window, level=level, defaults={"due_at": due_at})
