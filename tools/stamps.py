"""Remember what is already done, by the content it was done from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], *words: str) -> str:
    """Give the SHA-256 of the files' names and contents, folders taken with everything in them, and of the words."""
    summary = hashlib.sha256()
    for word in words:
        summary.update(f"word {len(word)} {word}\n".encode())
    for path in paths:
        for file in _files(path):
            content = file.read_bytes()
            summary.update(f"file {file.relative_to(path.parent).as_posix()} {len(content)}\n".encode())
            summary.update(content)
    return summary.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return [path] if path.exists() else []


class Stamps:
    """A folder with one small file for each thing done."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, name: str, content: str) -> bool:
        try:
            return (self.folder / name).read_text(encoding="utf-8") == content
        except FileNotFoundError:
            return False

    def put(self, name: str, content: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(content, encoding="utf-8")

    def forget(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
