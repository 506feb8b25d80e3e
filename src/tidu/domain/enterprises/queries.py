from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from tidu.domain.accounts.access import Actor, Audience, actor_among, posts_of, visible
from tidu.domain.accounts.models import User
from tidu.domain.enterprises.models import AnnualFigure, DigitalResult, Enterprise, Member, NamePiece, OfficeFigure
from tidu.domain.enterprises.names import initials, telling_pieces, tidy
from tidu.rules import size

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

M = TypeVar("M", bound="Model")

#: What must be filled before one may begin to declare, by the column and the word on the form.
REQUIRED = {
    "address": "通讯地址",
    "postcode": "邮编",
    "legal_representative": "法定代表人",
    "legal_mobile": "法定代表人手机",
    "contact": "联系人",
    "contact_mobile": "联系人手机",
    "email": "电子邮箱",
    "industry": "具体细分领域（行业小类）",
    "registered_on": "注册时间",
    "registered_capital": "注册资本",
    "employees": "从业人员期末人数",
    "revenue": "营业收入",
    "assets": "资产总额",
}


def signed_in_actor(user_id: int, *, post_id: int | None = None) -> tuple[Actor, str] | None:
    """The actor of a signed-in person and the hash their session must carry; None for nobody's session.

    With ``post_id`` they act from that post; else for their enterprise, else from their first post; a natural person
    for themselves. One to three queries.
    """
    if post_id is None and (member := _membership(user_id)) is not None:
        return _applicant(member), member.user.get_session_auth_hash()
    posts = posts_of(user_id)
    if posts:
        return actor_among(posts, post_id), posts[0].user.get_session_auth_hash()
    person = _natural_person(user_id)
    return None if person is None else (_themselves(person), person.get_session_auth_hash())


def applicant_for(user_id: int) -> Actor | None:
    """The actor who acts for their enterprise, a natural person for themselves; None for anybody else. Two queries."""
    member = _membership(user_id)
    if member is not None:
        return _applicant(member)
    person = _natural_person(user_id)
    return None if person is None else _themselves(person)


def _natural_person(user_id: int) -> User | None:
    return User.objects.filter(pk=user_id, is_active=True, natural_person__isnull=False).first()


def _themselves(person: User) -> Actor:
    return Actor(user_id=person.pk, name=person.name, audience=Audience.PERSON, role="person")


def _membership(user_id: int) -> Member | None:
    return (
        Member.objects.filter(user_id=user_id, user__is_active=True)
        .select_related("user", "enterprise")
        # asked at every request: what an actor is made of, and what a session rests on
        .only(
            "role",
            "user__name",
            "user__password",
            "user__sessions_ended",
            "enterprise__name",
            "enterprise__province_code",
        )
        .order_by("id")
        .first()
    )


def _applicant(member: Member) -> Actor:
    return Actor(
        user_id=member.user_id,
        name=member.user.name,
        audience=Audience.APPLICANT,
        role=member.role,
        enterprise_id=member.enterprise_id,
        enterprise_name=member.enterprise.name,
        region_code=member.enterprise.province_code,
    )


def enterprise_of(actor: Actor) -> Enterprise:
    """The enterprise the actor acts for."""
    return Enterprise.objects.select_related("region", "verification").get(pk=actor.enterprise_id)


def latest_digital() -> Subquery:
    """The latest result of the digital-level assessment as a column of a query over enterprises."""
    results = DigitalResult.objects.filter(enterprise=OuterRef("pk")).order_by("-assessed_on", "-id")
    return Subquery(results.values(told=JSONObject(level="level", assessed_on="assessed_on"))[:1])


def digital_from(enterprise: Enterprise, told: dict[str, Any] | None) -> DigitalResult | None:
    """The result that `latest_digital` told, without its office."""
    if told is None:
        return None
    assessed_on = date.fromisoformat(told["assessed_on"])
    return DigitalResult(enterprise=enterprise, level=told["level"], assessed_on=assessed_on)


def enterprise_for(actor: Actor, credit_code: str) -> Enterprise | None:
    """An enterprise that exists for the actor, or None."""
    rows = visible(Enterprise.objects.filter(credit_code=credit_code), actor, owner="id")
    return rows.select_related("region").first()


def missing(enterprise: Enterprise) -> list[str]:
    """The words of what is not filled yet and must be before one declares."""
    return [word for column, word in REQUIRED.items() if getattr(enterprise, column) in (None, "")]


def size_class(enterprise: Enterprise) -> str:
    """The size class by 工信部联企业〔2011〕300号: large, medium, small, micro, outside or unknown."""
    return size.classify(
        enterprise.industry or None,
        employees=enterprise.employees,
        revenue=enterprise.revenue,
        assets=enterprise.assets,
    )


def digital_result(enterprise_id: int) -> DigitalResult | None:
    """The latest result of the digital-level assessment, or None. One query."""
    return (
        DigitalResult.objects.filter(enterprise_id=enterprise_id)
        .select_related("office")
        .order_by("-assessed_on", "-id")
        .first()
    )


def office_figures(enterprise_id: int) -> list[OfficeFigure]:
    """The figures that offices brought, with the office, oldest first. One query."""
    rows = OfficeFigure.objects.filter(enterprise_id=enterprise_id)
    return list(rows.select_related("office").order_by("year", "id"))


def figures(enterprise_id: int) -> dict[tuple[int, str], AnnualFigure]:
    """All annual figures by year and fact. One query."""
    return {(row.year, row.fact): row for row in AnnualFigure.objects.filter(enterprise_id=enterprise_id)}


#: One character alone would find half of everything.
SHORTEST_SEARCH = 2
_CREDIT_CODE_LENGTH = 18


def is_credit_code(typed: str) -> bool:
    """Whether what was typed is meant as a credit code rather than as a part of a name."""
    text = tidy(typed)
    return len(text) == _CREDIT_CODE_LENGTH and text.isascii()


def named(rows: QuerySet[M], typed: str, *, enterprise: str = "") -> QuerySet[M]:
    """Narrow ``rows`` to those whose credit code, name or pinyin initials hold what was typed.

    Rows of something else that has an ``enterprise``, by that name, are narrowed to those of such enterprises.
    """
    text = tidy(typed)
    key, of = (enterprise, f"{enterprise}__") if enterprise else ("pk", "")
    if len(text) < SHORTEST_SEARCH:
        return rows.none()
    if is_credit_code(text):
        return rows.filter(**{f"{of}credit_code": text.upper()})
    for piece in telling_pieces(text)[:6]:
        rows = rows.filter(**{f"{key}__in": NamePiece.objects.filter(piece=piece).values("enterprise_id")})
    if not text.isascii() and typed.strip().isalnum():
        return rows.filter(**{f"{of}name__contains": typed.strip()})
    return rows


def matches(name: str, typed: str) -> bool:
    """Whether a name really holds what was typed, in its characters or its initials: pieces alone may lie."""
    text = tidy(typed)
    return text in tidy(name) or text in initials(name)


def member_ids(enterprise_id: int) -> list[int]:
    """The people to tell."""
    return list(Member.objects.filter(enterprise_id=enterprise_id).values_list("user_id", flat=True))
