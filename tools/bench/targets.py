"""What has to be reached on two cores, and the reason beside what is not."""

from __future__ import annotations

from dataclasses import dataclass

#: Why a figure is what it is, by the target's key; with the database in front (`PostgreSQL/queue.p95`) for that one
#: alone. The key of a page's growth ends in its name: `growth/queue, filtered`.
REASONS: dict[str, str] = {}


@dataclass(frozen=True)
class Target:
    """A bound that a figure has to keep; ``wanted`` says it in words."""

    key: str
    wanted: str
    bound: float
    at_least: bool = False

    def verdict(self, figure: float, told: str, database: str = "") -> str:
        """The line beside the figure: reached, or the reason why not."""
        reached = figure >= self.bound if self.at_least else figure <= self.bound
        if reached:
            return f"{self.wanted}: {told}, reached"
        reason = REASONS.get(f"{database}/{self.key}") or REASONS.get(self.key, "")
        return f"{self.wanted}: {told}, NOT reached" + (f" - {reason}" if reason else "")


GROWTH = Target("growth", "growth under 1.3x", 1.3)
HOME_CPU = Target("home.cpu", "at most 10 ms of CPU", 0.010)
QUEUE_P95 = Target("queue.p95", "p95 under 60 ms", 0.060)
QUEUE_CPU = Target("queue.cpu", "at most 30 ms of CPU", 0.030)
SAVE_P95 = Target("save.p95", "p95 under 40 ms with one client", 0.040)
PAPER_P95 = Target("paper.p95", "under 0.3 s for 12 pages", 0.3)
SUBMITS = Target("submits.rate", "60 submit requests a second", 60, at_least=True)
SUBMITS_P95 = Target("submits.p95", "p95 under 0.5 s", 0.5)
NONE_LOST = Target("filings.lost", "none lost, none doubled, none altered", 0)
MILLION_TIME = Target("million.seconds", "within 2x of numpy", 2.0)
MILLION_MEMORY = Target("million.memory", "at most 400 MB", 400)
MILLION_EQUAL = Target("million.equal", "equal points in every cell", 0)
ONE = Target("one.p50", "one in 4 ms", 0.004)
CSV_TIME = Target("csv.seconds", "CSV to CSV under 15 s", 15)
CSV_MEMORY = Target("csv.memory", "under 3 GB", 3 * 1024)
