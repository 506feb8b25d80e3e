"""Declarations by the thousand, in the states and at the offices of a province in the middle of a season."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tidu.domain.declarations.models import Declaration
from tidu.domain.regions.models import Office
from tidu.domain.windows.models import ReviewDeadline
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.workflow import Status
from tools.bench.inside.content import copy_content
from tools.bench.inside.enterprises import SEED, add_enterprises
from tools.bench.inside.patterns import INNOVATIVE, SPECIALISED, Patterns, patterns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tidu.domain.enterprises.models import Enterprise
    from tidu.domain.windows.models import Window
    from tidu.rules.schema import Level

_AT_ONCE = 20_000


@dataclass(frozen=True)
class Share:
    """So many in a thousand stand here; settled ones were declared in the past window."""

    of_thousand: int
    edition: str
    status: Status
    step: str = ""

    @property
    def is_settled(self) -> bool:
        return self.status in {Status.GRANTED, Status.REJECTED}


SHARES = (
    Share(420, INNOVATIVE, Status.GRANTED),
    Share(130, SPECIALISED, Status.GRANTED),
    Share(50, INNOVATIVE, Status.REJECTED, "county_review"),
    Share(30, SPECIALISED, Status.REJECTED, "province_review"),
    Share(60, INNOVATIVE, Status.DRAFT),
    Share(20, SPECIALISED, Status.DRAFT),
    Share(10, INNOVATIVE, Status.WITHDRAWN),
    Share(100, INNOVATIVE, Status.UNDER_REVIEW, "county_review"),
    Share(30, SPECIALISED, Status.UNDER_REVIEW, "county_review"),
    Share(50, INNOVATIVE, Status.UNDER_REVIEW, "city_review"),
    Share(20, SPECIALISED, Status.UNDER_REVIEW, "city_review"),
    Share(30, SPECIALISED, Status.UNDER_REVIEW, "province_review"),
    Share(20, INNOVATIVE, Status.UNDER_REVIEW, "public_notice"),
    Share(20, INNOVATIVE, Status.RETURNED, "county_review"),
    Share(10, SPECIALISED, Status.RETURNED, "city_review"),
)


def grow(total: int) -> int:
    """Add declarations until there are ``total``; the number there is then."""
    known = patterns()
    missing = total - Declaration.objects.count()
    while missing > 0:
        _add(known, min(missing, _AT_ONCE))
        missing = total - Declaration.objects.count()
    return Declaration.objects.count()


@transaction.atomic
def _add(known: Patterns, count: int) -> None:
    enterprises = add_enterprises(count)
    made = Declaration.objects.bulk_create(_Rows(known).of(enterprises), batch_size=_AT_ONCE)
    copy_content(known, made[0].pk, made[-1].pk)


class _Rows:
    """Makes rows of declarations; offices and deadlines are read once."""

    def __init__(self, known: Patterns) -> None:
        self.known = known
        self.offices = {(office.region_id, office.level): office.pk for office in Office.objects.all()}
        self.deadlines = {(each.window_id, each.level): each.due_at for each in ReviewDeadline.objects.all()}
        self.now = clock.now()

    def of(self, enterprises: Sequence[Enterprise]) -> Iterator[Declaration]:
        draw = random.Random(SEED + enterprises[0].pk)  # noqa: S311 - it decides about nobody
        chosen = draw.choices(SHARES, [share.of_thousand for share in SHARES], k=len(enterprises))
        for enterprise, share in zip(enterprises, chosen, strict=True):
            window = (self.known.past if share.is_settled else self.known.open)[share.edition]
            yield self._row(enterprise, share, window, draw)

    def _row(self, enterprise: Enterprise, share: Share, window: Window, draw: random.Random) -> Declaration:
        row = draft(enterprise, window, window.opens_at + timedelta(hours=draw.randrange(400)))
        row.status, row.step = share.status, share.step
        if share.status is Status.DRAFT:
            return row
        row.submissions_made = 1
        row.submitted_at = row.moved_at = row.began_at + timedelta(hours=draw.randrange(1, 70))
        row.points, row.qualifies, row.route = draw.randrange(55, 101), "yes", "score"
        row.findings = draw.choice((0, 0, 0, 1, 2))
        if share.status is Status.RETURNED:
            row.due_at = self.now + timedelta(days=draw.randrange(1, 8))
        if share.status is Status.UNDER_REVIEW:
            level = catalogue.edition(share.edition).step(share.step).level
            row.held_by_id = self.offices[self._region(enterprise, level), level]
            row.due_at = self.deadlines[window.pk, level]
        return row

    @staticmethod
    def _region(enterprise: Enterprise, level: Level) -> str:
        return str(getattr(enterprise, f"{level}_code"))


def draft(enterprise: Enterprise, window: Window, began_at: datetime) -> Declaration:
    """A row as `begin` makes it."""
    return Declaration(
        number=f"{window.code}-{enterprise.credit_code[8:17]}",
        enterprise=enterprise,
        window=window,
        programme=window.programme,
        edition_id=window.edition_id,
        province_code=enterprise.province_code,
        city_code=enterprise.city_code,
        county_code=enterprise.county_code,
        began_at=began_at,
        moved_at=began_at,
    )
