from __future__ import annotations

import sys

import pytest

from tools import steps
from tools.steps import Stop


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_step_that_succeeds_says_so_in_one_line_and_keeps_its_output_to_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    steps.run("Packages", python("print('much ado')"))

    said = capsys.readouterr().out
    assert said.startswith("Packages: done in ")
    assert said.count("\n") == 1
    assert "much ado" not in said


def test_a_step_that_fails_stops_with_its_advice_and_the_end_of_its_output() -> None:
    failing = python(
        "import sys; [print('line', n) for n in range(100)]; print('no room left', file=sys.stderr); sys.exit(3)"
    )

    with pytest.raises(Stop) as stop:
        steps.run("Packages", failing, advice="Make room.")

    assert str(stop.value) == "Packages failed with exit code 3. Make room."
    assert "no room left" in stop.value.output
    assert "line 99" in stop.value.output
    assert "line 0" not in stop.value.output


def test_a_step_whose_program_is_not_there_stops_with_a_sentence() -> None:
    with pytest.raises(Stop, match="the program no-such-program is not there"):
        steps.run("Packages", ["no-such-program"])


def test_a_long_step_shows_a_sign_of_life_where_nobody_has_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(steps, "QUIET_SECONDS", 0.3)

    steps.run("Demo world", python("import time; print('120 of 300', flush=True); time.sleep(1.2)"))

    assert "Demo world … 1 s  120 of 300" in capsys.readouterr().out


def test_a_command_that_stops_ends_with_1_and_its_sentence_last(capsys: pytest.CaptureFixture[str]) -> None:
    def stops() -> int:
        raise Stop("There is no room left.", ["the output"])

    assert steps.plainly(stops) == 1
    assert capsys.readouterr().err == "  the output\nThere is no room left.\n"


def test_ctrl_c_ends_a_command_with_130_and_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def is_interrupted() -> int:
        raise KeyboardInterrupt

    assert steps.plainly(is_interrupted) == 130
    assert capsys.readouterr().err == "\nStopped.\n"
