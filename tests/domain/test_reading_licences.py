"""Reading a licence: straightened, read, offered; hostile files hurt nobody."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.services.filling import PDF
from tests.services.licences import ADDRESS, NAME, PERSON, as_jpeg, as_pdf, drawn
from tests.services.world import credit_code
from tidu.domain.verification.actions.licences import KEPT_FOR, bring_licence, forget_unclaimed
from tidu.domain.verification.actions.reading import read as read_licence
from tidu.domain.verification.licence_text import find
from tidu.domain.verification.models import Licence
from tidu.kit import clock
from tidu.kit.sight import reader
from tidu.kit.sight.reader import Line, Unread, read

CODE = credit_code("320583", 7)
ALL = {"credit_code": CODE, "name": NAME, "legal_representative": PERSON, "address": ADDRESS}


def line(text: str, left: float, top: float, width: float = 400) -> Line:
    return Line(text, 0.9, left, left + width, top, top + 30)


def test_a_slanting_noisy_photograph_is_straightened_and_read() -> None:
    stages: list[str] = []

    lines = read(as_jpeg(drawn(CODE, turned=7, noise=12)), stages.append)

    assert stages == ["straightening", "reading"]
    assert find(lines) == ALL


def test_a_scan_that_lies_on_its_head_is_read(db: None) -> None:
    licence = bring_licence(SimpleUploadedFile("营业执照.pdf", as_pdf(drawn(CODE, turned=180))))

    read_licence(licence.pk)

    licence.refresh_from_db()
    assert (licence.state, licence.found) == ("read", ALL)


def test_a_camera_s_note_of_how_it_was_held_is_followed() -> None:
    from tidu.kit.sight.__main__ import _picture  # noqa: PLC0415  the process's own half

    sideways = drawn(CODE).rotate(90, expand=True)

    assert sideways.width < sideways.height
    assert _picture(as_jpeg(sideways, orientation=6)).size == (1600, 1130)


def test_a_long_value_goes_on_in_the_line_below() -> None:
    lines = [
        line("名 称", 100, 100, 80),
        line("昆山澄川精密传动科技（江苏）", 300, 100),
        line("有限公司", 300, 135, 120),
        line("类型", 100, 200, 80),
        line("有限责任公司", 300, 200),
    ]

    assert find(lines) == {"name": "昆山澄川精密传动科技(江苏)有限公司"}


def test_look_alikes_in_the_code_are_set_right_and_wrong_codes_are_not_offered() -> None:
    wrong = CODE[:-1] + ("1" if CODE[-1] != "1" else "2")

    assert find([line(f"统一社会信用代码{CODE.replace('0', 'O')}", 100, 100)]) == {"credit_code": CODE}
    assert find([line(wrong, 100, 100)]) == {}


def many_pixels() -> bytes:
    """A PNG of few bytes that would unpack to ten gigabytes."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def many_pages() -> bytes:
    out = BytesIO()
    page = drawn(CODE).resize((40, 40))
    page.save(out, "PDF", save_all=True, append_images=[page] * 20)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        pytest.param(many_pixels(), "too_many_pixels", id="a bomb"),
        pytest.param(many_pages(), "too_many_pages", id="21 pages"),
        pytest.param(PDF, "broken", id="a PDF without pages"),
        pytest.param(b"%PDF-" + bytes(range(256)) * 40, "broken", id="noise under a PDF's name"),
        pytest.param(as_jpeg(drawn(CODE))[:9000], "broken", id="half a picture"),
        pytest.param(b"", "broken", id="nothing"),
    ],
)
def test_what_cannot_be_read_is_one_word_and_costs_little(content: bytes, word: str) -> None:
    with pytest.raises(Unread, match=word):
        read(content, lambda _: None)


def test_a_reader_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_SECONDS", 0.05)

    with pytest.raises(Unread, match="too_long"):
        read(as_jpeg(drawn(CODE)), lambda _: None)


def test_without_the_reader_the_page_says_that_one_types(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    licence = bring_licence(SimpleUploadedFile("营业执照.pdf", PDF))
    monkeypatch.setattr(reader, "is_installed", lambda: False)

    read_licence(licence.pk)

    licence.refresh_from_db()
    assert (licence.state, licence.problem) == ("unread", "这里没有装识别组件，照片不会自动识别。")


def test_what_nobody_registered_with_goes_after_a_day(db: None) -> None:
    licence = bring_licence(SimpleUploadedFile("营业执照.pdf", PDF))
    assert forget_unclaimed() == 0

    with clock.stopped_at(clock.now() + KEPT_FOR * 2):
        assert forget_unclaimed() == 1

    assert not Licence.objects.filter(pk=licence.pk).exists()
