"""What every table of an office has in common: whose row it is, what is wrong in which cell, what would be taken in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from tidu.kit import clock
from tidu.rules import codes
from tidu.rules.answers_dates import read_date
from tidu.rules.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tidu.domain.enterprises.models import Enterprise
    from tidu.domain.regions.models import Office
    from tidu.rules.schema import Level

#: The column that says whose row it is, in every table.
CODE = "credit_code"
CODE_COLUMN = {CODE: ("统一社会信用代码", "信用代码")}
#: Valid codes that nobody has, for the files that show how a table looks.
EXAMPLE_CODES = ("91320583XXT9999889", "91320583XXT9999964")


@dataclass(frozen=True)
class ImportRow:
    """One row as it would be taken in."""

    number: int  # in the file, the head being row 1
    credit_code: str
    enterprise_name: str

    @property
    def about(self) -> tuple[object, ...]:
        """What it speaks of; two rows of a table never speak of the same."""
        return (self.credit_code,)


R = TypeVar("R", bound=ImportRow)


@dataclass(frozen=True)
class CellFault:
    """What is wrong with one cell of the table."""

    number: int
    column: str
    typed: str
    problem: Problem


@dataclass(frozen=True)
class Check(Generic[R]):
    """What a table would bring in, and what keeps it from being taken."""

    rows: list[R] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


class Table(ABC, Generic[R]):
    """One kind of table: its columns, how a row is read, and what is kept of it."""

    key: ClassVar[str]
    name: ClassVar[str]
    act: ClassVar[str]  # in the log
    level: ClassVar[Level | None] = None  # whose leads bring it; None is everybody's
    columns: ClassVar[Mapping[str, Sequence[str]]]  # with the words that the head may use, ours first
    examples: ClassVar[Sequence[Sequence[str]]]
    row_type: type[R]

    @abstractmethod
    def read(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """Each cell behind the code: what is kept of it, or the problem."""

    @abstractmethod
    def row(self, number: int, credit_code: str, enterprise_name: str, read: Mapping[str, Any]) -> R:
        """The row of cells that have no problem."""

    @abstractmethod
    def twice(self, earlier: int) -> Problem:
        """What to say of a row that speaks of the same as an earlier one."""

    @abstractmethod
    def note(self, enterprise: Enterprise, row: R, office: Office) -> None:
        """Keep what a row says."""

    def column(self, key: str) -> str:
        """The name of a column on screen."""
        return self.columns[key][0]


def read_known_code(typed: str, names: Mapping[str, str]) -> str | Problem:
    """The code of an enterprise among those that exist for the reader."""
    if not typed:
        return Problem("没有填。", mend="请补上 18 位统一社会信用代码。")
    code = codes.credit_code(typed)
    if isinstance(code, str) and code not in names:
        return Problem("本地区没有这家企业。", "它没有注册，或者注册地不在本地区。", "请核对代码，或请企业先注册。")
    return code


def read_past_date(typed: str, what: str) -> date | Problem:
    """A day that is not still to come; ``what`` names it."""
    if not typed:
        return Problem("没有填。", mend=f"请填{what}，如 2026-03-15。")
    read = read_date(typed)
    if isinstance(read, Problem):
        return read
    day = date.fromisoformat(read)
    if day > clock.today():
        return Problem(f"{read} 还没有到。", f"{what}不会晚于今天。", "请核对年份。")
    return day
