"""The front page: the ladder, the look-up, what is open now, what was announced. Kept by province for a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from tidu.domain.notices.queries import announcements, outside_link
from tidu.kit import clock
from tidu.web.public.ladder import steps
from tidu.web.public.openings import Opening, Phase, openings
from tidu.web.public.picking import picker
from tidu.web.public.places import province_name
from tidu.web.public.views.contest import LINK
from tidu.web.shells import province_of
from tidu.web.ui.drawings import Axis

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

KEEP_SECONDS = 60
_NEWEST = 5
_NEW_FOR = timedelta(days=3)


@dataclass(frozen=True)
class Headline:
    """An announcement as the front page shows it."""

    pk: int
    title: str
    published_at: datetime

    @property
    def is_new(self) -> bool:
        return clock.now() - self.published_at < _NEW_FOR


@dataclass(frozen=True)
class Front:
    """What the front page shows of a province: fragments, which may be a minute old, and windows.

    Windows are kept as their dates, so that none is offered after it has closed.
    """

    openings: tuple[Opening, ...]
    ladder: SafeString
    news: SafeString


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    province = province_of(request)
    front = _front(province)
    shown = [each for each in front.openings if each.phase is not Phase.OVER]
    context = {
        "front": front,
        "openings": shown,
        "axis_over": Axis.around(clock.now()),
        "now": clock.now(),
        "province": province_name(province),
        "picker": picker(request),
    }
    return render(request, "public/home.html", context)


def _front(province: str) -> Front:
    key = f"public:front:{province}"
    kept: Front | None = cache.get(key)
    if kept is None:
        kept = Front(openings=openings(province), ladder=_ladder(province), news=_news(province))
        cache.set(key, kept, KEEP_SECONDS)
    return kept


def _ladder(province: str) -> SafeString:
    context = {"steps": steps(province), "province": province_name(province), "at": clock.now()}
    return render_to_string("public/_ladder.html", context)


def _news(province: str) -> SafeString:
    link = outside_link(LINK)
    context = {
        "province_news": _headlines("province", province),
        "ministry_news": _headlines("ministry", province),
        "contest_note": link.note if link else "",
    }
    return render_to_string("public/_news.html", context)


def _headlines(issuer: str, province: str) -> tuple[Headline, ...]:
    page = announcements(issuer=issuer, province_code=province, size=_NEWEST)
    return tuple(Headline(row.pk, row.title, row.published_at) for row in page.rows)
