"""What the shells show around a page. Audiences fill it in; the shells know no audience and no address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True)
class NavItem:
    """A link of the main navigation or of a menu; `icon` is a name of icons.txt."""

    label: str
    url: str
    current: bool = False
    icon: str = ""


@dataclass(frozen=True)
class Contact:
    """Whom to ring: 技术支持 or 业务咨询, with the hours if they are limited."""

    label: str
    phone: str
    hours: str = ""


@dataclass(frozen=True)
class Who:
    """Who is signed in, as the corner of the page shows it."""

    name: str  # a short name: 澄川精密传动; 陈岚，苏州市
    detail: str = ""  # the full name, inside the menu
    links: Sequence[NavItem] = ()  # inside the menu, above signing out
    switch_url: str = ""  # where one of `others` is posted to
    others: Sequence[tuple[int, str]] = ()  # the other posts one may act from, by id and name


class ShellContext(TypedDict, total=False):
    """The template variables that the shells read; each may be missing, and its place then stays empty."""

    nav: Sequence[NavItem]
    home_url: str
    who: Who | None
    sign_in_url: str
    sign_out_url: str
    level_name: str  # the officer's level beside the mark: 县级, 市级, 省级, 部级
    messages_url: str
    unread: int
    help_url: str
    contacts: Sequence[Contact]
    footer_links: Sequence[NavItem]
    demo_now: datetime | None  # the demo world's time; the banner stands where it is given
