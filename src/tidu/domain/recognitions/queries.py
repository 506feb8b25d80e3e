from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef

from tidu.domain.accounts.access import Actor, visible
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.enterprises.queries import digital_from, is_credit_code, latest_digital, matches, named
from tidu.domain.recognitions.models import Recognition
from tidu.kit import clock
from tidu.kit.paging import Page, page_of
from tidu.rules import catalogue
from tidu.rules.enterprise_record import enterprise_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tidu.domain.enterprises.models import DigitalResult
    from tidu.rules.citing import Source


def titles_of(enterprise_id: int) -> list[Recognition]:
    """Every title the enterprise holds or held, newest first. One query."""
    return list(
        Recognition.objects.filter(enterprise_id=enterprise_id).select_related("office").order_by("-granted_on", "-id")
    )


def held_titles(enterprise_id: int, on: date) -> dict[str, Recognition]:
    """The titles valid on a day, by key. One query."""
    rows = Recognition.objects.filter(
        enterprise_id=enterprise_id, granted_on__lte=on, valid_until__gte=on, cancelled_on=None
    )
    return {row.title: row for row in rows}


def look_up(typed: str, *, limit: int = 10) -> list[tuple[Enterprise, list[Recognition]]]:
    """企业认定查询: enterprises by credit code or a part of the name, each with its titles. At most two queries.

    Only those that hold or held a title: that somebody registered here is not for the public to know.
    """
    titled = Enterprise.objects.filter(Exists(Recognition.objects.filter(enterprise=OuterRef("pk"))))
    found = list(named(titled, typed).select_related("region").order_by("id")[: limit * 3])
    if not is_credit_code(typed):
        found = [each for each in found if matches(each.name, typed)]
    found = found[:limit]
    held: dict[int, list[Recognition]] = {each.pk: [] for each in found}
    if found:
        for row in Recognition.objects.filter(enterprise_id__in=held).order_by("-granted_on", "-id"):
            held[row.enterprise_id].append(row)
    return [(each, held[each.pk]) for each in found]


def certificate(number: str) -> Recognition | None:
    """The title with that certificate number, for the public page that confirms or denies it."""
    return Recognition.objects.filter(number=number).select_related("enterprise", "office").first()


def counts_by_title(province_code: str) -> dict[str, int]:
    """How many valid titles a province has, by key. One query; callers keep the answer for a while."""
    today = clock.today()
    rows = (
        Recognition.objects.filter(
            enterprise__province_code=province_code, valid_until__gte=today, granted_on__lte=today, cancelled_on=None
        )
        .order_by()
        .values_list("title")
        .annotate(count=Count("pk"))
    )
    return dict(rows)


def granted_since(province_code: str, since: date) -> dict[str, int]:
    """How many titles a province's enterprises were given from ``since`` on and still hold, by key. One query."""
    rows = (
        Recognition.objects.filter(
            enterprise__province_code=province_code,
            granted_on__gte=since,
            granted_on__lte=clock.today(),
            cancelled_on=None,
        )
        .order_by()
        .values_list("title")
        .annotate(count=Count("pk"))
    )
    return dict(rows)


def to_record(actor: Actor, *, cursor: str = "", size: int = 50) -> Page[Recognition]:
    """Titles in the actor's region that the level below announced and the actor's has yet to record. One query."""
    if actor.level is None:
        return Page(rows=[], next_cursor="", is_first=True)
    enterprises = visible(Enterprise.objects.all(), actor, owner="id").values("pk")
    editions = [
        each.id
        for each in catalogue.editions()
        if each.workflow.record is not None and each.workflow.record.level is actor.level
    ]
    rows = Recognition.objects.filter(
        enterprise_id__in=enterprises, edition_id__in=editions, recorded_on=None, cancelled_on=None
    ).select_related("enterprise__region", "office")
    return page_of(rows, by=["id"], cursor=cursor, size=size)


_JOINED = ("number", "title", "granted_on", "valid_until", "cancelled_on")


def enterprise_with_titles(enterprise_id: int) -> tuple[Enterprise, DigitalResult | None, list[Recognition]]:
    """An enterprise with its latest digital level and every title it holds or held, newest first. One query.

    The titles come without their office, the level without the office that brought it.
    """
    columns = {f"held_{each}": F(f"recognitions__{each}") for each in _JOINED}
    rows = list(
        Enterprise.objects.filter(pk=enterprise_id)
        .select_related("region", "verification")
        .annotate(digital=latest_digital(), **columns)
        .order_by(F("held_granted_on").desc(nulls_last=True), "-recognitions__id")
    )
    found = rows[0]
    held = [{each: getattr(row, f"held_{each}") for each in _JOINED} for row in rows]
    titles = [Recognition(enterprise=found, **each) for each in held if each["number"] is not None]
    return found, digital_from(found, found.digital), titles


@dataclass(frozen=True)
class RecordLock:
    """Why the record of an enterprise that holds a title cannot be changed today, and when it can."""

    title: str
    opens: date
    closes: date
    source: Source


def record_lock(titles: Iterable[Recognition], on: date) -> RecordLock | None:
    """What keeps the record closed on a day, or None: a valid title does, outside the days of 信息更新. No query."""
    held = [each for each in titles if each.is_held_on(on)]
    period = enterprise_record().update_period(on)
    if not held or period.holds(on):
        return None
    first, last = period.days_of(on.year)
    if on > last:
        first, last = period.days_of(on.year + 1)
    return RecordLock(catalogue.titles()[held[0].title].name, first, last, period.source)
