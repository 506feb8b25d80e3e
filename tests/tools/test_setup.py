from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.tools.recorder import Recorder
from tools.setup import SetUp
from tools.steps import Stop


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_text(f"{name} as it was")
    return tmp_path


@pytest.fixture
def recorder(checkout: Path) -> Recorder:
    def does(command: Sequence[str]) -> None:
        if "venv" in command:
            (checkout / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
            (checkout / ".venv" / "bin" / "python").touch()

    return Recorder(does)


def test_a_second_set_up_asks_only_the_front_end_files_which_have_their_own_stamp(
    checkout: Path, recorder: Recorder
) -> None:
    SetUp(checkout, recorder).for_running()
    assert recorder.taken() == ["Virtual environment", "Locked packages", "The project itself", "Front-end packages"]

    SetUp(checkout, recorder).for_running()
    assert recorder.taken() == ["Front-end packages"]


def test_a_changed_lock_installs_the_packages_again_and_nothing_else(checkout: Path, recorder: Recorder) -> None:
    SetUp(checkout, recorder).for_running()
    recorder.taken()

    (checkout / "requirements.lock").write_text("another version")
    SetUp(checkout, recorder).for_running()

    assert recorder.taken() == ["Locked packages", "Front-end packages"]


def test_the_packages_of_development_suffice_for_running_but_not_the_other_way_round(
    checkout: Path, recorder: Recorder
) -> None:
    SetUp(checkout, recorder).for_running()
    recorder.taken()

    SetUp(checkout, recorder).for_developing()
    assert recorder.taken() == ["Locked packages", "Front-end packages"]

    (checkout / ".venv" / ".stamps" / "requirements.lock").unlink()
    SetUp(checkout, recorder).for_running()
    assert recorder.taken() == ["Front-end packages"]


def test_an_install_that_failed_is_tried_again(checkout: Path, recorder: Recorder) -> None:
    recorder.fails_at = "Locked packages"
    with pytest.raises(Stop, match="registry"):
        SetUp(checkout, recorder).for_running()
    recorder.taken()

    recorder.fails_at = ""
    SetUp(checkout, recorder).for_running()

    assert recorder.taken() == ["Locked packages", "The project itself", "Front-end packages"]


def test_an_environment_whose_interpreter_was_removed_is_made_anew(checkout: Path, recorder: Recorder) -> None:
    SetUp(checkout, recorder).for_running()
    recorder.taken()
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(checkout / "removed")
    python_of_before = python.readlink()

    SetUp(checkout, recorder).for_running()

    assert "Virtual environment" in recorder.taken()
    assert python_of_before == checkout / "removed"
