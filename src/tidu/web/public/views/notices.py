"""公示: the lists that are or were shown, and one frozen list with its digest, its days and where objections go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.domain.reviews.queries import entries_of, public_notice, public_notices
from tidu.kit import clock
from tidu.rules import catalogue

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from tidu.domain.reviews.models import PublicNotice


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    page = public_notices(cursor=request.GET.get("cursor", ""))
    rows = [(notice, _stage(notice, clock.today())) for notice in page.rows]
    return render(request, "public/notices.html", {"page": page, "rows": rows})


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    found = public_notice(pk)
    context = {
        "notice": found,
        "stage": _stage(found, clock.today()),
        "programme": catalogue.edition(found.edition_id),
        "page": entries_of(found, cursor=request.GET.get("cursor", "")),
    }
    return render(request, "public/notice.html", context)


def _stage(notice: PublicNotice, today: date) -> str:
    """What a notice is today: `announced`, `on` or `over`."""
    if notice.announced_at is not None:
        return "announced"
    return "on" if today <= notice.closes_on else "over"
