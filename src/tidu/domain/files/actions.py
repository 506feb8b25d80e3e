"""Taking a file in: its true type judged, its name made safe, its content kept under a name of ours."""

from __future__ import annotations

import hashlib
import unicodedata
import uuid
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from tidu.domain.files.errors import FileRefusal
from tidu.domain.files.kinds import ACCEPTED, true_type
from tidu.domain.files.models import StoredFile
from tidu.kit import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile


def safe_name(name: str) -> str:
    """The name people gave, without path, control characters and what changes the direction of writing."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in name if unicodedata.category(char) not in {"Cc", "Cf", "Cs"}).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:200]}{dot}{ending[:20]}" if dot else (name[:200] or "未命名")


def store_upload(
    upload: UploadedFile[Any],
    *,
    user_id: int,
    file_id: uuid.UUID | None = None,
    accepted: Mapping[str, str] = ACCEPTED,
    most_bytes: int = 0,
) -> StoredFile:
    """Keep an uploaded file; refuses what is too large, empty, broken or of a kind that is not accepted."""
    name = safe_name(upload.name or "")
    limit = most_bytes or settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > limit:
        raise FileRefusal(
            f"没传上：“{name}”有 {(upload.size or 0) / 1048576:.1f} MB。",
            f"单个文件不超过 {limit // 1048576} MB。",
            "扫描时选 200 dpi，或分成几个文件。",
        )
    assert upload.file is not None
    kind = true_type(upload.file, name, accepted)
    return _store(upload.file, name, kind, user_id=user_id, file_id=file_id or uuid.uuid4())


def store_made(content: bytes, name: str, content_type: str, *, user_id: int) -> StoredFile:
    """Keep a file the platform made itself: a PDF of a declaration."""
    return _store(BytesIO(content), name, content_type, user_id=user_id, file_id=uuid.uuid4())


def _store(content: IO[Any], name: str, content_type: str, *, user_id: int, file_id: uuid.UUID) -> StoredFile:
    sha256, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(1 << 20):
        sha256.update(chunk)
        size += len(chunk)
    content.seek(0)
    path = default_storage.save(_path_of(file_id), File(content))
    return StoredFile.objects.create(
        id=file_id,
        name=name,
        path=path,
        size=size,
        sha256=sha256.hexdigest(),
        content_type=content_type,
        uploaded_by=user_id,
        uploaded_at=clock.now(),
    )


def _path_of(file_id: uuid.UUID) -> str:
    return f"{file_id.hex[:2]}/{file_id.hex}"


def make_room(file_id: uuid.UUID) -> None:
    """Delete what an upload under a given id left behind when it broke off; never what is kept."""
    path = _path_of(file_id)
    if default_storage.exists(path) and not StoredFile.objects.filter(pk=file_id).exists():
        default_storage.delete(path)
