"""公示: freezing the list of files that wait at a notice step, and showing it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.audit.actions import record
from tidu.domain.declarations.queries import declarations
from tidu.domain.enterprises.queries import member_ids
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.domain.reviews.errors import ReviewRefusal
from tidu.domain.reviews.models import NoticeEntry, PublicNotice
from tidu.domain.verification.queries import unverified_among
from tidu.kit import clock
from tidu.kit.canonical import digest
from tidu.kit.working_days import after_working_days
from tidu.rules import catalogue
from tidu.rules.schema import StepKind
from tidu.rules.workflow import Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tidu.domain.declarations.models import Declaration
    from tidu.rules.schema import Edition, Step


def last_day_of(step: Step, opens_on: date) -> date:
    """The last day of a notice that opens on ``opens_on``."""
    days = step.days or 1
    return after_working_days(opens_on, days) if step.working_days else opens_on + timedelta(days=days - 1)


def notice_step(edition: Edition) -> Step:
    """The step at which the edition shows its list; refused where it has none."""
    for step in edition.workflow.steps:
        if step.kind is StepKind.PUBLIC_NOTICE:
            return step
    raise ReviewRefusal(f"{edition.name}没有公示环节。")


@transaction.atomic
def publish_notice(
    actor: Actor, edition_id: str, numbers: Sequence[str], *, title: str, objections_to: str
) -> PublicNotice:
    """Show the chosen files from today; the list and its order are frozen and carry a digest."""
    require(actor, Act.ANNOUNCE)
    edition = catalogue.edition(edition_id)
    step = notice_step(edition)
    waiting = _waiting(actor, edition, step, numbers)
    if not waiting:
        raise ReviewRefusal("还没有选企业。", "公示名单里至少要有一家。", "请在下面勾选。", field="numbers")
    require_verified(waiting)
    if not title.strip() or not objections_to.strip():
        raise ReviewRefusal(
            "标题和异议受理方式都要写。", "公众要知道公示什么、向谁提异议。", "请补上再发布。", field="title"
        )
    opens_on = clock.today()
    listed = [(each.enterprise.name, each.enterprise.credit_code, each.number) for each in waiting]
    notice = PublicNotice.objects.create(
        office_id=actor.office_id,
        programme=edition.programme,
        edition_id=edition.id,
        title=title.strip(),
        opens_on=opens_on,
        closes_on=last_day_of(step, opens_on),
        objections_to=objections_to.strip(),
        digest=digest(listed),
        published_at=clock.now(),
    )
    NoticeEntry.objects.bulk_create(
        NoticeEntry(
            notice=notice,
            declaration=each,
            sequence=place,
            enterprise_name=each.enterprise.name,
            credit_code=each.enterprise.credit_code,
        )
        for place, each in enumerate(waiting, start=1)
    )
    for place, each in enumerate(waiting, start=1):
        tell(
            member_ids(each.enterprise_id),
            Message.Kind.DECLARATION,
            f"{edition.name}进入公示，至 {notice.closes_on:%-m月%-d日}",
            f"《{notice.title}》第 {place} 号。公示无异议后公告。",
            about=each.number,
        )
    record(actor, "notice.published", "public_notice", notice.pk, entries=len(waiting), digest=notice.digest)
    return notice


def require_verified(listed: Sequence[Declaration]) -> None:
    """Refuse a list with enterprises that were not found to be who they say they are; it names them. One query."""
    unverified = unverified_among(each.enterprise_id for each in listed)
    if unverified:
        names = "、".join(each.enterprise.name for each in listed if each.enterprise_id in unverified)
        raise ReviewRefusal(
            f"有 {len(unverified)} 家还没有通过实名核验：{names}。",
            "公示和公告要写明企业是谁，核验通过前不能作；其他环节不受影响。",
            "请先不选这几家；核验通过后可以放进下一份名单。",
            field="numbers",
        )


def _waiting(actor: Actor, edition: Edition, step: Step, numbers: Sequence[str]) -> list[Declaration]:
    chosen = list(
        declarations(actor)
        .filter(
            number__in=list(numbers),
            edition_id=edition.id,
            status=Status.UNDER_REVIEW,
            step=step.key,
            held_by_id=actor.office_id,
        )
        .exclude(notice_entries__notice__announced_at=None, notice_entries__isnull=False)
        .select_for_update(of=("self",))
        .select_related("enterprise")
        .order_by("enterprise__credit_code")
    )
    if len(chosen) != len(set(numbers)):
        raise ReviewRefusal(
            "名单里有企业已不在公示环节。",
            "可能是同事刚处理过，或已在另一份公示里。",
            "请刷新后重新选。",
            field="numbers",
        )
    return chosen
