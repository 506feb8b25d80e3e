"""Reading a licence in the background. What is read is kept beside it as an offer; nobody's words are overwritten."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tidu.domain.files.queries import open_file
from tidu.domain.verification.licence_text import find
from tidu.domain.verification.models import Licence
from tidu.kit.sight import reader

if TYPE_CHECKING:
    import uuid

_STATE = Licence.State
_PROBLEMS = {
    "not_installed": "这里没有装识别组件，照片不会自动识别。",
    "too_many_pixels": "照片的像素太多，没有识别。",
    "too_many_pages": "PDF 的页数太多，没有识别；只传执照那一页就行。",
    "no_text": "照片里没有看到文字，可能太暗或太模糊。",
    "too_long": "识别用的时间太长，停下了。",
}
_BROKEN = "文件打不开，没有识别。"


def read(licence_id: uuid.UUID) -> None:
    """Read it, unless that was done; a worker that was killed in the middle begins anew."""
    licence = Licence.objects.select_related("file").filter(pk=licence_id).first()
    if licence is None or licence.state in {_STATE.READ, _STATE.UNREAD}:
        return
    with open_file(licence.file) as content:
        taken = content.read()
    try:
        found = find(reader.read(taken, partial(_note, licence_id)))
    except reader.Unread as problem:
        _note(licence_id, _STATE.UNREAD, problem=_PROBLEMS.get(str(problem), _BROKEN))
        return
    _note(licence_id, _STATE.READ if found else _STATE.UNREAD, found=found)


def _note(licence_id: uuid.UUID, state: str, *, problem: str = "", found: dict[str, str] | None = None) -> None:
    Licence.objects.filter(pk=licence_id).update(state=state, problem=problem, found=found or {})
