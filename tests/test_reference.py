"""The reference data and the paper that says where each of them comes from."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date

from tidu.rules.facts import REFERENCE

_SATURDAY = 5


def test_every_file_of_reference_data_has_its_source_in_the_paper() -> None:
    paper = (REFERENCE / "README.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in paper.splitlines() if line.startswith("| `")]

    files = {path.name for path in REFERENCE.iterdir() if path.suffix in {".tsv", ".yaml"}}
    assert sorted(name.strip("`") for name, *_ in rows) == sorted(files)
    assert all(len(row) == 4 and all(row) for row in rows)


def test_the_calendar_holds_only_days_that_are_not_what_their_weekday_says() -> None:
    text = (REFERENCE / "working-days.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t"))
    days = {date.fromisoformat(row["day"]): row["kind"] for row in rows}

    assert [day for day, times in Counter(row["day"] for row in rows).items() if times > 1] == []
    assert set(days.values()) == {"holiday", "work"}
    assert [day for day, kind in days.items() if kind == "work" and day.weekday() < _SATURDAY] == []
    paper = (REFERENCE / "README.md").read_text(encoding="utf-8")
    named = re.search(r"`working-days\.tsv` \| the days of ([0-9, ]+) that", paper)
    assert named is not None
    assert {int(year) for year in named[1].split(",")} == {day.year for day in days}
