"""Moving an enterprise to the region it is really registered in; its open files go along, to the offices there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.accounts.unlocking import require_reason
from tidu.domain.audit.actions import record
from tidu.domain.declarations.actions.moving import destination, move
from tidu.domain.declarations.errors import DeclarationRefusal
from tidu.domain.declarations.models import Declaration
from tidu.domain.enterprises.actions import note_region
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.enterprises.queries import member_ids
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.domain.regions.queries import has_counties_below
from tidu.domain.regions.queries import region as region_of
from tidu.rules import catalogue
from tidu.rules.schema import StepKind
from tidu.rules.workflow import Position, Status

if TYPE_CHECKING:
    from tidu.domain.regions.models import Region

_OPEN = (Status.DRAFT, Status.UNDER_REVIEW, Status.RETURNED, Status.WITHDRAWN)


@transaction.atomic
def move_region(actor: Actor, enterprise_id: int, region_code: str, *, reason: str) -> Enterprise:
    """Correct where an enterprise is registered; files under review go to the office of the same level there.

    What was decided and granted stays with whoever decided it.
    """
    require(actor, Act.OPERATE)
    why = require_reason(reason)
    enterprise = Enterprise.objects.select_for_update(of=("self",)).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise Http404(enterprise_id)
    to = _fine_enough(region_code)
    if to.code == enterprise.region_id:
        raise DeclarationRefusal(f"注册地已经是{to.full_name}。", "没有要改的。", "请核对要改到哪里。", field="region")
    files = list(
        Declaration.objects.select_for_update(of=("self",))
        .filter(enterprise=enterprise, status__in=_OPEN)
        .select_related("window", "held_by")
        .order_by("id")
    )
    _require_movable(enterprise, to, files)
    was = enterprise.region.full_name
    note_region(enterprise, to)
    for each in files:
        _take_along(actor, each, enterprise)
    record(actor, "enterprise.region_moved", "enterprise", enterprise.pk, to=to.code, reason=why, files=len(files))
    tell(
        member_ids(enterprise.pk),
        Message.Kind.ACCOUNT,
        f"注册地已改为{to.full_name}",
        f"原来是{was}。理由：{why}\n" + "".join(f"\n{each.number}：{_where(each)}" for each in files),
    )
    return enterprise


def _fine_enough(code: str) -> Region:
    found = region_of(code)
    if found is None or found.kind == found.Kind.NATION or has_counties_below(found.code):
        raise DeclarationRefusal(
            "还没有选到县（市、区）。", "申报书按注册地送审。", "请选到最细的一级。", field="region"
        )
    return found


def _require_movable(enterprise: Enterprise, to: Region, files: list[Declaration]) -> None:
    """Refuse what would tear a file: a list that is being shown, or a window that is another province's."""
    shown = [each.number for each in files if _is_on_notice(each)]
    if shown:
        raise DeclarationRefusal(
            f"{'、'.join(shown)} 正在公示环节。", "名单已经按原注册地办理。", "请等公告之后再改注册地。", field="region"
        )
    if files and to.province_code != enterprise.province_code:
        raise DeclarationRefusal(
            f"有 {len(files)} 件没有办结的申报，不能改到外省。",
            "申报批次由各省开放，外省的部门收不到这些申报书。",
            "请企业先撤回，或等办结之后再改。",
            field="region",
        )


def _is_on_notice(declaration: Declaration) -> bool:
    if declaration.status != Status.UNDER_REVIEW:
        return False
    return catalogue.edition(declaration.edition_id).step(declaration.step).kind is StepKind.PUBLIC_NOTICE


def _take_along(actor: Actor, declaration: Declaration, enterprise: Enterprise) -> None:
    for column in ("province_code", "city_code", "county_code"):
        setattr(declaration, column, getattr(enterprise, column))
    was = declaration.held_by
    if declaration.status == Status.UNDER_REVIEW:
        edition = catalogue.edition(declaration.edition_id)
        to = destination(declaration, edition, Position(Status.UNDER_REVIEW, declaration.step))
        move(declaration, to, **_place(enterprise))
    else:
        Declaration.objects.filter(pk=declaration.pk).update(**_place(enterprise))
    record(
        actor,
        "declaration.region_moved",
        "declaration",
        declaration.number,
        from_office=was.name if was else "",
        to_office=declaration.held_by.name if declaration.held_by else "",
    )


def _place(enterprise: Enterprise) -> dict[str, str]:
    return {key: getattr(enterprise, key) for key in ("province_code", "city_code", "county_code")}


def _where(declaration: Declaration) -> str:
    if declaration.held_by:
        return f"改由{declaration.held_by.name}办理，期限按本批次。"
    return "下次提交时送到新注册地的部门。"
