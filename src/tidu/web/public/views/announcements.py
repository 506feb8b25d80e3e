"""通知公告: the list by issuer with a search in titles, and one announcement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.domain.notices import queries
from tidu.web.public.picking import picker
from tidu.web.shells import province_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ISSUERS = {"": "全部", "province": "省级公告", "ministry": "部级公告"}
_SEARCH_LONGEST = 60


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    issuer = request.GET.get("issuer", "")
    issuer = issuer if issuer in ISSUERS else ""
    search = request.GET.get("q", "").strip()[:_SEARCH_LONGEST]
    province = province_of(request)
    context = {
        "issuers": ISSUERS.items(),
        "issuer": issuer,
        "search": search,
        "page": queries.announcements(
            issuer=issuer, province_code=province, search=search, cursor=request.GET.get("cursor", "")
        ),
        "picker": picker(request),
    }
    return render(request, "public/announcements.html", context)


@require_safe
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.announcement(pk)
    if found is None:
        raise Http404(pk)
    return render(request, "public/announcement.html", {"announcement": found})
