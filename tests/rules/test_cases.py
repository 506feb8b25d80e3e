from __future__ import annotations

from collections import defaultdict

import polars as pl
import pytest

from tests.rules.cases import Case, cases
from tidu.rules import batch, catalogue, scoring
from tidu.rules.facts import fact_cells
from tidu.rules.schema import Edition
from tidu.rules.standards import ready
from tidu.rules.units import Value

CASES = list(cases())
STATES = {True: "yes", False: "no", None: "unknown"}


def _found(edition: Edition, facts: dict[str, Value]) -> dict[str, int | str | None]:
    assessment = scoring.assess(edition, facts)
    found: dict[str, int | str | None] = {each.code: each.points for each in assessment.indicators}
    found |= {each.code: each.state for each in assessment.conditions}
    return {**found, "total": assessment.total, "qualifies": assessment.qualifies, "route": assessment.route}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.edition} {case.name}")
def test_every_worked_example_comes_out_as_written(case: Case) -> None:
    found = _found(catalogue.edition(case.edition), case.facts)

    told = {key: "unknown" if found[key] is None else found[key] for key in case.expected}
    assert told == case.expected


@pytest.mark.parametrize("name", sorted({case.edition for case in CASES}))
def test_a_table_of_all_worked_examples_comes_out_as_one_by_one(name: str) -> None:
    edition = catalogue.edition(name)
    assert edition.standard is not None
    mine = [case for case in CASES if case.edition == name]
    schema = {cell: batch.kind_of(fact_cells()[cell]) for cell in ready(edition.standard).cells}
    table = pl.DataFrame([{cell: case.facts.get(cell) for cell in schema} for case in mine], schema=schema)

    scored = batch.score_exactly(edition.standard, table)

    for case, row in zip(mine, scored.iter_rows(named=True), strict=True):
        one = _found(edition, case.facts)
        told = {key: STATES[value] if isinstance(value, bool) else value for key, value in row.items()}
        told["route"] = told["route"] or ""
        states = {key for key, value in one.items() if value == "unknown"}
        assert {key: "unknown" if value is None and key in states else value for key, value in told.items()} == one


def test_every_edition_has_worked_examples_for_every_band_and_every_state() -> None:
    seen: dict[tuple[str, str], set[int | str | None]] = defaultdict(set)
    for case in CASES:
        for code, result in case.expected.items():
            seen[case.edition, code].add(result)

    for edition in catalogue.editions():
        assert edition.standard is not None
        for indicator in edition.standard.indicators:
            wanted: set[int | str] = {band.points for band in indicator.bands} | {"unknown"}
            assert wanted <= seen[edition.id, indicator.code], (edition.id, indicator.code)
        for condition in edition.standard.conditions:
            if (edition.id, condition.code) != ("specialised@2022-08-01+32", "ZJTX-4"):
                assert {"yes", "no", "unknown"} <= seen[edition.id, condition.code], (edition.id, condition.code)
