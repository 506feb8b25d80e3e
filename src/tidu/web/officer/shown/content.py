"""The content of a submission as reviewers read it: by chapter, with what changed since the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidu.domain.declarations.personal import masked
from tidu.domain.regions.names import LOOKUPS
from tidu.rules.answers import show, show_rows
from tidu.rules.personal import is_personal
from tidu.rules.schema import FieldType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tidu.domain.declarations.models import Submission
    from tidu.rules.schema import Edition, FormField


@dataclass(frozen=True)
class FileLink:
    """A file in a slot; at `address` the page shows it in its pane, as it does while `is_shown`."""

    id: str
    name: str
    size: int
    slot_name: str
    address: str
    is_shown: bool

    @property
    def kind(self) -> str:
        """How it can be shown in place: `pdf`, `image`, or not at all."""
        ending = self.name.rpartition(".")[2].casefold()
        return {"pdf": "pdf", "jpg": "image", "jpeg": "image", "png": "image"}.get(ending, "")


@dataclass(frozen=True)
class Cell:
    """One value, of a year or the only one. `before` is what the submission before said, where it differs."""

    text: str
    before: str | None = None
    year: int | None = None

    @property
    def is_changed(self) -> bool:
        return self.before is not None


@dataclass(frozen=True)
class Line:
    """One field of the form with its values, and what the automatic checks said to it."""

    key: str
    name: str
    unit: str
    cells: tuple[Cell, ...]
    findings: tuple[Mapping[str, Any], ...]
    heads: tuple[str, ...] = ()  # of a table
    rows: tuple[tuple[str, ...], ...] = ()
    files: tuple[FileLink, ...] = ()
    evidence: FileLink | None = None
    is_computed: bool = False
    is_masked: bool = False  # tells of a person, and only its mask is shown

    @property
    def is_changed(self) -> bool:
        return any(cell.is_changed for cell in self.cells)


@dataclass(frozen=True)
class Chapter:
    """A section with the lines that the filter leaves."""

    key: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Content:
    """Everything of a submission."""

    chapters: tuple[Chapter, ...]

    def filtered(self, show_only: str) -> tuple[Chapter, ...]:
        """Chapters with the changed or the unusual lines alone, or all."""
        wanted = {"changed": lambda line: line.is_changed, "unusual": lambda line: bool(line.findings)}
        test = wanted.get(show_only)
        if test is None:
            return self.chapters
        left = (Chapter(each.key, each.name, tuple(filter(test, each.lines))) for each in self.chapters)
        return tuple(each for each in left if each.lines)

    def count(self, show_only: str) -> int:
        """How many lines the filter leaves."""
        return sum(len(each.lines) for each in self.filtered(show_only))

    @property
    def lines(self) -> list[Line]:
        return [line for chapter in self.chapters for line in chapter.lines]

    @property
    def files(self) -> list[FileLink]:
        return [file for line in self.lines for file in line.files]


def content_of(
    edition: Edition,
    submissions: Sequence[Submission],
    address: Callable[[str], str],
    shown_file: str = "",
    revealed: str = "",
) -> Content:
    """The latest of ``submissions`` (newest first), beside the one before. No query.

    ``address`` gives where the page shows a file. What tells of a person is masked, but for the field ``revealed``.
    """
    reading = _Reading(edition, submissions, address, shown_file, revealed)
    return Content(
        tuple(
            Chapter(section.key, section.name, tuple(reading.line(field) for field in section.fields))
            for section in edition.form.sections
        )
    )


class _Reading:
    def __init__(
        self,
        edition: Edition,
        submissions: Sequence[Submission],
        address: Callable[[str], str],
        shown_file: str,
        revealed: str,
    ) -> None:
        latest = submissions[0]
        self.address = address
        self.fields = edition.fields
        self.edition = edition
        self.shown_file = shown_file
        self.revealed = revealed
        self.snapshot: dict[str, Any] = latest.snapshot
        self.now = _answers(latest)
        self.before = _answers(submissions[1]) if len(submissions) > 1 else None
        self.files: dict[str, dict[str, Any]] = {
            key: value for each in reversed(submissions) for key, value in each.snapshot.get("files", {}).items()
        }
        self.findings: dict[str, list[Mapping[str, Any]]] = {}
        for finding in latest.findings:
            for key in dict.fromkeys(cell.partition("[")[0] for cell in finding["cells"][:1]):
                self.findings.setdefault(key, []).append(finding)

    def line(self, field: FormField) -> Line:
        is_table, is_files = field.type is FieldType.TABLE, field.type is FieldType.FILES
        evidence = self._links(field.evidence, self.now.get(field.evidence)) if field.evidence else ()
        return Line(
            key=field.key,
            name=field.name,
            unit=field.unit,
            cells=self._cells(field),
            findings=tuple(self.findings.get(field.key, ())),
            heads=tuple(_with_unit(column.name, column.unit) for column in field.columns),
            rows=self._rows(field) if is_table else (),
            files=self._links(field.key, self.now.get(field.key)) if is_files else (),
            evidence=evidence[0] if evidence else None,
            is_computed=bool(field.computed),
            is_masked=self._masks(field) and any(self.now.get(cell) for cell in field.cells),
        )

    def _masks(self, field: FormField) -> bool:
        return field.key != self.revealed and is_personal(field)

    def _rows(self, field: FormField) -> tuple[tuple[str, ...], ...]:
        rows = show_rows(field, self.now.get(field.key), LOOKUPS)
        if not self._masks(field):
            return tuple(tuple(row) for row in rows)
        return tuple(tuple(map(masked, field.columns, row)) for row in rows)

    def _cells(self, field: FormField) -> tuple[Cell, ...]:
        keys = list(reversed(field.cells))  # the earliest year first, as in the books
        last_year = self.snapshot["last_year"]
        return tuple(
            Cell(
                self._text(field, key, self.now),
                self._before(field, key),
                last_year - (len(keys) - 1 - place) if field.years else None,
            )
            for place, key in enumerate(keys)
        )

    def _text(self, field: FormField, key: str, answers: Mapping[str, Any]) -> str:
        if field.computed:
            return str(self.snapshot.get("computed", {}).get(key, ""))
        value = answers.get(key)
        if field.type is FieldType.FILES:
            return "、".join(each.name for each in self._links(field.key, value))
        text = show(field, value, LOOKUPS)
        return masked(field, text) if self._masks(field) else text

    def _before(self, field: FormField, key: str) -> str | None:
        if self.before is None or field.computed or self.before.get(key) == self.now.get(key):
            return None
        return self._text(field, key, self.before) or "未填"

    def _links(self, slot: str, ids: Any) -> tuple[FileLink, ...]:
        name = self.fields[slot].name
        return tuple(
            FileLink(
                each,
                self.files[each]["name"],
                self.files[each]["size"],
                name,
                self.address(each),
                each == self.shown_file,
            )
            for each in ids or ()
            if each in self.files
        )


def _answers(submission: Submission) -> dict[str, Any]:
    return {key: value for cells in submission.snapshot["sections"].values() for key, value in cells.items()}


def _with_unit(name: str, unit: str) -> str:
    return f"{name}（{unit}）" if unit else name
