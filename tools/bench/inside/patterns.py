"""The declarations that all others are copied from: filled and submitted through the product's own actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.services.filling import submit_filled, typed_for
from tidu.domain.accounts.access import Actor
from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.models import Declaration
from tidu.domain.enterprises.actions import note_digital_result
from tidu.domain.enterprises.models import Member
from tidu.domain.enterprises.queries import applicant_for
from tidu.domain.recognitions.actions import grant
from tidu.domain.regions.models import Office
from tidu.domain.windows.models import ReviewDeadline, Window
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.schema import FieldType
from tools.bench.inside.enterprises import add_enterprises, let_sign_in

if TYPE_CHECKING:
    from collections.abc import Mapping

PROVINCE = "320000"
INNOVATIVE, SPECIALISED = "innovative@2022-08-01+32", "specialised@2022-08-01+32"
_LONG = "本公司长期专注于这一细分领域，研发、生产和服务都围绕主导产品展开，内容为虚构，仅供测量使用。" * 9
_TABLE_ROWS = 10


@dataclass(frozen=True)
class Patterns:
    """Windows by edition, open and past; a filled declaration of each edition, one just begun, one of a dozen pages."""

    open: Mapping[str, Window]
    past: Mapping[str, Window]
    filled: Mapping[str, Declaration]
    blank: Declaration
    thick: Declaration


def patterns() -> Patterns:
    """Give the patterns of this database; they are made the first time."""
    if not Window.objects.filter(code__startswith="B").exists():
        _make()
    windows = {window.code: window for window in Window.objects.all()}
    of = {window.code: Declaration.objects.filter(window=window).order_by("id") for window in windows.values()}
    filled = {INNOVATIVE: of["B26A"][0], SPECIALISED: of["B26B"][0]}
    return Patterns(
        open={INNOVATIVE: windows["B26A"], SPECIALISED: windows["B26B"]},
        past={INNOVATIVE: windows["B24A"], SPECIALISED: windows["B24B"]},
        filled=filled,
        blank=of["B26A"][1],
        thick=of["B26B"][1],
    )


def _make() -> None:
    now = clock.now()
    for letter, edition in (("A", INNOVATIVE), ("B", SPECIALISED)):
        _window(f"B24{letter}", edition, 2024, now - timedelta(days=700))
        _window(f"B26{letter}", edition, 2026, now - timedelta(days=20))
    filler, beginner, specialist, writer = (_applicant() for _ in range(4))
    submit_filled(filler, begin(filler, "B26A"))
    begin(beginner, "B26A")
    _hold_base_title(specialist)
    submit_filled(specialist, begin(specialist, "B26B"))
    _hold_base_title(writer)
    thick = begin(writer, "B26B")
    submit_filled(writer, thick, _at_length(thick))


def _window(code: str, edition_id: str, year: int, opens: datetime) -> None:
    edition = catalogue.edition(edition_id)
    window = Window.objects.create(
        code=code,
        region_id=PROVINCE,
        programme=edition.programme,
        edition_id=edition_id,
        batch="第一批",
        year=year,
        opens_at=opens,
        closes_at=opens + timedelta(days=60),
    )
    for weeks, step in enumerate(edition.workflow.steps, start=1):
        due = window.closes_at + timedelta(weeks=weeks)
        ReviewDeadline.objects.get_or_create(window=window, level=step.level, defaults={"due_at": due})


def _applicant() -> Actor:
    (enterprise,) = add_enterprises(1)
    let_sign_in([enterprise])
    note_digital_result(enterprise, 2, date(2026, 1, 15), Office.objects.get(region_id=PROVINCE))
    actor = applicant_for(Member.objects.get(enterprise=enterprise).user_id)
    assert actor is not None
    return actor


def _hold_base_title(actor: Actor) -> None:
    enterprise = Member.objects.get(user_id=actor.user_id).enterprise
    office = Office.objects.get(region_id=enterprise.city_code)
    edition = catalogue.edition(INNOVATIVE)
    grant(
        enterprise, edition, office, on=date(2024, 7, 1), document_number="示例公告〔2024〕1号", sequence=enterprise.pk
    )


def _at_length(declaration: Declaration) -> dict[str, object]:
    """Long texts and tables of several rows, as a careful enterprise fills them: the paper comes to a dozen pages."""
    typed: dict[str, object] = {}
    for field in catalogue.edition(declaration.edition_id).fields.values():
        if field.type is FieldType.LONG_TEXT:
            typed[field.key] = _LONG
        elif field.type is FieldType.TABLE:
            (row,) = typed_for(field, field.key, {})
            typed[field.key] = [row | {"id": f"r{place}"} for place in range(min(field.max_rows, _TABLE_ROWS))]
    return typed
