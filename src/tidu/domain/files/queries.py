from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from django.core.files.storage import default_storage

if TYPE_CHECKING:
    from tidu.domain.files.models import StoredFile


def open_file(file: StoredFile) -> IO[Any]:
    """The content of a stored file, for reading."""
    opened = default_storage.open(file.path)
    assert opened.file is not None
    return opened.file
