"""What happens to a title: granted, recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tidu.domain.accounts.access import Act, Actor, require, visible
from tidu.domain.audit.actions import record as log
from tidu.domain.enterprises.actions import update_record
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.recognitions.errors import RecognitionRefusal
from tidu.domain.recognitions.models import Recognition, RecognitionEvent
from tidu.domain.recognitions.queries import record_lock, titles_of
from tidu.kit import clock
from tidu.rules import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tidu.domain.regions.models import Office
    from tidu.rules.schema import Edition


def last_day(granted_on: date, years: int) -> date:
    """The last day of a validity of whole years: from 1 July 2024, three years, until 30 June 2027."""
    try:
        end = granted_on.replace(year=granted_on.year + years)
    except ValueError:  # granted on 29 February
        end = granted_on.replace(year=granted_on.year + years, month=3, day=1)
    return end - timedelta(days=1)


def grant(
    enterprise: Enterprise,
    edition: Edition,
    office: Office,
    *,
    on: date,
    document_number: str,
    sequence: int,
    declaration_number: str = "",
) -> Recognition:
    """Give the edition's title; ``sequence`` is the place in the announced list and ends the certificate number."""
    grants = edition.workflow.grant
    recognition = Recognition.objects.create(
        number=f"{grants.title.replace('_', '').upper()[:4]}{on:%Y%m%d}{office.region_id}{sequence:05d}",
        title=grants.title,
        enterprise=enterprise,
        edition_id=edition.id,
        declaration_number=declaration_number,
        office=office,
        document_number=document_number,
        granted_on=on,
        valid_until=last_day(on, grants.valid_years),
    )
    RecognitionEvent.objects.create(
        recognition=recognition, kind=RecognitionEvent.Kind.GRANTED, on=on, office=office, note=document_number
    )
    return recognition


@transaction.atomic
def record(actor: Actor, number: str) -> Recognition:
    """备案: the level the edition names takes note of a title that the level below announced."""
    enterprises = visible(Enterprise.objects.all(), actor, owner="id").values("pk")
    recognition = Recognition.objects.select_for_update().filter(number=number, enterprise_id__in=enterprises).first()
    if recognition is None:
        raise RecognitionRefusal("没有这个认定。", mend="请回到列表刷新后再试。")
    recorder = catalogue.edition(recognition.edition_id).workflow.record
    if recorder is None:
        raise RecognitionRefusal("这一事项不需要备案。", "由认定部门直接公告。")
    require(actor, Act.RECORD, level=recorder.level)
    if recognition.recorded_on is not None:
        raise RecognitionRefusal(f"已于 {recognition.recorded_on:%Y-%m-%d} 备案。", "同一认定只备案一次。")
    recognition.recorded_on = clock.today()
    recognition.save(update_fields=["recorded_on"])
    RecognitionEvent.objects.create(
        recognition=recognition,
        kind=RecognitionEvent.Kind.RECORDED,
        on=recognition.recorded_on,
        office_id=actor.office_id,
    )
    log(actor, "recognition.recorded", "recognition", number)
    return recognition


@transaction.atomic
def update_enterprise(actor: Actor, changes: Mapping[str, Any], *, based_on: int) -> Enterprise:
    """Change the record of the actor's enterprise; while it holds a title, only on the days of 信息更新."""
    require(actor, Act.FILL)
    lock = record_lock(titles_of(actor.enterprise_id or 0), clock.today())
    if lock is not None:
        raise RecognitionRefusal(
            "没有保存：现在不能改企业信息。",
            f"贵公司已是{lock.title}，企业信息只在每年的信息更新期内修改（{lock.source.document}{lock.source.clause}）。",
            f"下一次开放是 {lock.opens:%Y-%m-%d} 至 {lock.closes:%Y-%m-%d}；更名等重大变更请与主管部门联系。",
        )
    return update_record(actor, changes, based_on=based_on)
