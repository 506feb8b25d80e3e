"""Files of strangers: judged by what is in them, kept under names of ours, and sent so that they open nothing."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoDbBlocker, Settings

from tests.services.filling import PDF
from tests.web.access.addresses import SLOT, section_of
from tests.web.access.scene import Scene, content, standing
from tidu.domain.declarations.models import Evidence
from tidu.domain.files.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The world of the table."""
    with standing(django_db_blocker) as found:
        yield found


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def upload(scene: Scene, name: bytes, body: bytes, content_type: str = "application/pdf") -> Any:
    """Send one file into a slot of the draft, its name byte by byte as a browser might."""
    draft = scene.things.draft
    part = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n'
    part += f"Content-Type: {content_type}\r\n\r\n".encode() + body + b"\r\n--edge--\r\n"
    return scene.askers["owner"].client().generic(
        "POST",
        reverse("applicant:attach", args=[draft.number, section_of(draft, SLOT).section, SLOT]),
        part,
        content_type="multipart/form-data; boundary=edge",
    )  # fmt: skip


def on_disk() -> set[Path]:
    """Every file under the folder of files."""
    return {path for path in Path(project.MEDIA_ROOT).rglob("*") if path.is_file()}


def archive(entries: dict[str, bytes], *, encrypted: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, body in entries.items():
            writer.writestr(name, body)
    body = made.getvalue()
    if encrypted:  # the flag by which every reader knows it, in both places where it stands
        for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = body.index(sign) + place
            body = body[:at] + bytes([body[at] | 1]) + body[at + 1 :]
    return body


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, kind)
    return made.getvalue()


