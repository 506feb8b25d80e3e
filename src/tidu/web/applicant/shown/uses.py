"""Where a field counts: the indicators and conditions that are computed from it, by the document's own numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidu.rules import scoring
from tidu.rules.kept import kept_by_identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.rules.schema import Edition, FactMap

_NAMES = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Use:
    """An indicator or a condition that a field counts in."""

    code: str
    name: str
    clause: str


def uses_of(edition: Edition) -> Mapping[str, tuple[Use, ...]]:
    """The uses of each field by its key; worked out once per edition."""
    return kept_by_identity(edition, "uses", _uses)


def _uses(edition: Edition) -> Mapping[str, tuple[Use, ...]]:
    standard = edition.standard
    if standard is None:
        return {}
    cited = {each.code: Use(each.code, each.name, each.clause) for each in standard.indicators}
    cited |= {each.code: Use(each.code, each.name, each.clause) for each in standard.conditions}
    found: dict[str, dict[str, Use]] = {}
    for fact, codes in scoring.edition_fact_uses(edition).items():
        key = fact.partition("[")[0]
        for field in _fields_behind(edition, key):
            found.setdefault(field, {}).update({code: cited[code] for code in codes if code in cited})
    return {field: tuple(uses.values()) for field, uses in found.items()}


def _fields_behind(edition: Edition, fact: str) -> list[str]:
    mapping = edition.facts.get(fact)
    if mapping is None:
        return [fact] if fact in edition.fields else []
    return [name for name in _names_in(mapping) if name in edition.fields]


def _names_in(mapping: FactMap) -> list[str]:
    texts = [mapping.field, mapping.when, mapping.value, mapping.count, mapping.sum, mapping.max, mapping.any]
    texts += [mapping.contains, *(each.when for each in mapping.first)]
    return list(dict.fromkeys(name for text in texts if text for name in _NAMES.findall(text)))
