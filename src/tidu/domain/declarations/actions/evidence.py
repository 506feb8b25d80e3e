"""Evidence: files in the slots of the form. A slot is a cell like any other, so it has a version and a journal."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.declarations.actions.saving import locked_section, write_cell
from tidu.domain.declarations.errors import DeclarationRefusal
from tidu.domain.declarations.models import Evidence
from tidu.domain.declarations.opening import require_open
from tidu.domain.files.actions import store_upload
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.answers import Reading
from tidu.rules.schema import FieldType

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from tidu.domain.declarations.models import SectionAnswers

_FILES_A_SLOT = 30


def attach(
    actor: Actor, number: str, section: str, field: str, upload: UploadedFile[Any], *, file_id: uuid.UUID | None = None
) -> Evidence:
    """Put an uploaded file into a slot. The file is stored between two looks at it: no file work under a lock."""
    require(actor, Act.FILL)
    with transaction.atomic():
        _with_room(actor, number, section, field)  # or anybody could leave files where they may put none
    stored = store_upload(upload, user_id=actor.user_id, file_id=file_id)
    with transaction.atomic():
        row, held = _with_room(actor, number, section, field)
        evidence = Evidence.objects.create(declaration=row.declaration, field=field, file=stored)
        _write(row, field, [*held, str(stored.pk)], actor, uuid.uuid5(stored.pk, "attach"))
    return evidence


@transaction.atomic
def detach(actor: Actor, number: str, section: str, field: str, file_id: uuid.UUID) -> None:
    """Take a file out of its slot; it stays stored, because an earlier submission may show it."""
    require(actor, Act.FILL)
    row = _slot(actor, number, section, field)
    held = list(row.cells.get(field, {}).get("v") or [])
    if str(file_id) not in held:
        raise Http404(file_id)
    Evidence.objects.filter(declaration=row.declaration, file_id=file_id).update(removed_at=clock.now())
    _write(row, field, [each for each in held if each != str(file_id)], actor, uuid.uuid5(file_id, "detach"))


def _slot(actor: Actor, number: str, section: str, key: str) -> SectionAnswers:
    row = locked_section(actor, number, section)
    field = catalogue.edition(row.declaration.edition_id).fields.get(key)
    if field is None or field.type is not FieldType.FILES:
        raise Http404(key)
    require_open(row.declaration, key)
    return row


def _with_room(actor: Actor, number: str, section: str, field: str) -> tuple[SectionAnswers, list[str]]:
    """The slot and what it holds; refused where it is full."""
    row = _slot(actor, number, section, field)
    held = list(row.cells.get(field, {}).get("v") or [])
    if len(held) >= _FILES_A_SLOT:
        raise DeclarationRefusal(
            f"这一项已有 {_FILES_A_SLOT} 个文件。", "一项最多这么多。", "请合并成 PDF 再传，或先移除不要的。"
        )
    return row, held


def _write(row: SectionAnswers, field: str, held: list[str], actor: Actor, key: uuid.UUID) -> None:
    write_cell(row, field, Reading(typed=None, value=list(held)), actor=actor, key=key)
