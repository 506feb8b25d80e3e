"""Renders the kit's tags and shells for its tests."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.context import Context
from django.test import RequestFactory

from tidu.kit.clock import CHINA
from tidu.web.ui import icons
from tidu.web.ui.shell import Contact, NavItem, ShellContext, Who

UI = Path(icons.__file__).parent
NOW = datetime(2026, 4, 16, 9, 0, tzinfo=CHINA)


def at(month: int, day: int, hour: int = 17, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


def render(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    django = engines["django"]
    assert isinstance(django, DjangoTemplates)
    template = django.engine.from_string("{% load ui %}" + source)
    return str(template.render(Context({**context, "request": request or RequestFactory().get("/")})))


def shell(**more: Any) -> dict[str, Any]:
    context = ShellContext(
        nav=[NavItem("审核", "/queue", current=True), NavItem("公告", "/announcements")],
        home_url="/home",
        who=Who("陈岚，苏州市", "苏州市工业和信息化局", [NavItem("切换岗位", "/posts")]),
        sign_in_url="/sign-in",
        sign_out_url="/sign-out",
        level_name="市级",
        messages_url="/messages",
        unread=3,
        contacts=[Contact("技术支持", "025-0000 0001", "工作日 9:00–17:30")],
        footer_links=[NavItem("操作手册（PDF）", "/manual")],
        demo_now=NOW,
    )
    return {**context, "csrf_token": "token", **more}


def page(name: str, **more: Any) -> str:
    django = engines["django"]
    assert isinstance(django, DjangoTemplates)
    return str(django.engine.get_template(name).render(Context(shell(**more))))
