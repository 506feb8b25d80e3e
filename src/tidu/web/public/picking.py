"""The province a page speaks of, and choosing another; an enterprise has its own and chooses none."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.html import format_html

from tidu.domain.accounts.access import Audience
from tidu.web.public.places import all_provinces, province_name
from tidu.web.requests import actor_of
from tidu.web.shells import province_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from tidu.web.public.places import Place


def picker(request: HttpRequest) -> SafeString:
    """The province as a fragment: a list of links, or for an enterprise a word."""
    province = province_of(request)
    actor = actor_of(request)
    if actor is not None and actor.audience is Audience.APPLICANT:
        return format_html('<span class="muted">{}，按企业注册地</span>', province_name(province))
    return _picker(province, all_provinces())


@lru_cache(maxsize=64)
def _picker(province_code: str, places: tuple[Place, ...]) -> SafeString:
    return render_to_string("public/_region.html", {"code": province_code, "provinces": places})
