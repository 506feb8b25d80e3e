"""Registering an enterprise, keeping its record, noting its figures and results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from tidu.domain.accounts.actions import create_user
from tidu.domain.accounts.people import by_sign_in_name
from tidu.domain.audit.actions import record
from tidu.domain.enterprises.errors import AlreadyRegistered, EnterpriseRefusal
from tidu.domain.enterprises.models import AnnualFigure, DigitalResult, Enterprise, Member, NamePiece, OfficeFigure
from tidu.domain.enterprises.names import pieces_of_name
from tidu.domain.regions.models import Region
from tidu.domain.regions.queries import has_counties_below
from tidu.kit import clock, masks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tidu.domain.accounts.access import Actor
    from tidu.domain.accounts.models import User
    from tidu.domain.regions.models import Office

#: Columns of the record that its people may change themselves.
EDITABLE = frozenset(
    [
        "address",
        "postcode",
        "legal_representative",
        "legal_phone",
        "legal_mobile",
        "contact",
        "contact_phone",
        "contact_mobile",
        "email",
        "fax",
        "industry",
        "registered_on",
        "registered_capital",
        "employees",
        "revenue",
        "assets",
    ]
)


def place_columns(region: Region) -> dict[str, str]:
    """Province, city and county code of an enterprise registered in ``region``."""
    match region.kind:
        case Region.Kind.COUNTY:
            return {
                "province_code": region.province_code,
                "city_code": region.city_code,
                "county_code": region.code,
            }
        case Region.Kind.CITY:
            return {"province_code": region.province_code, "city_code": region.code, "county_code": ""}
        case _:
            raise EnterpriseRefusal(
                "注册地要选到县（市、区）。", "申报书按注册地送审。", "请选到最细的一级。", field="region"
            )


def require_not_registered(credit_code: str) -> None:
    """Refuse a credit code that has an account: one enterprise, one account. At most two queries."""
    known = Enterprise.objects.filter(credit_code=credit_code).first()
    if known is not None:
        holder = by_sign_in_name(credit_code)
        bound = masks.phone(holder.phone if holder else "") or "（未登记）"
        raise AlreadyRegistered(
            f"这家企业 {known.created_at.year} 年已注册，绑定手机 {bound}。",
            "一个统一社会信用代码只有一个法人账户。",
            "请直接登录；忘了用户名或密码可以找回；不是您单位的人注册的，可以提出异议。",
            field="credit_code",
        )


@transaction.atomic
def register(
    *,
    credit_code: str,
    name: str,
    region: Region,
    legal_representative: str,
    contact: str,
    phone: str,
    email: str,
    username: str,
    password: str | None,
    is_synthetic: bool = False,
) -> User:
    """Make a legal person's account: the enterprise, the person and that the one acts for the other."""
    require_not_registered(credit_code)
    if region.kind == Region.Kind.CITY and has_counties_below(region.code):
        raise EnterpriseRefusal("注册地还没选到县（市、区）。", "申报书按注册地送审。", "请再选一级。", field="region")
    user = create_user(
        username=username, password=password, name=contact, phone=phone, email=email, credit_code=credit_code
    )
    enterprise = Enterprise.objects.create(
        credit_code=credit_code,
        name=name,
        region=region,
        **place_columns(region),
        legal_representative=legal_representative,
        contact=contact,
        contact_mobile=phone,
        email=email,
        created_at=clock.now(),
        is_synthetic=is_synthetic,
    )
    _index_name(enterprise)
    Member.objects.create(enterprise=enterprise, user=user, role=Member.Role.OWNER)
    record(None, "enterprise.registered", "enterprise", enterprise.pk, credit_code=credit_code)
    return user


@transaction.atomic
def update_record(actor: Actor, changes: Mapping[str, Any], *, based_on: int) -> Enterprise:
    """Change columns of the actor's enterprise; refused where somebody changed it since ``based_on``."""
    enterprise = Enterprise.objects.select_for_update().get(pk=actor.enterprise_id)
    if unknown := set(changes) - EDITABLE:
        raise EnterpriseRefusal(f"这些内容不能在这里改：{'、'.join(sorted(unknown))}。")
    if enterprise.version != based_on:
        raise EnterpriseRefusal(
            "没有保存：有人刚改过企业信息。",
            "为了不盖掉对方的修改，先停一下。",
            "下面是现在的内容和您填的内容，核对后再点一次保存。",
            field="version",
        )
    changed = {key: value for key, value in changes.items() if getattr(enterprise, key) != value}
    if not changed:
        return enterprise
    for key, value in changed.items():
        setattr(enterprise, key, value)
    enterprise.version += 1
    enterprise.save(update_fields=[*changed, "version"])
    record(actor, "enterprise.updated", "enterprise", enterprise.pk, columns=sorted(changed))
    return enterprise


def note_region(enterprise: Enterprise, region: Region) -> None:
    """Keep another registered region; its files follow by `declarations.actions.move_region`. Needs the row's lock."""
    enterprise.region = region
    places = place_columns(region)
    for column, code in places.items():
        setattr(enterprise, column, code)
    enterprise.version += 1
    enterprise.save(update_fields=["region", *places, "version"])


def note_figures(enterprise_id: int, figures: Mapping[tuple[int, str], int], *, source: str) -> None:
    """Keep annual figures by year and fact; a newer filing takes the place of an older one."""
    AnnualFigure.objects.bulk_create(
        [
            AnnualFigure(enterprise_id=enterprise_id, year=year, fact=fact, value=value, source=source)
            for (year, fact), value in figures.items()
        ],
        update_conflicts=True,
        unique_fields=["enterprise", "year", "fact"],
        update_fields=["value", "source"],
    )


def note_digital_result(enterprise: Enterprise, level: int, assessed_on: date, office: Office) -> DigitalResult:
    """Keep a dated result; a second one of the same day takes the place of the first."""
    result, _ = DigitalResult.objects.update_or_create(
        enterprise=enterprise,
        assessed_on=assessed_on,
        defaults={"level": level, "office": office, "imported_at": clock.now()},
    )
    return result


def note_office_figure(
    enterprise: Enterprise, fact: OfficeFigure.Fact, year: int, value: int, *, as_of: date, office: Office
) -> OfficeFigure:
    """Keep a figure that an office brings for a year of declaring; a later one takes the place of the earlier."""
    figure, _ = OfficeFigure.objects.update_or_create(
        enterprise=enterprise,
        fact=fact,
        year=year,
        defaults={"value": value, "as_of": as_of, "office": office, "imported_at": clock.now()},
    )
    return figure


def _index_name(enterprise: Enterprise) -> None:
    NamePiece.objects.filter(enterprise=enterprise).delete()
    NamePiece.objects.bulk_create(
        NamePiece(enterprise=enterprise, piece=piece) for piece in sorted(pieces_of_name(enterprise.name))
    )
