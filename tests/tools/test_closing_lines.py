from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.steps import Stop
from tools.test import Count, Session, count

SUMMARY = re.compile(r"^(\w+: )?\d+ passed, \d+ failed(, \d+ skipped)?$")


def test_the_last_line_is_the_sum_when_nothing_is_left_out() -> None:
    session = Session(count=Count(passed=812))

    assert session.closing_lines() == ["total: 812 passed, 0 failed"]
    assert session.is_good


def test_the_last_line_names_what_was_left_out_and_the_sum_stands_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    session = Session(count=Count(passed=700, skipped=3))

    session.leave_out("Chromium (package chromium).")
    session.leave_out("PostgreSQL (no server runs here).")

    *_, total, last = session.closing_lines()
    assert SUMMARY.match(total)
    assert total == "total: 700 passed, 0 failed, 3 skipped"
    assert last == "Left out here: Chromium (package chromium). PostgreSQL (no server runs here)."


def test_with_ci_set_nothing_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(Stop, match="CI is set, and this is missing: Chromium"):
        Session().leave_out("Chromium")


@pytest.mark.parametrize("no", ["", "0", "false", "False"])
def test_ci_that_says_no_is_no_ci(monkeypatch: pytest.MonkeyPatch, no: str) -> None:
    monkeypatch.setenv("CI", no)
    session = Session()

    session.leave_out("Chromium.")

    assert session.left_out == ["Chromium."]


def test_a_run_without_any_test_is_not_good_and_names_the_word() -> None:
    session = Session(word="nothing_is_called_so")

    assert not session.is_good
    assert session.closing_lines() == ["No test matches k=nothing_is_called_so.", "total: 0 passed, 0 failed"]


def test_one_failure_or_one_broken_run_spoils_the_whole() -> None:
    assert not Session(count=Count(passed=5, failed=1)).is_good

    broken = Session(count=Count(passed=5), broken=["The suite on SQLite: pytest ended with exit code 4."])
    assert not broken.is_good
    assert broken.closing_lines()[0] == "The suite on SQLite: pytest ended with exit code 4."


def test_a_report_of_pytest_is_added_up_with_errors_as_failures(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="10" failures="1" errors="2" skipped="3"/></testsuites>', encoding="utf-8"
    )

    assert count(report) == Count(passed=4, failed=3, skipped=3)
    assert count(tmp_path / "absent.xml") == Count()
