"""The titles that are held when the demo begins, granted on their days by the offices whose titles they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import partial

from tidu.demo.building.people import Cast
from tidu.demo.building.timeline import Timeline, moment, office_time
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.places import DEMO_PROVINCE
from tidu.demo.seeds import Stream
from tidu.demo.titles import DEMO_DAY
from tidu.domain.enterprises.queries import enterprise_of
from tidu.domain.recognitions.actions import grant, record
from tidu.domain.regions.queries import office_for
from tidu.kit.working_days import after_working_days
from tidu.rules import catalogue
from tidu.rules.schema import Edition

_DAYS_TO_RECORD = 5


class Granting:
    """Grants titles one by one, numbering certificates and documents as the offices would."""

    def __init__(self, timeline: Timeline, cast: Cast) -> None:
        self._timeline = timeline
        self._cast = cast
        self._certificates: Counter[tuple[int, str, date]] = Counter()
        self._documents: Counter[tuple[int, str, int]] = Counter()

    def plan(self, enterprise: SyntheticEnterprise, *, without: str = "") -> None:
        """Put the enterprise's grants on the timeline, but for the title that it gets another way."""
        for programme, on in grant_days(enterprise):
            if programme != without:
                at = moment(on, 15)
                self._timeline.at(at, partial(self._grant, enterprise, programme, on))

    def _grant(self, enterprise: SyntheticEnterprise, programme: str, on: date) -> None:
        edition = _edition(programme, on, enterprise)
        assert edition is not None
        place = enterprise.place
        level = edition.workflow.grant.level
        office = office_for(place.province_code, place.city_code, place.county_code, level)
        certificate, document = (office.pk, programme, on), (office.pk, programme, on.year)
        self._certificates[certificate] += 1
        if self._certificates[certificate] == 1:
            self._documents[document] += 1
        recognition = grant(
            enterprise_of(self._cast.of(enterprise)),
            edition,
            office,
            on=on,
            document_number=f"{office.region.name}示例公告〔{on.year}〕{self._documents[document]}号",
            sequence=self._certificates[certificate],
        )
        if edition.workflow.record is not None:
            plan_record(self._timeline, self._cast, recognition.number, on)


def plan_record(timeline: Timeline, cast: Cast, number: str, announced_on: date) -> None:
    """Let the province take note some working days after the announcement."""
    day = after_working_days(announced_on, _DAYS_TO_RECORD)
    if day >= DEMO_DAY:  # it still waits to be recorded
        return
    at = office_time(Stream(0, number), "record", day)
    timeline.at(at, partial(record, cast.reviewer(DEMO_PROVINCE), number))


def grant_days(enterprise: SyntheticEnterprise) -> Iterable[tuple[str, date]]:
    """Yield programme and day of every grant, a renewal being another one.

    What was granted before the measures of 2022 is known here only from its renewal under them.
    """
    for title in enterprise.titles:
        if _edition(title.programme, title.granted_on, enterprise) is not None:
            yield title.programme, title.granted_on
        if title.renewed_on is not None:
            yield title.programme, title.renewed_on


def _edition(programme: str, on: date, enterprise: SyntheticEnterprise) -> Edition | None:
    return catalogue.in_force(programme, on, enterprise.place.county_code)
