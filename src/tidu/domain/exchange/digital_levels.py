"""数字化水平: the table of results of the digital-level assessment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tidu.domain.enterprises.actions import note_digital_result
from tidu.domain.exchange.tables import CODE_COLUMN, EXAMPLE_CODES, ImportRow, Table, read_past_date
from tidu.rules.codes import half_width
from tidu.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.domain.enterprises.models import Enterprise
    from tidu.domain.regions.models import Office

_LEVEL = re.compile(r"[Ll]?([0-4])级?")
_LEVEL_IN_WORDS = dict(zip("零一二三四", range(5), strict=True))


@dataclass(frozen=True)
class DigitalRow(ImportRow):
    """A result as it would be taken in."""

    level: int
    assessed_on: date

    @property
    def about(self) -> tuple[object, ...]:
        """An enterprise has one result a day."""
        return (self.credit_code, self.assessed_on)


class DigitalLevels(Table[DigitalRow]):
    """Results of the assessment, each with its day."""

    key = "digital_levels"
    name = "数字化水平"
    act = "digital_results.imported"
    columns = {
        **CODE_COLUMN,
        "level": ("数字化水平等级", "等级", "数字化水平", "评测等级"),
        "assessed_on": ("评测日期", "评测时间"),
    }
    examples = ((EXAMPLE_CODES[0], "2", "2026-03-15"), (EXAMPLE_CODES[1], "三级", "2026/3/18"))
    row_type = DigitalRow

    def read(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """The level and its day."""
        return {
            "level": read_level(cells["level"]),
            "assessed_on": read_past_date(cells["assessed_on"], "评测日期"),
        }

    def row(self, number: int, credit_code: str, enterprise_name: str, read: Mapping[str, Any]) -> DigitalRow:
        """The row as it would be taken in."""
        return DigitalRow(number, credit_code, enterprise_name, read["level"], read["assessed_on"])

    def twice(self, earlier: int) -> Problem:
        """Two results of one day."""
        return Problem(f"与第 {earlier} 行是同一企业、同一天。", "看不出以哪一行为准。", "请只留一行。")

    def note(self, enterprise: Enterprise, row: DigitalRow, office: Office) -> None:
        """Keep the result; a second one of the same day takes the place of the first."""
        note_digital_result(enterprise, row.level, row.assessed_on, office)


def read_level(typed: str) -> int | Problem:
    """A level from 0 to 4, in digits or words."""
    if match := _LEVEL.fullmatch(half_width(typed).strip()):
        return int(match.group(1))
    word = typed.strip().removesuffix("级")
    if word in _LEVEL_IN_WORDS:
        return _LEVEL_IN_WORDS[word]
    return Problem(f"‘{typed}’不是等级。" if typed else "没有填。", "等级是 0 至 4 级。", "请填 0、1、2、3 或 4。")
