"""创客大赛: it lives elsewhere; this page says where one is going, and that one is leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.domain.notices.queries import outside_link

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LINK = "contest"  # the key under which the ministry's office sets it


@require_safe
def contest(request: HttpRequest) -> HttpResponse:
    link = outside_link(LINK)
    host = urlsplit(link.url).hostname if link else ""
    return render(request, "public/contest.html", {"link": link, "host": host})
