"""Whom to ask, region by region."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.domain.notices.queries import all_contacts
from tidu.web.shells import province_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    own = province_of(request)
    by_region = [(region, list(rows)) for region, rows in groupby(all_contacts(), key=lambda row: row.region)]
    by_region.sort(key=lambda group: group[0].code != own)  # the visitor's own province first
    return render(request, "public/contacts.html", {"by_region": by_region})
