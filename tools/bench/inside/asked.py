"""What is asked of the domain directly: the look-up, the paper, and what the database holds after a storm."""

from __future__ import annotations

import shutil
import subprocess
from time import perf_counter
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Count, Max

from tidu.domain.declarations.models import Declaration, Paper, Submission
from tidu.domain.declarations.tasks import make_paper
from tidu.domain.recognitions.models import Recognition
from tidu.domain.recognitions.queries import look_up
from tidu.kit import clock
from tools.bench.inside.patterns import INNOVATIVE, patterns
from tools.bench.inside.people import script

_PART = 4


def searches(count: int) -> list[str]:
    """What people look for: a part of a name, spread over all that hold a title."""
    last = Recognition.objects.aggregate(last=Max("id"))["last"]
    wanted = [1 + place * (last - 1) // count for place in range(count)]
    titles = Recognition.objects.filter(id__in=wanted).select_related("enterprise").order_by("id")
    return [_part(each.enterprise.name) for each in titles]


def _part(name: str) -> str:
    """The trade name and the beginning of what follows: 昆山恒博精密机械有限公司 → 恒博精密."""
    return name.rpartition("）")[2][2 : 2 + _PART]


def look_ups(count: int) -> list[float]:
    """Seconds of each look-up by the domain alone."""
    typed = searches(count)
    look_up(typed[0])
    return [_seconds(look_up, each) for each in typed]


def papers(count: int) -> dict[str, Any]:
    """Seconds of making the PDF of a dozen pages, as the background task does, and how many pages it had."""
    submission = patterns().thick.submissions.get()
    seconds = []
    for _ in range(count + 1):
        Paper.objects.filter(submission=submission).delete()
        paper = Paper.objects.create(submission=submission, requested_at=clock.now())
        seconds.append(_seconds(make_paper.func, paper.pk))
    made = Paper.objects.select_related("file").get(submission=submission)
    assert made.file is not None, made.problem
    return {"seconds": seconds[1:], "pages": _pages(default_storage.path(made.file.path))}


def _pages(path: str) -> int | None:
    program = shutil.which("pdfinfo")
    if program is None:
        return None
    told = subprocess.run([program, path], capture_output=True, check=True, text=True).stdout
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pages:"))


def counted(acknowledged: list[str]) -> dict[str, int]:
    """What the database holds of the declarations whose receipt a client saw: lost, doubled, and not what was typed."""
    found = dict(
        Submission.objects.filter(declaration__number__in=acknowledged)
        .values_list("declaration__number")
        .annotate(Count("id"))
    )
    lost = [number for number in acknowledged if found.get(number, 0) == 0]
    doubled = [number for number, count in found.items() if count > 1]
    moved = Declaration.objects.filter(number__in=acknowledged, status="under_review", submissions_made=1).count()
    return {
        "acknowledged": len(acknowledged),
        "lost": len(lost),
        "doubled": len(doubled),
        "not_moved": len(acknowledged) - moved,
        "altered": _altered(acknowledged),
    }


def _altered(numbers: list[str]) -> int:
    """How many froze something else than what was typed; the files of each are its own and are only counted."""
    typed = {step["cell"]: step["is_file"] for step in script()}
    wanted = _typed_answers(patterns().filled[INNOVATIVE].submissions.get(), typed)
    submissions = Submission.objects.filter(declaration__number__in=numbers)
    return sum(_typed_answers(each, typed) != wanted for each in submissions.iterator())


def _typed_answers(submission: Submission, typed: dict[str, bool]) -> dict[str, Any]:
    cells = {key: value for section in submission.snapshot["sections"].values() for key, value in section.items()}
    return {cell: len(cells.get(cell, ())) if is_file else cells.get(cell) for cell, is_file in typed.items()}


def _seconds(what: Any, *given: Any) -> float:
    started = perf_counter()
    what(*given)
    return perf_counter() - started
