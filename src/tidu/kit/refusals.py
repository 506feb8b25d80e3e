"""A correct "no": what is wrong, why, and how to mend it, in sentences for the person who asked."""

from __future__ import annotations


class Refusal(Exception):
    """What was asked cannot be done now. Packages subclass it; audiences show it beside what was asked (422)."""

    def __init__(self, what: str, why: str = "", mend: str = "", *, field: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.mend = mend
        self.field = field

    def __str__(self) -> str:
        return "".join(part for part in (self.what, self.why, self.mend) if part)
