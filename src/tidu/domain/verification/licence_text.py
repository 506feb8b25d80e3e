"""What a business licence says, found in its lines of text: the code that is valid, and what stands behind a label."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tidu.rules import codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidu.kit.sight.reader import Line

#: The labels of GB-form licences; what is wanted of them by our own word.
_WANTED = {"名称": "name", "法定代表人": "legal_representative", "负责人": "legal_representative", "住所": "address"}
_OTHERS = ("类型", "经营范围", "注册资本", "成立日期", "营业期限", "登记机关", "统一社会信用代码", "营业执照")
_LABEL = re.compile("|".join(r"\s*".join(label) for label in sorted([*_WANTED, *_OTHERS], key=len, reverse=True)))
_CODE = re.compile(r"[0-9A-Z]{18}")
_EDGE = " :：.。·,，;；*"


def find(lines: Sequence[Line]) -> dict[str, str]:
    """Credit code, name, legal representative and address, as far as they were found."""
    found = {"credit_code": _credit_code(lines)}
    for row in _rows(lines):
        for key, value in _labelled(row, lines):
            if value and not found.get(key):
                found[key] = value
    return {key: value for key, value in found.items() if value}


def _credit_code(lines: Sequence[Line]) -> str:
    """The first 18 characters that are a valid code; a look-alike letter (O for 0) is set right."""
    for line in lines:
        text = "".join(unicodedata.normalize("NFKC", line.text).upper().split())
        for start in range(max(0, len(text) - 17)):
            if _CODE.fullmatch(piece := text[start : start + 18]):
                read = codes.credit_code(piece)
                if isinstance(read, str):
                    return read
                if read.offers:
                    return read.offers[0]
    return ""


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand side by side, from the left; rows from the top."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.middle):
        if rows and abs(rows[-1][0].middle - line.middle) < 0.6 * max(rows[-1][0].height, line.height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _labelled(row: Sequence[Line], lines: Sequence[Line]) -> list[tuple[str, str]]:
    """What stands behind each wanted label of a row, up to the next label, with what is wrapped below it."""
    text, owners = "", []
    for line in row:
        tidy = unicodedata.normalize("NFKC", line.text)
        text += tidy
        owners += [line] * len(tidy)
    found = []
    labels = list(_LABEL.finditer(text))
    for at, label in enumerate(labels):
        key = _WANTED.get("".join(label[0].split()))
        end = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        value = text[label.end() : end].strip(_EDGE)
        if key and value:
            last = owners[end - 1]
            wrapped = _below(last, row, lines) if key in {"name", "address"} else ""
            found.append((key, (value + wrapped).strip(_EDGE)))
    return found


def _below(line: Line, row: Sequence[Line], lines: Sequence[Line]) -> str:
    """The next line of a value that did not fit: right under it, beginning where it began, and no label of its own."""
    for each in sorted(lines, key=lambda one: one.top):
        gap = each.top - line.bottom
        is_under = -0.3 * line.height < gap < 0.9 * line.height and each not in row
        begins_there = line.left - line.height < each.left < line.left + (line.right - line.left) / 2
        if is_under and begins_there and not _LABEL.search(each.text):
            return unicodedata.normalize("NFKC", each.text)
    return ""