def picture_of(width: int, height: int) -> bytes:
    """A PNG of some bytes that says of itself that it is so wide and so high."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [b"IHDR" + header, b"IDAT" + zlib.compress(b""), b"IEND"]
    framed = [struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each)) for each in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def photo(width: int, height: int) -> bytes:
    """A whole JPEG of one colour, as large as a telephone makes it."""
    made = io.BytesIO()
    Image.new("L", (width, height)).save(made, "JPEG", quality=1)
    return made.getvalue()


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
REFUSED: dict[str, tuple[bytes, Callable[[], bytes], str]] = {
    "a page named as a PDF": (b"a.pdf", lambda: HTML, "能收的是 PDF、JPG、PNG 和 ZIP。"),
    "a page under the first line of a PDF": (b"a.pdf", lambda: b"%PDF-1.7\n" + HTML, "找不到 PDF 的结尾"),
    "a PDF behind a page": (b"a.pdf", lambda: HTML + PDF, "能收的是"),
    "a drawing that may hold scripts": (b"a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "能收的是"),
    "a programme": (b"a.pdf", lambda: b"MZ" + bytes(500), "能收的是"),
    "a moving picture": (b"a.jpg", lambda: picture("GIF"), "能收的是"),
    "a broken picture": (b"a.png", lambda: picture("PNG")[:40] + b"<script>", "这张图片是坏的"),
    "an enormous picture": (
        b"a.png",
        lambda: picture_of(30_000, 30_000),
        "有 90,000 万像素（30000 × 30000），最多 8,000 万。",
    ),
    "a photo of 108 megapixels": (
        b"a.jpg",
        lambda: photo(12_000, 9_000),
        "有 10,800 万像素（12000 × 9000），最多 8,000 万。",
    ),
    "one row of pixels too many": (b"a.png", lambda: picture_of(10_000, 8_001), "请把相机的像素调低一档重拍"),
    "an archive that unpacks to a thousand times": (
        b"a.zip",
        lambda: archive({"a": bytes(30_000_000)}),
        "解开后太大",
    ),
    "an archive of a thousand files": (b"a.zip", lambda: archive({str(n): b"x" for n in range(1000)}), "解开后太大"),
    "an archive with a password": (b"a.zip", lambda: archive({"a": b"x"}, encrypted=True), "有密码"),
    "an archive that leads out": (b"a.zip", lambda: archive({"../../a.pdf": PDF}), "指向别处的路径"),
    "an archive that leads to the root": (b"a.zip", lambda: archive({"/etc/passwd": b"x"}), "指向别处的路径"),
    "an archive that leads to a drive": (b"a.zip", lambda: archive({"C:\\a.pdf": PDF}), "指向别处的路径"),
    "an archive that leads out backwards": (b"a.zip", lambda: archive({"a\\..\\..\\b": b"x"}), "指向别处的路径"),
    "a broken archive": (b"a.zip", lambda: archive({"a": b"x"})[:-10], "压缩包“a.zip”是坏的"),
    "nothing": (b"a.pdf", lambda: b"", "大小为 0。"),
    "a PDF that breaks off": (b"a.pdf", lambda: PDF[:-10], "找不到 PDF 的结尾"),
}


@pytest.mark.parametrize(("name", "made", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_refused_with_a_sentence_and_leaves_nothing(
    scene: Scene, name: bytes, made: Callable[[], bytes], sentence: str
) -> None:
    before = on_disk()

    response = upload(scene, name, made())

    page = response.content.decode()
    assert response.status_code == 422
    assert "没传上：" in page
    assert sentence in page
    assert content() == scene.content
    assert on_disk() == before


def test_what_is_too_large_is_refused_with_its_size(scene: Scene, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    before = on_disk()

    response = upload(scene, b"a.pdf", PDF + bytes(1_500_000))

    assert response.status_code == 422
    assert "“a.pdf”有 1.4 MB。" in response.content.decode()
    assert content() == scene.content
    assert on_disk() == before


@pytest.mark.parametrize("column", ["other", "county", "nobody"])
def test_nobody_leaves_a_file_in_a_slot_that_is_not_theirs(scene: Scene, column: str) -> None:
    draft, before = scene.things.draft, on_disk()
    url = reverse("applicant:attach", args=[draft.number, section_of(draft, SLOT).section, SLOT])

    scene.askers[column].client().post(url, {"file": io.BytesIO(PDF)})

    assert content() == scene.content
    assert on_disk() == before


@pytest.mark.parametrize("where", [("no-such-section", SLOT), ("", "revenue"), ("", "no_such_field")])
def test_a_file_for_no_slot_is_not_kept(scene: Scene, where: tuple[str, str]) -> None:
    draft, before = scene.things.draft, on_disk()
    section, field = where[0] or section_of(draft, SLOT).section, where[1]

    response = scene.askers["owner"].client().post(
        reverse("applicant:attach", args=[draft.number, section, field]), {"file": io.BytesIO(PDF)}
    )  # fmt: skip

    assert response.status_code == 404
    assert content() == scene.content
    assert on_disk() == before


def test_a_file_for_what_is_submitted_is_refused_and_not_kept(scene: Scene) -> None:
    submitted, before = scene.things.submitted, on_disk()
    url = reverse("applicant:attach", args=[submitted.number, section_of(submitted, SLOT).section, SLOT])

    response = scene.askers["owner"].client().post(url, {"file": io.BytesIO(PDF)})

    assert response.status_code == 422
    assert "申报书已经提交" in response.content.decode()
    assert content() == scene.content
    assert on_disk() == before


#: Names as they arrive, and as they are kept.
NAMES: dict[str, tuple[bytes, str]] = {
    "plain": (b"audit.pdf", "audit.pdf"),
    "Chinese": ("2025年审计报告（合并）.pdf".encode(), "2025年审计报告（合并）.pdf"),
    "signs and spaces": (b"a b & c;d=e%41.pdf", "a b & c;d=e%41.pdf"),
    "a path": (b"../../../etc/passwd.pdf", "passwd.pdf"),
    "a path of Windows": (b"C:\\Users\\x\\a.pdf", "a.pdf"),
    "lines": (b"a%0d%0aSet-Cookie: x=1.pdf", "a%0d%0aSet-Cookie: x=1.pdf"),
    "raw lines": (b"a\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
    "quotes": (b'a\\"; filename=\\"b.html.pdf', 'a"; filename="b.html.pdf'),
    "written from the right": ("发票\u202efdp.exe.pdf".encode(), "发票fdp.exe.pdf"),
    "invisible signs": ("a\u200b\ufeff\u2066b.pdf".encode(), "ab.pdf"),
    "markup": (b"<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
    "dots": (b"....pdf", "pdf"),
    "very long": (b"a" * 300 + b".pdf", "a" * 200 + ".pdf"),
}


@pytest.mark.parametrize(("sent", "kept"), NAMES.values(), ids=NAMES)
def test_a_name_is_kept_without_what_could_mislead_and_is_sent_back_whole(scene: Scene, sent: bytes, kept: str) -> None:
    stored = stored_by(scene, sent, PDF)

    assert stored.name == kept
    assert not set(kept) & set("/\\\r\n\x00\u202e\u200b\ufeff\u2066")
    assert Path(project.MEDIA_ROOT) in (Path(project.MEDIA_ROOT) / stored.path).resolve().parents
    for response in fetched(scene, stored):
        assert b"".join(response) == PDF
        assert "Set-Cookie" not in response
        assert name_in(response["Content-Disposition"]) == kept


def test_a_name_that_is_no_text_is_asked_for_again(scene: Scene) -> None:
    response = upload(scene, "审计报告.pdf".encode("gb18030"), PDF)

    assert response.status_code == 422
    assert "没传上：没有选文件。" in response.content.decode()
    assert content() == scene.content


def name_in(header: str) -> str:
    """The file name as a reader of the standard finds it."""
    assert "\r" not in header
    assert "\n" not in header
    message = Message()
    message["Content-Disposition"] = header
    return str(message.get_filename() or "")


def stored_by(scene: Scene, name: bytes, body: bytes) -> StoredFile:
    """Put a file into the slot and give what was kept."""
    before = set(StoredFile.objects.values_list("pk", flat=True))
    assert upload(scene, name, body).status_code == 302
    return StoredFile.objects.exclude(pk__in=before).get()


def fetched(scene: Scene, file: StoredFile) -> list[Any]:
    """The file as its enterprise gets it, and as an officer does once it is submitted."""
    draft, submitted = scene.things.draft, scene.things.submitted
    own = scene.askers["owner"].client().get(reverse("applicant:file", args=[draft.number, file.pk]))
    Evidence.objects.filter(file=file).update(declaration=submitted)
    office = scene.askers["county"].client().get(reverse("officer:file", args=[submitted.number, file.pk]))
    return [own, office]


SHOWN: dict[str, tuple[bytes, Callable[[], bytes], str]] = {
    "a PDF with a page in it": (b"a.html", lambda: PDF[:-6] + HTML + b"\n%%EOF\n", "application/pdf"),
    "a picture with a page behind it": (b"a.html", lambda: picture("JPEG") + HTML, "image/jpeg"),
    "a picture": (b"a.png", lambda: picture("PNG"), "image/png"),
}


@pytest.mark.parametrize(("name", "made", "content_type"), SHOWN.values(), ids=SHOWN)
def test_what_is_shown_in_place_is_shown_as_what_it_is_and_can_run_nothing(
    scene: Scene, name: bytes, made: Callable[[], bytes], content_type: str
) -> None:
    file = stored_by(scene, name, made())

    for response in fetched(scene, file):
        assert response.status_code == 200
        assert response["Content-Type"] == content_type
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("default-src 'none'")
        assert "script-src" not in response["Content-Security-Policy"]
        assert response["Cache-Control"].startswith("private")
        assert b"".join(response) == made()


def test_a_photo_with_as_many_pixels_as_may_be_is_taken(scene: Scene) -> None:
    stored = stored_by(scene, b"a.jpg", photo(10_000, 8_000))

    assert stored.content_type == "image/jpeg"


def test_an_archive_is_only_ever_saved(scene: Scene) -> None:
    body = archive({"材料/a.pdf": PDF, "index.html": HTML})
    file = stored_by(scene, b"index.html", body)

    for response in fetched(scene, file):
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Type"] in {"application/zip", "application/octet-stream"}
        assert "sandbox" in response["Content-Security-Policy"]
        assert b"".join(response) == body


def test_two_files_of_one_name_are_two_files(scene: Scene) -> None:
    first, second = stored_by(scene, b"a.pdf", PDF), stored_by(scene, b"a.pdf", PDF + b"\n")

    assert first.path != second.path
    assert (first.size, second.size) == (len(PDF), len(PDF) + 1)


SHEETS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a page": lambda: HTML,
    "no text": lambda: bytes(range(256)) * 20,
    "one endless cell": lambda: "统一社会信用代码,等级,评测日期\n".encode() + b"a" * 500_000,
    "an endless quote": lambda: '统一社会信用代码,等级,评测日期\n"'.encode() + b"a\n" * 200_000,
    "only commas": lambda: b"," * 1_000_000,
    "lines of old computers": "统一社会信用代码,等级,评测日期\r1,2,3\r".encode,
    "three megabytes": lambda: b"a,b\n" * 800_000,
    "an archive that is no workbook": lambda: archive({"a": b"x"}),
    "an archive that unpacks to a thousand times": lambda: archive({"xl/workbook.xml": bytes(60_000_000)}),
    "an archive with a password": lambda: archive({"xl/workbook.xml": b"x"}, encrypted=True),
    "a broken archive": lambda: archive({"xl/workbook.xml": b"x"})[:-10],
    "a workbook that includes itself": lambda: archive(
        {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY c "&b;&b;">]><workbook>&c;</workbook>'}
    ),
}


@pytest.mark.parametrize("made", SHEETS.values(), ids=SHEETS)
def test_a_table_that_is_none_is_refused_with_a_sentence(scene: Scene, made: Callable[[], bytes]) -> None:
    client = scene.askers["lead_p"].client()

    response = client.post(reverse("officer:digital_results_check"), {"file": io.BytesIO(made())})

    assert response.status_code == 422
    assert content() == scene.content
