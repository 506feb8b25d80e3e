"""The four steps of the cultivation, each with what is held now and what its standard asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.domain.recognitions.queries import counts_by_title, granted_since
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.web.public.openings import programmes

if TYPE_CHECKING:
    from tidu.rules.schema import Edition, Standard


@dataclass(frozen=True)
class Step:
    """One step; without an edition nobody can be given its title here, and no number is shown."""

    tier: int
    name: str
    edition_id: str
    count: int
    this_year: int
    asks: str


def steps(province_code: str) -> tuple[Step, ...]:
    """The steps from the base up. Two queries."""
    held = counts_by_title(province_code)
    new = granted_since(province_code, clock.today().replace(month=1, day=1))
    ruling = {edition.title: edition for edition in programmes(province_code)}
    return tuple(
        Step(
            tier=title.tier,
            name=title.short_name,
            edition_id=ruling[key].id if key in ruling else "",
            count=held.get(key, 0),
            this_year=new.get(key, 0),
            asks=_asks(ruling[key]) if key in ruling else "",
        )
        for key, title in sorted(catalogue.titles().items(), key=lambda item: item[1].tier)
    )


def _asks(edition: Edition) -> str:
    """What the standard asks, in one line, counted from the standard itself."""
    if edition.standard is None:
        return ""
    standard = edition.standard
    direct = direct_codes(standard)
    clauses = {each.clause for each in standard.conditions if each.code not in direct}
    parts = [f"认定标准共 {len(clauses)} 条"] if clauses else []
    if standard.pass_mark is not None:
        points = f"评价满 {standard.pass_mark} 分"
        parts.append(f"{points}，或符合 {len(direct)} 项直通条件之一" if direct else points)
    return "；".join(parts)


def direct_codes(standard: Standard) -> set[str]:
    """The codes of the conditions that are a way of their own to qualify."""
    return {route.key for route in standard.routes} & {condition.code for condition in standard.conditions}
