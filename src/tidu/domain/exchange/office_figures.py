"""其他评价数据: the table of scores that no form asks, because an office gives or computes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tidu.domain.enterprises.actions import note_office_figure
from tidu.domain.enterprises.models import OfficeFigure
from tidu.domain.exchange.tables import CODE_COLUMN, EXAMPLE_CODES, ImportRow, Table, read_past_date
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.answers_dates import read_year
from tidu.rules.answers_numbers import NumberKind, read_number
from tidu.rules.codes import half_width
from tidu.rules.facts import facts
from tidu.rules.problem import Problem
from tidu.rules.schema import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.domain.enterprises.models import Enterprise
    from tidu.domain.regions.models import Office

_FACTS = {
    OfficeFigure.Fact.DEVELOPMENT_SCORE: ("发展评价得分", "专精特新发展评价得分", "中小企业专精特新发展评价得分"),
    OfficeFigure.Fact.LOCAL_FEATURE_POINTS: ("地方特色指标得分",),
    OfficeFigure.Fact.LOCAL_OTHER_POINTS: ("江苏特色化指标2得分",),
}
_BY_WORD = {word: fact for fact, words in _FACTS.items() for word in words}
#: Of the score that a platform computes the vocabulary knows no bound: it is one out of a hundred.
_OUT_OF = 100


@dataclass(frozen=True)
class FigureRow(ImportRow):
    """A score as it would be taken in, kept as its fact is: whole points, or hundredths."""

    fact: OfficeFigure.Fact
    year: int
    value: int
    as_of: date

    @property
    def about(self) -> tuple[object, ...]:
        """An enterprise has one score of a kind for a year of declaring."""
        return (self.credit_code, self.fact, self.year)


class OfficeFigures(Table[FigureRow]):
    """Scores by what they are of and the year of declaring that they are meant for, each with its day."""

    key = "office_figures"
    name = "其他评价数据"
    act = "office_figures.imported"
    level = Level.PROVINCE
    columns = {
        **CODE_COLUMN,
        "fact": ("项目", "指标"),
        "year": ("申报年度", "年度"),
        "value": ("得分", "分值"),
        "as_of": ("截止日期", "数据截止日期"),
    }
    examples = (
        (EXAMPLE_CODES[0], "发展评价得分", "2026", "62.50", "2026-03-01"),
        (EXAMPLE_CODES[0], "江苏特色化指标2得分", "2026", "5", "2026-03-01"),
        (EXAMPLE_CODES[1], "地方特色指标得分", "2026", "9", "2026-03-01"),
    )
    row_type = FigureRow

    def read(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """What the score is of, for which year, the score itself and its day."""
        fact = read_fact(cells["fact"])
        return {
            "fact": fact,
            "year": read_declaring_year(cells["year"]),
            "value": read_score(cells["value"], None if isinstance(fact, Problem) else fact),
            "as_of": read_past_date(cells["as_of"], "截止日期"),
        }

    def row(self, number: int, credit_code: str, enterprise_name: str, read: Mapping[str, Any]) -> FigureRow:
        """The row as it would be taken in."""
        return FigureRow(number, credit_code, enterprise_name, read["fact"], read["year"], read["value"], read["as_of"])

    def twice(self, earlier: int) -> Problem:
        """Two scores of one kind for one year."""
        return Problem(f"与第 {earlier} 行是同一企业、同一项目、同一年度。", "看不出以哪一行为准。", "请只留一行。")

    def note(self, enterprise: Enterprise, row: FigureRow, office: Office) -> None:
        """Keep the score in place of an earlier one."""
        note_office_figure(enterprise, row.fact, row.year, row.value, as_of=row.as_of, office=office)


def read_fact(typed: str) -> OfficeFigure.Fact | Problem:
    """Which score it is, by its name with or without blanks."""
    found = _BY_WORD.get("".join(half_width(typed).split()))
    if found is not None:
        return found
    return Problem(
        f"‘{typed}’不是可以导入的项目。" if typed else "没有填。",
        mend=f"请填{'、'.join(words[0] for words in _FACTS.values())}之一。",
    )


def read_declaring_year(typed: str) -> int | Problem:
    """A year in which somebody declares: since there are standards, and not after the coming one."""
    if not typed:
        return Problem("没有填。", mend="请填企业申报的年度，如 2026。")
    year = read_year(typed)
    first = min(each.in_force.since for each in catalogue.editions()).year
    last = clock.today().year + 1
    if isinstance(year, int) and not first <= year <= last:
        return Problem(f"{year} 年不在可以申报的年度里。", f"可以填 {first} 至 {last} 年。", "请核对年度。")
    return year


def read_score(typed: str, fact: OfficeFigure.Fact | None) -> int | Problem:
    """A score within the bounds of its fact; an empty cell is unknown and never zero."""
    if not typed:
        return Problem("没有填。", "还没有得分和 0 分不一样。", "还没有得分的，请删去这一行。")
    if fact is None:
        return 0  # nobody can tell its bounds, and the row is refused for the other cell
    known = facts()[fact]
    value = read_number(typed, NumberKind("分", known.decimals, known.unit.scale, {"分": Fraction(1)}))
    most = known.at_most or _OUT_OF
    if isinstance(value, int) and value > most * known.unit.scale:
        return Problem(f"‘{typed}’超过满分。", f"{_FACTS[fact][0]}最多 {most} 分。", "请核对得分。")
    return value
