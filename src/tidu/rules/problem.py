"""What is wrong with something that was typed, in the three parts of the house: what, why, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence for the person who typed; `offers` are texts that mend it with one click.

    One offer is a suggestion. Two or more are a question: the text can be read in these ways, and nothing is guessed.
    """

    what: str
    why: str = ""
    mend: str = ""
    offers: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "".join(part for part in (self.what, self.why, self.mend) if part)

    @property
    def asks(self) -> bool:
        """Whether the text can be read in more than one way."""
        return len(self.offers) > 1
