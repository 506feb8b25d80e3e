"""The whole demo world, from the first officer to the morning of 16 April 2026."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from django.db import transaction

from tidu.demo.building.announcing import plan_notices_of_results
from tidu.demo.building.declaring import Telling
from tidu.demo.building.digital import plan_imports
from tidu.demo.building.notices import plan_notices
from tidu.demo.building.people import (
    OFFICES_OPEN,
    Cast,
    appoint_officers,
    let_them_sign_in,
    register_enterprise,
)
from tidu.demo.building.scores import plan_scores
from tidu.demo.building.stories import Story, stories
from tidu.demo.building.timeline import Timeline, Told, office_time, working_days
from tidu.demo.building.titles import Granting, grant_days
from tidu.demo.building.windows import plan_windows
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.seeds import Stream
from tidu.demo.titles import DEMO_DAY
from tidu.domain.accounts.models import User
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.regions.queries import provinces
from tidu.kit import clock
from tidu.kit.refusals import Refusal

#: When enterprises registered that have nothing older to show.
_NEWCOMERS = (date(2025, 9, 1), DEMO_DAY - timedelta(days=2))
_EARLIER = (25, 110)  # days between registering and the first thing one did


class NotBuilt(Refusal):
    """The demo world cannot be built into this database."""


def require_empty() -> None:
    """Refuse a database in which somebody is already, and one without the divisions."""
    if Enterprise.objects.exists() or User.objects.exists():
        raise NotBuilt(
            "没有建演示世界：数据库里已有企业或用户。", "虚构的数据不能和已有的混在一起。", "请换一个空的数据库。"
        )
    if not provinces():
        raise NotBuilt("没有建演示世界：还没有行政区划。", mend="请先运行 tidu manage load_reference。")


def build(world: Sequence[SyntheticEnterprise], tell: Told) -> None:
    """Build it in one transaction: all of it stands, or nothing. Files are stored as it goes."""
    with transaction.atomic():
        require_empty()
        timeline, cast = Timeline(), Cast()
        told = stories(world)
        tell(f"{len(world)} 家虚构企业，{len(told)} 件申报")
        with clock.stopped_at(OFFICES_OPEN):
            appoint_officers(cast)
        plan_windows(timeline, cast)
        plan_notices(timeline, cast)
        tellings = [Telling(timeline, cast, story) for story in told]
        _plan_registrations(timeline, cast, world, tellings)
        _plan_titles(timeline, cast, world, told)
        plan_imports(timeline, cast, world)
        plan_scores(timeline, cast, told)
        plan_notices_of_results(timeline, cast, told)
        for telling in tellings:
            telling.plan()
        timeline.run(tell)
        with clock.stopped_at(OFFICES_OPEN):
            let_them_sign_in(cast)


def _plan_registrations(
    timeline: Timeline, cast: Cast, world: Sequence[SyntheticEnterprise], tellings: list[Telling]
) -> None:
    first_days: dict[int, list[date]] = {}
    for telling in tellings:
        first_days.setdefault(telling.enterprise.number, []).append(telling.days[0])
    for enterprise in world:
        did = [*first_days.get(enterprise.number, []), *(on for _, on in grant_days(enterprise))]
        stream = Stream(0, f"{enterprise.credit_code} registers")
        day = _registration_day(stream, min(did, default=None))
        timeline.at(office_time(stream, "at", day), partial(register_enterprise, cast, enterprise))


def _registration_day(stream: Stream, before: date | None) -> date:
    """Some working day before the first thing that the enterprise did here."""
    if before is None:
        return stream.pick("newcomer", working_days(*_NEWCOMERS))
    earliest, latest = before - timedelta(days=_EARLIER[1]), before - timedelta(days=_EARLIER[0])
    return stream.pick("earlier", working_days(max(earliest, OFFICES_OPEN.date() + timedelta(days=1)), latest))


def _plan_titles(timeline: Timeline, cast: Cast, world: Sequence[SyntheticEnterprise], told: list[Story]) -> None:
    granted = {each.enterprise.number for each in told if each.granted}
    granting = Granting(timeline, cast)
    for enterprise in world:
        highest = enterprise.titles[-1].programme if enterprise.number in granted else ""
        granting.plan(enterprise, without=highest)
