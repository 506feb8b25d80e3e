"""评测与评价数据: bringing in what only an office knows, after it was shown and confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST
from pydantic import TypeAdapter

from tidu.domain.accounts.access import Act, require
from tidu.domain.exchange.actions import accept
from tidu.domain.exchange.kinds import TABLES
from tidu.domain.exchange.queries import check_table, example_of
from tidu.domain.exchange.sheets import MOST_BYTES
from tidu.kit.refusals import Refusal
from tidu.web.officer.shown.imports import check_context, page_context, table_called
from tidu.web.requests import ActorRequest, officer_only

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor
    from tidu.domain.exchange.tables import Table

_SALT = "officer.imports"
_GOOD_FOR = 1800  # seconds between the check and its confirmation


@require_GET
@officer_only
def imports(request: ActorRequest) -> HttpResponse:
    """Show what of one kind was brought in last, and the form to bring in more. At most five queries."""
    table = table_called(request.GET.get("of", ""))
    imported = request.GET.get("imported", "")
    return render(
        request,
        "officer/imports.html",
        _context(request, table) | {"imported": imported if imported.isdigit() else ""},
    )


@require_GET
@officer_only
def example(request: ActorRequest, of: str) -> HttpResponse:
    """A table as it should look, to be opened and filled in office software."""
    table = TABLES.get(of)
    if table is None:
        raise Http404(of)
    disposition = content_disposition_header(as_attachment=True, filename=f"{table.name}示例.csv")
    return HttpResponse(
        example_of(table), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
    )


@require_POST
@officer_only
def check(request: ActorRequest) -> HttpResponse:
    """Read the file and show row by row what it would bring; writes nothing."""
    table = table_called(request.POST.get("of", ""))
    require(request.actor, Act.IMPORT, level=table.level)
    upload = request.FILES.get("file")
    try:
        found = check_table(request.actor, table, upload.read(MOST_BYTES + 1) if upload else b"")
    except Refusal as refusal:
        return _refused(request, table, refusal)
    context = check_context(table, found.rows) | {
        "check": found,
        "name": upload.name if upload else "",
        "token": _signed(request.actor, table, found.rows) if not found.faults else "",
    }
    return render(request, "officer/imports_check.html", context, status=422 if found.faults else 200)


@require_POST
@officer_only
def confirm(request: ActorRequest) -> HttpResponse:
    """Write what was shown, all of it or nothing. A second click writes the same again, which changes nothing."""
    table = table_called(request.POST.get("of", ""))
    require(request.actor, Act.IMPORT, level=table.level)
    try:
        count = accept(request.actor, table, _read(request.actor, table, request.POST.get("token", "")))
    except Refusal as refusal:
        return _refused(request, table, refusal)
    return redirect(f"{reverse('officer:digital_results')}?of={table.key}&imported={count}")


def _refused(request: ActorRequest, table: Table[Any], refusal: Refusal) -> HttpResponse:
    return render(request, "officer/imports.html", _context(request, table) | {"refusal": refusal}, status=422)


def _context(request: ActorRequest, table: Table[Any]) -> dict[str, Any]:
    return page_context(request.actor, table, cursor=request.GET.get("cursor", ""))


def _signed(actor: Actor, table: Table[Any], rows: list[Any]) -> str:
    plain = _rows(table).dump_python(rows, mode="json")
    return signing.dumps({"user": actor.user_id, "of": table.key, "rows": plain}, salt=_SALT, compress=True)


def _read(actor: Actor, table: Table[Any], token: str) -> list[Any]:
    try:
        content = signing.loads(token, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature as bad:
        raise Refusal("没有导入：核对结果已经过期。", "核对后 30 分钟内要确认。", "请重新选择文件核对。") from bad
    if content["user"] != actor.user_id:
        raise Refusal("没有导入：这份核对结果是别人的。", mend="请自己选择文件核对。")
    if content["of"] != table.key:
        raise Refusal("没有导入：核对的是另一种数据。", mend="请重新选择文件核对。")
    return _rows(table).validate_python(content["rows"])


def _rows(table: Table[Any]) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[table.row_type])  # type: ignore[name-defined]  # the kind of table is known when it runs
