"""What the edition makes of a declaration as it stands: problems, computed figures, facts, the standard's answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tidu.domain.declarations.cells import problem_of
from tidu.domain.declarations.prefill import record_cells
from tidu.domain.enterprises.brought import scores_by_cell
from tidu.rules import catalogue, checks, computed, fact_map, scoring
from tidu.rules.schema import CheckLevel, FieldType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tidu.domain.declarations.models import Declaration, SectionAnswers
    from tidu.domain.declarations.preconditions import Standing
    from tidu.domain.enterprises.models import OfficeFigure
    from tidu.rules.problem import Problem
    from tidu.rules.schema import Edition


@dataclass
class Judgement:
    """A declaration's answers, and everything the edition derives from them; each is computed once, when asked for."""

    edition: Edition
    sections: dict[str, dict[str, dict[str, Any]]]
    record: dict[str, Any]
    last_year: int
    scores: Mapping[str, OfficeFigure] = field(default_factory=dict)  # of offices, by the cell of `record`

    @classmethod
    def of(cls, declaration: Declaration, rows: Iterable[SectionAnswers], standing: Standing) -> Judgement:
        """Judge what is saved now."""
        edition = catalogue.edition(declaration.edition_id)
        saved = {row.section: row.cells for row in rows}
        return cls(
            edition=edition,
            sections={
                section.key: saved.get(section.key, {}) | record_cells(section, standing.enterprise)
                for section in edition.form.sections
            },
            record=dict(standing.record(declaration.window.year)),
            last_year=declaration.window.year - 1,
            scores=scores_by_cell(standing.figures, declaration.window.year),
        )

    @cached_property
    def cells(self) -> dict[str, dict[str, Any]]:
        """Every cell by its key."""
        return {key: cell for cells in self.sections.values() for key, cell in cells.items()}

    @cached_property
    def answers(self) -> dict[str, Any]:
        """The readable values by cell; what cannot be read is not among them."""
        return {key: cell["v"] for key, cell in self.cells.items() if cell["v"] is not None}

    @cached_property
    def typed_problems(self) -> dict[str, Problem]:
        """What is wrong with single cells, by cell."""
        problems = {key: problem_of(cell) for key, cell in self.cells.items() if "p" in cell}
        return {key: problem for key, problem in problems.items() if problem is not None}

    @cached_property
    def file_counts(self) -> dict[str, int]:
        """How many files are in each slot."""
        return {
            field.key: len(self.answers.get(field.key) or ())
            for field in self.edition.fields.values()
            if field.type is FieldType.FILES
        }

    @cached_property
    def findings(self) -> list[checks.Finding]:
        """Everything that blocks submitting, then what is merely unusual."""
        return checks.problems(
            self.edition,
            self.answers,
            self.typed_problems,
            self.file_counts,
            record=self.record,
            last_year=self.last_year,
        )

    @property
    def blocking(self) -> list[checks.Finding]:
        """What must be mended before submitting."""
        return [each for each in self.findings if each.level is CheckLevel.BLOCK]

    @cached_property
    def states(self) -> Mapping[str, checks.SectionState]:
        """How far each section is, by key."""
        return {
            state.section: state
            for state in checks.section_states(
                self.edition,
                self.answers,
                self.findings,
                self.file_counts,
                record=self.record,
                last_year=self.last_year,
            )
        }

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The facts of the vocabulary, by name and year."""
        return fact_map.facts_of(self.edition, self.answers, self.file_counts, self.record, last_year=self.last_year)

    @cached_property
    def assessment(self) -> scoring.Assessment | None:
        """What the standard says; None where the edition has none."""
        return scoring.assess(self.edition, self.facts) if self.edition.standard else None

    @cached_property
    def computed(self) -> dict[str, str]:
        """The computed cells as text: ratios, totals."""
        return computed.computed_values(
            self.edition, self.answers, self.file_counts, record=self.record, last_year=self.last_year
        )
