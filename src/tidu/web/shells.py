"""What stands around every page of an audience: navigation, who is signed in, whom to ask, the demo banner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.urls import reverse

from tidu.domain.accounts.access import Act, Actor, Audience, can
from tidu.domain.messages.queries import unread_count
from tidu.domain.notices.queries import contacts
from tidu.kit import clock
from tidu.web.requests import actor_of, home_of
from tidu.web.ui.shell import Contact, NavItem, ShellContext, Who
from tidu.web.ui.states import LEVEL_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest

REGION_COOKIE = "region"
_REGION_CODE = re.compile(r"[0-9]{6}")
DEFAULT_PROVINCE = "320000"

_PUBLIC = [
    ("首页", "public:home"),
    ("通知公告", "public:announcements"),
    ("企业认定查询", "public:look_up"),
    ("数字化水平评测", "public:digital"),
    ("创客大赛", "public:contest"),
    ("申报", "public:apply"),
]
_APPLICANT = [
    ("企业中心", "applicant:home"),
    ("企业信息", "applicant:enterprise"),
    ("申报与复核", "applicant:declarations"),
    ("同事与权限", "applicant:colleagues"),
    ("我的消息", "applicant:messages"),
]
_OFFICER = [
    ("审核", "officer:queue"),
    ("公示公告", "officer:notices"),
    ("备案", "officer:records"),
    ("申报时间", "officer:windows"),
    ("标准与规则", "officer:rules"),
    ("公告", "officer:announcements"),
    ("评测与评价数据", "officer:digital_results"),
]
_PEOPLE = ("人员与岗位", "officer:people")
_OPERATOR = [
    ("运行维护", "operator:home"),
    _PEOPLE,
    ("人工核验", "operator:checks"),
    ("账户", "operator:accounts"),
    ("发件箱", "operator:outbox"),
    ("操作日志", "operator:log"),
    ("保存期限", "operator:retention"),
]
_PERSON = [("个人中心", "person:home")]
_NAV = {
    Audience.PERSON: _PERSON,
    Audience.APPLICANT: _APPLICANT,
    Audience.OFFICER: _OFFICER,
    Audience.OPERATOR: _OPERATOR,
}


def province_of(request: HttpRequest) -> str:
    """The province a page speaks of: the actor's, else the one the visitor chose, else the default."""
    actor = actor_of(request)
    if actor is not None and actor.audience is Audience.APPLICANT:
        return actor.region_code
    chosen = request.COOKIES.get(REGION_COOKIE, "")
    return chosen if _REGION_CODE.fullmatch(chosen) else DEFAULT_PROVINCE


def context(request: HttpRequest) -> ShellContext:
    """The context processor: everything the shells read. At most one query more than finding the actor."""
    actor = None if request.resolver_match is None else actor_of(request)
    audience = "" if request.resolver_match is None else (request.resolver_match.namespace or "public")
    entries = _PUBLIC if actor is None or audience == "public" else _entries(actor)
    shell: ShellContext = {
        "nav": [NavItem(label, reverse(name), current=_is_current(request, name)) for label, name in entries],
        "home_url": reverse("public:home") if actor is None else home_of(actor),
        "sign_in_url": reverse("public:sign_in"),
        "sign_out_url": reverse("public:sign_out"),
        "help_url": reverse("public:guide"),
        "contacts": _contacts(province_of(request)),
        "footer_links": [
            NavItem("申报指南与常见问题", reverse("public:guide")),
            NavItem("各地联系方式", reverse("public:contacts")),
        ],
        "demo_now": clock.now() if clock.is_demo() else None,
        "who": None,
    }
    if actor is not None:
        shell["who"] = _who(actor)
        if actor.audience is Audience.APPLICANT:
            shell["messages_url"] = reverse("applicant:messages")
            shell["unread"] = unread_count(actor)
        elif actor.level is not None:
            shell["level_name"] = LEVEL_NAMES[actor.level]
    return shell


def _entries(actor: Actor) -> list[tuple[str, str]]:
    leads = actor.audience is Audience.OFFICER and can(actor, Act.APPOINT)
    return [*_NAV[actor.audience], _PEOPLE] if leads else _NAV[actor.audience]


#: Pages that no entry of the navigation names: under which one they stand.
_BELONGS = {
    "applicant:verification": "applicant:enterprise",
    "applicant:contested": "applicant:colleagues",
    "applicant:hand_over": "applicant:colleagues",
    "applicant:licence": "applicant:enterprise",
    "applicant:declaration": "applicant:declarations",
    "applicant:fill": "applicant:declarations",
    "applicant:check": "applicant:declarations",
    "applicant:submit": "applicant:declarations",
    "applicant:receipt": "applicant:declarations",
    "applicant:paper": "applicant:declarations",
    "applicant:read": "applicant:declarations",
    "applicant:message": "applicant:messages",
    "applicant:openings": "applicant:home",
    "officer:review": "officer:queue",
    "officer:decide": "officer:queue",
    "officer:notice": "officer:notices",
    "officer:rule": "officer:rules",
    "officer:window": "officer:windows",
    "officer:window_new": "officer:windows",
    "officer:announcement_new": "officer:announcements",
    "officer:announcement_settings": "officer:announcements",
    "officer:announcement_withdraw": "officer:announcements",
    "officer:digital_results_check": "officer:digital_results",
    "officer:digital_results_accept": "officer:digital_results",
    "officer:person": "officer:people",
    "officer:person_new": "officer:people",
    "officer:factor_reset": "officer:people",
    "operator:outgoing": "operator:outbox",
    "operator:check": "operator:checks",
    "operator:account": "operator:accounts",
    "operator:unlock": "operator:accounts",
    "operator:move_region": "operator:accounts",
    "operator:erase": "operator:accounts",
    "public:announcement": "public:announcements",
    "public:notices": "public:announcements",
    "public:notice": "public:announcements",
    "public:certificate": "public:look_up",
    "public:programme": "public:apply",
}


def _is_current(request: HttpRequest, name: str) -> bool:
    here = "" if request.resolver_match is None else request.resolver_match.view_name
    return _BELONGS.get(here, here) == name


def _own_pages() -> list[NavItem]:
    return [NavItem("代办", reverse("officer:stand_ins")), NavItem("操作记录", reverse("officer:accesses"))]


def _who(actor: Actor) -> Who:
    if actor.audience is Audience.PERSON:
        return Who(name=actor.name, detail="个人账户，不能申报", links=[NavItem("个人中心", reverse("person:home"))])
    if actor.audience is Audience.APPLICANT:
        return Who(
            name=actor.enterprise_name,
            detail=f"{actor.enterprise_name}，{actor.name}",
            links=[NavItem("企业中心", reverse("applicant:home")), NavItem("登录的设备", reverse("public:sessions"))],
        )
    return Who(
        name=f"{actor.name}，{actor.region_name}{actor.role_name}",
        detail=f"{actor.office_name}，{actor.role_name}",
        links=[
            NavItem("登录与安全", reverse("officer:security")),
            *(_own_pages() if actor.audience is Audience.OFFICER else []),
            NavItem("登录的设备", reverse("public:sessions")),
        ],
        switch_url=reverse("public:posts"),
        others=actor.other_posts,
    )


def _contacts(province_code: str) -> list[Contact]:
    key = f"contacts:{province_code}"
    kept: list[Contact] | None = cache.get(key)
    if kept is None:
        kept = [Contact(row.get_kind_display(), row.phone, row.hours) for row in contacts(province_code)]
        cache.set(key, kept, 60)
    return kept
