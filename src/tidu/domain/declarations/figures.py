"""The yearly figures of a submission, as the enterprise's record keeps them for the next form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidu.rules.schema import FieldType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.rules.schema import Edition

_NUMBERS = {FieldType.MONEY, FieldType.COUNT, FieldType.PERCENT}


def figures_of(edition: Edition, snapshot: Mapping[str, Any]) -> dict[tuple[int, str], int]:
    """Figures by year and field key: fen, counts, hundredths of a percent."""
    answers = {key: value for cells in snapshot["sections"].values() for key, value in cells.items()}
    return {
        (snapshot["last_year"] - years_ago, field.key): answers[cell]
        for field in edition.fields.values()
        if field.years and field.type in _NUMBERS
        for years_ago, cell in enumerate(field.cells)
        if isinstance(answers.get(cell), int)
    }
