"""Tables that are brought in, as the officer sees them: the words of each kind, and its rows as cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidu.domain.accounts.access import Act, Actor, can
from tidu.domain.exchange.kinds import DIGITAL_LEVELS, OFFICE_FIGURES, TABLES
from tidu.domain.exchange.queries import recent_digital_results, recent_office_figures
from tidu.rules.facts import facts
from tidu.rules.wording import value_text
from tidu.web.ui.formats import day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tidu.domain.enterprises.models import DigitalResult, OfficeFigure
    from tidu.domain.exchange.digital_levels import DigitalRow
    from tidu.domain.exchange.office_figures import FigureRow
    from tidu.domain.exchange.tables import Table
    from tidu.kit.paging import Page


@dataclass(frozen=True)
class Words:
    """What is said of one kind of table, and how its rows become cells under `headings`."""

    lead: str
    hint: str
    replaces: str
    who: str
    icon: str
    headings: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]  # of a row of the file, or of what is kept
    recent: Callable[..., Page[Any]]


def _of_result(row: DigitalRow | DigitalResult) -> tuple[str, ...]:
    return f"{row.level} 级", day(row.assessed_on)


def _of_figure(row: FigureRow | OfficeFigure) -> tuple[str, ...]:
    return facts()[row.fact].name, f"{row.year}", value_text(row.fact, row.value), day(row.as_of)


_WORDS: Mapping[str, Words] = {
    DIGITAL_LEVELS.key: Words(
        lead="导入的结果带评测日期和导入单位，企业和各级审核都能看到；同一企业以最近一次评测为准。",
        hint="等级填 0 至 4，评测日期填到日。",
        replaces="同一企业同一天已有的结果会被替换。",
        who="导入由负责人岗位办理，本岗位可以查看。",
        icon="gauge",
        headings=("等级", "评测日期"),
        cells=_of_result,
        recent=recent_digital_results,
    ),
    OFFICE_FIGURES.key: Words(
        lead="企业不填、由主管部门录入的得分。导入前是未知，不按 0 分算；"
        "导入后带截止日期和导入单位，企业和各级审核都能看到。",
        hint="项目填发展评价得分、地方特色指标得分或江苏特色化指标2得分；得分一行一个，还没有的不要列。",
        replaces="同一企业、同一项目、同一年度已有的得分会被替换，已经提交的自评不会改变。",
        who="这些数据由省级的负责人岗位导入，本岗位可以查看。",
        icon="report",
        headings=("项目", "申报年度", "得分", "截止日期"),
        cells=_of_figure,
        recent=recent_office_figures,
    ),
}


@dataclass(frozen=True)
class Choice:
    """One kind of table that can be chosen."""

    key: str
    name: str
    is_current: bool


def table_called(key: str) -> Table[Any]:
    """The kind of table that is asked for; without a choice the first."""
    return TABLES.get(key, DIGITAL_LEVELS)


def page_context(actor: Actor, table: Table[Any], *, cursor: str) -> dict[str, Any]:
    """What the page shows of one kind: the choice, the form's words, and what was brought in last. One query."""
    words = _WORDS[table.key]
    page = words.recent(actor, cursor=cursor)
    return {
        "table": table,
        "words": words,
        "columns": "、".join(table.column(key) for key in table.columns),
        "choices": [Choice(each.key, each.name, each.key == table.key) for each in TABLES.values()],
        "imports": can(actor, Act.IMPORT, level=table.level),
        "page": page,
        "lines": [(each, list(zip(words.headings, words.cells(each), strict=True))) for each in page.rows],
    }


def check_context(table: Table[Any], rows: list[Any]) -> dict[str, Any]:
    """What the page of a check shows of the rows that would be taken in."""
    words = _WORDS[table.key]
    lines = [(each, list(zip(words.headings, words.cells(each), strict=True))) for each in rows]
    return {"table": table, "words": words, "lines": lines}
