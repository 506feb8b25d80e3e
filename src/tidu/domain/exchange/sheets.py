"""Tables that people bring: CSV in the encodings of office software, or the first sheet of an XLSX, read as text."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tidu.domain.exchange.errors import SheetRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2000
_MOST_UNPACKED = 50 * 1024 * 1024  # of a workbook: what is larger was made to be
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class SheetRow:
    """One row by its number in the file (the head is row 1), its cells by our names of the columns."""

    number: int
    cells: dict[str, str]


def read_sheet(content: bytes, columns: Mapping[str, Sequence[str]]) -> list[SheetRow]:
    """The rows of a table whose head names ``columns``, each by our name or one of the words for it.

    Raises SheetRefusal where it is too large, unreadable, empty, or lacks or repeats a column.
    """
    if len(content) > MOST_BYTES:
        raise SheetRefusal(
            f"文件有 {len(content) / 1048576:.1f} MB，太大。",
            f"一次最多 {MOST_BYTES // 1048576} MB。",
            "请分成几个文件。",
            field="file",
        )
    table = _workbook(content) if content.startswith(_ZIP) else _csv(content)
    table = [[cell.strip() for cell in row] for row in table]
    if not table or not any(table[0]):
        raise SheetRefusal(
            "没有选文件，或文件里没有内容。", "第一行要是表头。", "请核对是不是选错了文件。", field="file"
        )
    if len(table) - 1 > MOST_ROWS:
        raise SheetRefusal(
            f"有 {len(table) - 1:,} 行，太多。", f"一次最多 {MOST_ROWS:,} 行。", "请分成几个文件。", field="file"
        )
    places = _places(table[0], columns)
    return [
        SheetRow(number, {key: row[place] if place < len(row) else "" for key, place in places.items()})
        for number, row in enumerate(table[1:], start=2)
        if any(row)
    ]


def _places(head: list[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    places: dict[str, int] = {}
    for key, words in columns.items():
        found = [place for place, name in enumerate(head) if name in {key, *words}]
        if not found:
            raise SheetRefusal(
                f"表头里没有“{words[0]}”这一列。",
                f"现在的表头是：{'、'.join(filter(None, head))}。",
                "请补上这一列再导入。",
                field="file",
            )
        if len(found) > 1:
            raise SheetRefusal(
                f"“{words[0]}”这一列有 {len(found)} 个。", "看不出该用哪一个。", "请只留一个再导入。", field="file"
            )
        places[key] = found[0]
    return places


def _csv(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        try:
            return [*csv.reader(io.StringIO(text, newline=None))]
        except csv.Error:  # a cell without end
            break
    raise SheetRefusal(
        "读不懂这个文件。", "它不是 CSV，也不是 XLSX。", "请在表格软件里另存为 XLSX 或 CSV（UTF-8）。", field="file"
    )


def _workbook(content: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  only imports of sheets need it

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
        if unpacked > _MOST_UNPACKED:
            raise SheetRefusal(
                "这个表格展开后太大。",
                "里面可能有大量空白格式或图片。",
                "请只留需要的几列，另存后再导入。",
                field="file",
            )
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (CalamineError, zipfile.BadZipFile) as problem:
        raise SheetRefusal(
            "打不开这个表格。", "文件可能有密码或已损坏。", "请去掉密码，重新另存为 XLSX。", field="file"
        ) from problem
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    match cell:
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
