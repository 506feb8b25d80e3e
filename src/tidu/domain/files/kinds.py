"""What a file really is, judged by its content: nothing is believed of its name or of what the browser says."""

from __future__ import annotations

import os
import zipfile
from typing import IO, TYPE_CHECKING, Any

import filetype
from PIL import Image, UnidentifiedImageError

from tidu.domain.files.errors import FileRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping

Image.MAX_IMAGE_PIXELS = None  # it warns and fails without saying how many; `_MOST_PIXELS` does

#: What is taken, by the true type; the word is how people call it.
ACCEPTED = {
    "application/pdf": "PDF",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "application/zip": "ZIP",
}
#: What a browser may show in its own window; everything else is only ever downloaded.
SHOWN_INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})

_MOST_PIXELS = 80_000_000  # a browser needs 4 bytes for each of them to show the picture
_PDF_TAIL = 64 * 1024  # scanners leave some filling behind the end
_ARCHIVE_BYTES = 500 * 1024 * 1024
_ARCHIVE_RATIO = 200
_ARCHIVE_FILES = 500


def true_type(content: IO[Any], name: str, accepted: Mapping[str, str] = ACCEPTED) -> str:
    """The content type of what is really in the file; refuses what is not accepted, broken or dangerous."""
    head = content.read(4096)
    content.seek(0)
    if not head:
        raise FileRefusal(f"没传上：“{name}”是空文件。", "大小为 0。", "请重新导出后再传。")
    kind: str | None = filetype.guess_mime(head)
    if head.startswith(b"%PDF-"):
        kind = "application/pdf"
    if kind is None or kind not in accepted:
        *most, last = accepted.values()
        taken = f"能收的是 {'、'.join(most)} 和 {last}。"
        raise FileRefusal(f"没传上：打不开“{name}”。", taken, "请另存为 PDF 或 JPG 再传。")
    if kind == "application/pdf":
        _require_whole(content, name)
    if kind.startswith("image/"):
        _require_image(content, name)
    if kind == "application/zip":
        _require_tame_archive(content, name)
    content.seek(0)
    return kind


def _require_whole(content: IO[Any], name: str) -> None:
    """A PDF ends as one: what only begins like it is broken off, or something else under a PDF's first line."""
    content.seek(0, os.SEEK_END)
    content.seek(max(0, content.tell() - _PDF_TAIL))
    if b"%%EOF" not in content.read():
        raise FileRefusal(
            f"没传上：“{name}”不完整。", "找不到 PDF 的结尾，多半是没有下载完或没有导出完。", "请重新导出后再传。"
        )


def _require_image(content: IO[Any], name: str) -> None:
    try:
        with Image.open(content, formats=("JPEG", "PNG")) as image:
            _require_showable(image.size, name)
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise FileRefusal(f"没传上：“{name}”这张图片是坏的。", "打开时出错。", "请重新拍或重新导出。") from error


def _require_showable(size: tuple[int, int], name: str) -> None:
    """Refuse a picture that would choke the browser of whoever reviews it; asked of its head, before it is unpacked."""
    width, height = size
    if width * height > _MOST_PIXELS:
        raise FileRefusal(
            f"没传上：“{name}”有 {width * height // 10_000:,} 万像素（{width} × {height}），"
            f"最多 {_MOST_PIXELS // 10_000:,} 万。",
            "审核人员在浏览器里看图，像素太多打不开。",
            "请把相机的像素调低一档重拍，或把图片缩小后另存再传。",
        )


def _require_tame_archive(content: IO[Any], name: str) -> None:
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileRefusal(
            f"没传上：压缩包“{name}”是坏的。", "打开时出错。", "请重新压缩，或直接传里面的 PDF。"
        ) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefusal(
            f"没传上：“{name}”有密码，打不开。", "审核部门也打不开。", "请去掉密码再传，或直接传里面的 PDF。"
        )
    if strays := [entry.filename for entry in entries if _leads_out(entry.filename)]:
        raise FileRefusal(
            f"没传上：压缩包“{name}”里有指向别处的路径“{strays[0][:60]}”。",
            "解开它会写到别的文件夹里。",
            "请把文件放在一个文件夹里重新压缩，或直接传里面的 PDF。",
        )
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > _ARCHIVE_FILES or unpacked > _ARCHIVE_BYTES or unpacked / packed > _ARCHIVE_RATIO:
        raise FileRefusal(f"没传上：压缩包“{name}”解开后太大。", "解开超过 500 MB 或 500 个文件。", "请分开传。")


def _leads_out(path: str) -> bool:
    """Whether an entry would be unpacked outside the folder it is unpacked into."""
    parts = path.replace("\\", "/").split("/")
    return not parts[0] or parts[0].endswith(":") or ".." in parts
