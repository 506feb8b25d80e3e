from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import check, house
from tools.steps import Stop


def test_a_file_of_400_lines_is_named_and_one_of_399_is_not(tmp_path: Path) -> None:
    for name, lines in {"src/long.py": 400, "tests/short.py": 399, "tools/long.py": 401, "Makefile": 60}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("\n" * lines)

    assert check.long_files(tmp_path) == [
        "src/long.py has 400 lines; the most is 399.",
        "tools/long.py has 401 lines; the most is 399.",
        "Makefile has 60 lines; the most is 59.",
    ]


def test_a_check_that_fails_stops_with_its_own_words() -> None:
    judging = check.Judging(check.Check("lint", "python", ["-c", "print('line 3: unused'); raise SystemExit(1)"]))
    try:
        with pytest.raises(Stop, match="make check stopped at: lint") as stop:
            judging.verdict()
    finally:
        judging.end()

    assert stop.value.output == ("line 3: unused",)


def test_a_check_that_says_nothing_but_fails_is_a_failure_all_the_same() -> None:
    judging = check.Judging(check.Check("lint", "python", ["-c", "raise SystemExit(2)"]))
    try:
        with pytest.raises(Stop) as stop:
            judging.verdict()
    finally:
        judging.end()

    assert stop.value.output == ("exit code 2",)


@pytest.mark.parametrize("lock", [house.RUNTIME_LOCK, house.DEVELOPMENT_LOCK], ids=lambda lock: lock.name)
def test_a_lock_names_no_host_and_every_package_has_a_hash(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", text.strip())

    assert "://" not in text
    assert len(packages) > 20
    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_the_lock_of_development_holds_everything_of_the_lock_of_running() -> None:
    def pins(lock: Path) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))

    assert pins(house.RUNTIME_LOCK) - pins(house.DEVELOPMENT_LOCK) == set()


def test_what_ci_runs_is_the_checks_and_the_readmes_test_command() -> None:
    lines = (house.ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert lines[-2:] == ["make check", "make test"]
    assert "set -eu" in lines
