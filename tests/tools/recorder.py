"""A step runner that notes what it was asked to run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tools.steps import Stop


class Recorder:
    """Stands in for `steps.run`: carries nothing out, remembers all, and fails at the title it is told to."""

    def __init__(self, does: Callable[[Sequence[str]], None] = lambda _: None) -> None:
        self.titles: list[str] = []
        self.does = does
        self.fails_at = ""

    def __call__(self, title: str, command: Sequence[str], *, advice: str = "") -> None:
        self.titles.append(title)
        if title == self.fails_at:
            raise Stop(f"{title} failed. {advice}")
        self.does(command)

    def taken(self) -> list[str]:
        """Give the titles since the last call."""
        titles, self.titles = self.titles, []
        return titles
