"""Beginning a session that its person will recognise in the list: from which device, from where, since when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login

from tidu.domain.accounts.session_store import ADDRESS, BEGUN, DEVICE
from tidu.kit import clock
from tidu.web.carrying import CARRIED_KEY
from tidu.web.requests import FACTOR_KEY, PENDING_KEY, POST_KEY, address_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tidu.domain.accounts.models import User

#: The first that fits names it: Edge says that it is Chrome, and Chrome that it is Safari.
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("wxwork", "企业微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ 浏览器"),
    ("MetaSr", "搜狗浏览器"),
    ("QIHU|360SE|360EE", "360 浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("Firefox|FxiOS", "火狐"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS|OpenHarmony", "鸿蒙设备"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "安卓设备"),
    ("Windows", "Windows 电脑"),
    ("Macintosh|Mac OS X", "Mac"),
    ("Linux|X11", "Linux 电脑"),
)


def enter(request: HttpRequest, user: User) -> None:
    """Sign a person in. The session gets a new key; nothing of an earlier post or second factor stays."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = request.session
    for kept in (POST_KEY, FACTOR_KEY, PENDING_KEY):
        session.pop(kept, None)
    session[BEGUN] = clock.now().timestamp()
    session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    session[ADDRESS] = masked(address_of(request))


def start_anew(request: HttpRequest) -> None:
    """Whoever was signed in here is not any more; only what a form is waiting to send on is kept."""
    carried = request.session.get(CARRIED_KEY)
    request.session.flush()
    if carried is not None:
        request.session[CARRIED_KEY] = carried


def device_of(agent: str) -> str:
    """The device in words a person uses for it: Windows 电脑，Chrome. Nothing of what was sent is shown itself."""
    words = [_first(_SYSTEMS, agent), _first(_BROWSERS, agent)]
    return "，".join(word for word in words if word) or "没有说明的设备"


def masked(address: str) -> str:
    """An address by which one recognises one's own network, not the machine in it."""
    if ":" in address:
        return ":".join([*address.split(":")[:2], "*"])
    parts = address.split(".")
    return ".".join([*parts[:2], "*", "*"]) if len(parts) == 4 else ""  # noqa: PLR2004 - an address has four


def _first(words: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((word for pattern, word in words if re.search(pattern, agent)), "")
