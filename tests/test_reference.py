"""The reference data and the paper that says where each of them comes from."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date

from tidu.rules.facts import REFERENCE
from tools import initials

_SATURDAY = 5


def test_every_file_of_reference_data_has_its_source_in_the_paper() -> None:
    paper = (REFERENCE / "README.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in paper.splitlines() if line.startswith("| `")]

    files = {path.name for path in REFERENCE.iterdir() if path.suffix in {".tsv", ".yaml"}}
    assert sorted(name.strip("`") for name, *_ in rows) == sorted(files)
    assert all(len(row) == 4 and all(row) for row in rows)


def test_every_name_that_people_search_has_its_initials() -> None:
    """Those of a table that was replaced are written by `python -m tools.initials`."""
    for table in initials.TABLES:
        with (REFERENCE / table).open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        some = [*rows[::50], *(row for row in rows if row["name"][0] in "重长厦朝乐")]

        assert [row["name"] for row in rows if not row["initials"]] == []
        assert [row["initials"] for row in some] == [initials.initials(row["name"]) for row in some]


def test_initials_are_those_of_the_word_and_writing_them_twice_changes_nothing() -> None:
    table = "code\tname\n500000\t重庆市\n1522\t瓶（罐）装饮用水制造\n"

    written = initials.with_initials(table)

    assert written == "code\tname\tinitials\n500000\t重庆市\tcqs\n1522\t瓶（罐）装饮用水制造\tpgzyyszz\n"
    assert initials.with_initials(written) == written


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
