"""公示 and 公告 in the demo world: lists that run while it begins, and lists that are over and were announced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from tidu.demo.building.people import Cast
from tidu.demo.building.stories import EARLIER_NOTICE_ON, NOTICE_ON, Story
from tidu.demo.building.timeline import Timeline, moment
from tidu.demo.building.titles import plan_record
from tidu.demo.plan import State
from tidu.domain.reviews.actions import announce, publish_notice
from tidu.domain.reviews.queries import waiting_for_notice
from tidu.kit import clock
from tidu.kit.working_days import after_working_days
from tidu.rules import catalogue
from tidu.rules.schema import Level

#: The province has yet to take note of what this city (无锡) announced.
_UNRECORDED = "320200"
_DAYS_TO_ANNOUNCE = 2


def plan_notices_of_results(timeline: Timeline, cast: Cast, told: Iterable[Story]) -> None:
    """Put a notice on the timeline for every office at which files wait for one, and the announcement behind it."""
    for story_group, granted in _groups(told):
        edition_id, office_region, batch = story_group
        programme = catalogue.edition(edition_id).programme
        on = (EARLIER_NOTICE_ON if granted else NOTICE_ON)[programme]
        publication = _Publication(timeline, cast, edition_id, office_region, batch)
        timeline.at(moment(on, 10), partial(publication.publish, announced=granted))


def _groups(told: Iterable[Story]) -> list[tuple[tuple[str, str, str], bool]]:
    groups: dict[tuple[tuple[str, str, str], bool], None] = {}
    for story in told:
        if story.granted or story.enterprise.state is State.PUBLIC_NOTICE:
            edition = catalogue.edition(story.window.edition_id)
            place = story.enterprise.place
            code = place.city_code if edition.workflow.grant.level is Level.CITY else place.province_code
            groups[(edition.id, code, story.window.batch.partition("（")[0]), story.granted] = None
    return sorted(groups)


class _Publication:
    def __init__(self, timeline: Timeline, cast: Cast, edition_id: str, region_code: str, batch: str) -> None:
        self._timeline = timeline
        self._cast = cast
        self._edition = catalogue.edition(edition_id)
        self._region = region_code
        self._batch = batch

    def publish(self, *, announced: bool) -> None:
        """Show what waits; where it was announced since, plan that as well."""
        lead = self._cast.lead(self._region)
        numbers = [each.number for each in waiting_for_notice(lead) if each.edition_id == self._edition.id]
        notice = publish_notice(
            lead,
            self._edition.id,
            numbers,
            title=f"关于{self._batch}{self._title}名单的公示（{lead.region_name}，示例）",
            objections_to=f"{lead.office_name}，电话 025-0000 0002（工作日 9:00–17:30），邮箱 notice@example.com",
        )
        if announced:
            on = after_working_days(notice.closes_on + timedelta(days=1), _DAYS_TO_ANNOUNCE)
            self._timeline.at(moment(on, 10), partial(self._announce, notice.pk))

    def _announce(self, notice_id: int) -> None:
        lead = self._cast.lead(self._region)
        today = clock.today()
        number = f"{lead.region_name}示例公告〔{today.year}〕3号"
        for recognition in announce(lead, notice_id, document_number=number):
            if self._edition.workflow.record is not None and self._region != _UNRECORDED:
                plan_record(self._timeline, self._cast, recognition.number, today)

    @property
    def _title(self) -> str:
        return catalogue.titles()[self._edition.workflow.grant.title].name
