"""An edition as the official table: groups, indicators with their bands, conditions, ways to qualify, materials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.rules import facts
from tidu.rules.citing import Basis
from tidu.rules.schema import FieldType
from tidu.rules.standards import ready
from tidu.rules.wording import band_text, citation, spoken
from tidu.web.public.ladder import direct_codes

if TYPE_CHECKING:
    from tidu.rules.citing import Cited, Source
    from tidu.rules.schema import Condition, Edition, FormField
    from tidu.rules.standards import ReadyIndicator

#: What a reader is told of a figure that no public copy confirms.
BASIS_NAMES = {Basis.CONFIRMED: "", Basis.RECALLED: "待核", Basis.PLACEHOLDER: "由主管部门设定"}


@dataclass(frozen=True)
class Line:
    """One row of a table: what is asked, how it counts, and where it stands."""

    code: str
    name: str
    steps: tuple[tuple[str, str], ...]  # 5%以上 | 20 分
    ceiling: int | None
    clause: str
    basis: str
    note: str


@dataclass(frozen=True)
class GroupTable:
    """The indicators of one group."""

    name: str
    ceiling: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Shown:
    """The whole edition, in words."""

    groups: tuple[GroupTable, ...]
    conditions: tuple[Line, ...]
    direct: tuple[Line, ...]
    score_route: str
    pass_mark: int | None
    materials: tuple[FormField, ...]


def shown(edition: Edition) -> Shown:
    """Everything the programme page says of an edition's standard and materials."""
    materials = tuple(
        field for section in edition.form.sections for field in section.fields if field.type is FieldType.FILES
    )
    if edition.standard is None:
        return Shown((), (), (), "", None, materials)
    standard = ready(edition.standard)
    direct = direct_codes(edition.standard)
    return Shown(
        groups=tuple(
            GroupTable(
                group.name,
                group.ceiling,
                tuple(
                    _indicator(each, edition.source)
                    for each in standard.indicators
                    if each.indicator.group == group.key
                ),
            )
            for group in edition.standard.groups
        ),
        conditions=tuple(
            _condition(each, edition.source) for each in edition.standard.conditions if each.code not in direct
        ),
        direct=tuple(_condition(each, edition.source) for each in edition.standard.conditions if each.code in direct),
        score_route=next((spoken(route.test) for route in standard.routes if route.key == "score"), ""),
        pass_mark=edition.standard.pass_mark,
        materials=materials,
    )


def _indicator(each: ReadyIndicator, source: Source) -> Line:
    indicator = each.indicator
    steps = [(band_text(step.band, each.measure), f"{step.points} 分") for step in each.steps]
    if indicator.checklist is not None:
        names = facts.facts()
        steps = [(names[item].name, f"{indicator.checklist.each} 分") for item in indicator.checklist.items]
    if each.value is not None:
        steps.append((spoken(each.value), f"最高 {indicator.ceiling} 分"))
    return _line(indicator, indicator.code, indicator.name, tuple(steps), indicator.ceiling, source)


def _condition(condition: Condition, source: Source) -> Line:
    return _line(condition, condition.code, condition.name, (), None, source)


def _line(
    cited: Cited, code: str, name: str, steps: tuple[tuple[str, str], ...], ceiling: int | None, source: Source
) -> Line:
    """The clause alone where document and annex are the edition's, which stand above the table."""
    where = citation(cited, source) if cited.document or cited.annex else cited.clause
    return Line(code, name, steps, ceiling, where, BASIS_NAMES[cited.basis], cited.note)
