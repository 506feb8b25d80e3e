"""操作日志: who did what to which thing, without what it held; taken away as a table, which is logged too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from tidu.domain.accounts.oversight import all_events, export_events
from tidu.domain.audit.acts import ACTS
from tidu.kit import clock
from tidu.kit.csv_lines import csv_lines
from tidu.web.requests import ActorRequest, operator_only
from tidu.web.ui.log import asked_for, line_of, lines_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidu.domain.audit.models import Event

_HEAD = ("编号", "时间", "人员", "角色", "单位", "操作", "对象", "对象编号")


@operator_only
@require_safe
def log(request: ActorRequest) -> HttpResponse:
    """List everything, newest first, by person, act and days. At most five queries."""
    asked = asked_for(request.GET)
    page = all_events(request.actor, asked, cursor=request.GET.get("cursor", ""))
    context = {"asked": asked, "acts": ACTS.items(), "page": page, "lines": lines_of(page.rows)}
    return render(request, "operator/log.html", context)


@require_POST
@operator_only
def log_export(request: ActorRequest) -> HttpResponse:
    """Send what was asked for as a table, however long: read and sent a page at a time."""
    asked = asked_for(request.POST)
    events = export_events(request.actor, asked)
    name = f"操作日志-{asked.since.isoformat()}-{asked.until.isoformat()}.csv"
    return StreamingHttpResponse(  # type: ignore[return-value]  # the guards ask for a response, streamed or not
        csv_lines(_HEAD, map(_row, events)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)},
    )


def _row(event: Event) -> tuple[str, ...]:
    line = line_of(event)
    at = f"{event.at.astimezone(clock.CHINA):%Y-%m-%d %H:%M:%S}"
    return (str(event.pk), at, line.name, line.role, line.post, line.act, line.thing, line.thing_id)
