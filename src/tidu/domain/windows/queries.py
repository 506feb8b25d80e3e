from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, can
from tidu.domain.regions.queries import NATION
from tidu.domain.windows.models import Window
from tidu.kit import clock
from tidu.rules.schema import Level

if TYPE_CHECKING:
    from datetime import datetime


def window_by_code(code: str) -> Window | None:
    """The window of that code, or None."""
    return Window.objects.filter(code=code).select_related("region").first()


def windows_in(province_code: str, *, since: datetime | None = None) -> list[Window]:
    """The windows of a province and of the nation not over (or not before ``since``), the soonest to close first."""
    closes_after = since or clock.now()
    return list(
        Window.objects.filter(region_id__in=[province_code, NATION], closes_at__gte=closes_after)
        .select_related("region")
        .order_by("closes_at", "id")
    )


def windows_managed_by(actor: Actor) -> list[Window]:
    """All windows of the actor's region, newest first, with their deadlines."""
    region = NATION if actor.level is Level.MINISTRY else actor.region_code
    return list(
        Window.objects.filter(region_id=region)
        .select_related("region")
        .prefetch_related("deadlines")
        .order_by("-opens_at", "-id")[:200]
    )


def is_open(window: Window) -> bool:
    """Whether one may begin and submit in it now."""
    return window.opens_at <= clock.now() <= window.closes_at


def windows_seen_by(actor: Actor) -> list[Window]:
    """All windows that concern the actor's region, its province's and the nation's, newest first, with their deadlines.

    Two queries.
    """
    province = actor.region_code[:2] + "0000"
    rows = (
        Window.objects.all()
        if actor.level is Level.MINISTRY
        else Window.objects.filter(region_id__in=[province, NATION])
    )
    return list(rows.select_related("region").prefetch_related("deadlines").order_by("-opens_at", "-id")[:200])


def managed_window(actor: Actor, code: str) -> Window:
    """A window of the actor's own region with its deadlines; 404 where it is another's. Two queries."""
    region = NATION if actor.level is Level.MINISTRY else actor.region_code
    found = (
        Window.objects.filter(code=code, region_id=region)
        .select_related("region")
        .prefetch_related("deadlines")
        .first()
    )
    if found is None:
        raise Http404(code)
    return found


def manages_windows(actor: Actor) -> bool:
    """Whether the actor may open and change windows: a lead of a province or of the ministry."""
    return actor.level in {Level.PROVINCE, Level.MINISTRY} and can(actor, Act.MANAGE_WINDOWS)
