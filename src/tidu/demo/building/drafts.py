"""Drafts as they are found in April: stopped in the middle, with something that cannot be read, or with a flaw."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tidu.demo.building.evidence import evidence_pdf
from tidu.demo.building.filling import Clerk, Sheet
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.plan import Flaw
from tidu.demo.seeds import Stream
from tidu.domain.files.errors import FileRefusal

_SHARE = (0.35, 0.75)
_TOO_LARGE = 200 * 1024 * 1024
#: What was typed where the paper was not at hand; a draft keeps it, with what is wrong about it.
_UNREADABLE: tuple[tuple[str, Any], ...] = (
    ("revenue[-2]", "约三千万"),
    ("rd_staff", "二十多"),
    ("main_revenue", "5.234,60"),
    ("class_1_ip", "3项（含1项受让）"),
    ("market_years", "7年半"),
    ("equity_raised[-1]", "暂无"),
)
_ODD_NAME = "审计报告 （最终版）＃2　2025.pdf"


def leave_unfinished(clerk: Clerk, enterprise: SyntheticEnterprise, sheet: Sheet, *, in_part: bool) -> None:
    """Fill in a draft and leave it: a part of it, or all of it with a flaw that keeps it from being submitted."""
    if in_part:
        stream = Stream(0, enterprise.credit_code)
        wrong = {
            cell: typed for cell, typed in _UNREADABLE if cell in sheet.typed and stream.chance(f"wrong-{cell}", 0.6)
        }
        clerk.fill(Sheet({**sheet.typed, **wrong}, []), share=stream.between("draft-share", *_SHARE))
        return
    clerk.fill(Sheet(sheet.typed, []))
    if enterprise.flaw is Flaw.ODD_FILES:
        _try_odd_files(clerk, enterprise)


def _try_odd_files(clerk: Clerk, enterprise: SyntheticEnterprise) -> None:
    """An empty file and one of 200 MB are refused; one with an odd name is taken."""
    section = next(section for section, each in clerk.places if each.key == "audit_file")
    for refused in (SimpleUploadedFile("审计报告.pdf", b""), _huge()):
        try:
            clerk.attach(section, "audit_file", refused)
        except FileRefusal:
            continue
        raise AssertionError(f"{refused.name} was taken")
    clerk.attach(section, "audit_file", evidence_pdf("audit_file", enterprise.credit_code, _ODD_NAME))


def _huge() -> SimpleUploadedFile:
    """A file that is said to be of 200 MB, as the head of a request says it: nothing of it is read."""
    upload = SimpleUploadedFile("审计底稿扫描.pdf", b"%PDF-1.4\n")
    upload.file, upload.size = BytesIO(b"%PDF-1.4\n"), _TOO_LARGE
    return upload
