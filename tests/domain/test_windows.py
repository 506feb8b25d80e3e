"""申报时间维护: who may open, what is refused, and that a window names its edition for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests.services.world import NOW, World
from tidu.domain.accounts.access import Actor
from tidu.domain.accounts.models import Post
from tidu.domain.windows.actions import change_window, open_window
from tidu.domain.windows.errors import WindowRefusal
from tidu.domain.windows.models import Window
from tidu.domain.windows.queries import windows_in
from tidu.rules.schema import Level

CLOSES = NOW + timedelta(days=30)


def opened(actor: Actor, **changes: object) -> Window:
    arguments = {
        "code": "JS26A",
        "edition_id": "innovative@2022-08-01+32",
        "batch": "第一批",
        "year": 2026,
        "opens_at": NOW,
        "closes_at": CLOSES,
        "deadlines": {Level.COUNTY: CLOSES + timedelta(days=7), Level.CITY: CLOSES + timedelta(days=14)},
    } | changes
    return open_window(actor, **arguments)  # type: ignore[arg-type]


def test_the_lead_of_the_province_opens_a_window_with_its_deadlines(world: World) -> None:
    window = opened(world.officer("320000", Post.Role.LEAD))

    assert (window.region_id, window.programme, window.edition_id) == (
        "320000",
        "innovative",
        "innovative@2022-08-01+32",
    )
    assert sorted(window.deadlines.values_list("level", flat=True)) == ["city", "county"]
    assert [each.code for each in windows_in("320000")] == ["JS26A"]
    assert windows_in("330000") == []


@pytest.mark.parametrize(
    ("region", "role"),
    [("320000", Post.Role.REVIEWER), ("320500", Post.Role.LEAD), ("320583", Post.Role.LEAD)],
)
def test_who_may_not_open(world: World, region: str, role: Post.Role) -> None:
    with pytest.raises(PermissionDenied):
        opened(world.officer(region, role))

    assert not Window.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes_at": NOW}, "截止时间不晚于开始时间"),
        ({"deadlines": {Level.COUNTY: NOW}}, "早于上一环节"),
        ({"deadlines": {Level.COUNTY: CLOSES + timedelta(9), Level.CITY: CLOSES + timedelta(8)}}, "早于上一环节"),
    ],
)
def test_dates_out_of_order_are_refused(world: World, changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(WindowRefusal, match=sentence):
        opened(world.officer("320000", Post.Role.LEAD), **changes)


def test_an_edition_of_another_province_is_refused(world: World) -> None:
    with pytest.raises(WindowRefusal, match="不适用于本地区"):
        opened(world.officer("330000", Post.Role.LEAD))


def test_the_same_batch_twice_is_refused(world: World) -> None:
    lead = world.officer("320000", Post.Role.LEAD)
    opened(lead)

    with pytest.raises(WindowRefusal, match="已经有了"):
        opened(lead, code="JS26B")
    with pytest.raises(WindowRefusal, match="已经用过"):
        opened(lead, batch="第二批")


def test_changing_moves_the_dates_and_another_province_has_no_such_window(world: World) -> None:
    opened(world.officer("320000", Post.Role.LEAD))
    later = CLOSES + timedelta(days=5)
    deadlines = {Level.COUNTY: later + timedelta(days=7)}

    change_window(world.officer("320000", Post.Role.LEAD), "JS26A", opens_at=NOW, closes_at=later, deadlines=deadlines)
    assert Window.objects.get().closes_at == later
    with pytest.raises(Http404):
        change_window(
            world.officer("330000", Post.Role.LEAD), "JS26A", opens_at=NOW, closes_at=later, deadlines=deadlines
        )
