from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.tools.recorder import Recorder
from tidu.kit import keyring
from tools.installation import Installation
from tools.steps import Stop

FIRST = ["Database", "Reference data", "Demo world", "Static files"]


@pytest.fixture
def recorder(tmp_path: Path) -> Recorder:
    def does(command: Sequence[str]) -> None:
        if "migrate" in command:
            (tmp_path / "var" / "tidu.sqlite3").touch()

    return Recorder(does)


def bring_up_to_date(tmp_path: Path, recorder: Recorder, url: str = "") -> list[str]:
    Installation(tmp_path / "var", url, recorder).bring_up_to_date()
    return recorder.taken()


def test_the_first_run_does_everything_and_the_second_only_the_migrations(tmp_path: Path, recorder: Recorder) -> None:
    assert bring_up_to_date(tmp_path, recorder) == FIRST
    assert bring_up_to_date(tmp_path, recorder) == ["Database"]


def test_a_demo_world_that_was_broken_off_is_built_anew_and_the_old_file_is_kept(
    tmp_path: Path, recorder: Recorder
) -> None:
    recorder.fails_at = "Demo world"
    with pytest.raises(Stop):
        bring_up_to_date(tmp_path, recorder)
    (tmp_path / "var" / "tidu.sqlite3").write_text("half a world")
    recorder.taken()

    recorder.fails_at = ""
    titles = bring_up_to_date(tmp_path, recorder)

    assert titles == FIRST
    assert (tmp_path / "var" / "unfinished-tidu.sqlite3").read_text() == "half a world"
    assert bring_up_to_date(tmp_path, recorder) == ["Database"]


def test_a_database_that_was_deleted_gets_its_reference_data_and_its_world_again(
    tmp_path: Path, recorder: Recorder
) -> None:
    bring_up_to_date(tmp_path, recorder)
    (tmp_path / "var" / "tidu.sqlite3").unlink()

    assert bring_up_to_date(tmp_path, recorder) == ["Database", "Reference data", "Demo world"]


def test_somebodys_own_database_server_gets_no_demo_world(tmp_path: Path, recorder: Recorder) -> None:
    titles = bring_up_to_date(tmp_path, recorder, "postgresql://127.0.0.1/province")

    assert titles == ["Database", "Reference data", "Static files"]


def test_the_secret_is_random_kept_and_readable_by_its_owner_only(tmp_path: Path, recorder: Recorder) -> None:
    bring_up_to_date(tmp_path, recorder)
    secret = tmp_path / "var" / "secret_key"
    first = secret.read_text()
    bring_up_to_date(tmp_path, recorder)

    elsewhere = tmp_path / "elsewhere"
    Installation(elsewhere / "var", "", Recorder()).bring_up_to_date()

    assert len(first.strip()) >= 50
    assert secret.read_text() == first
    assert (elsewhere / "var" / "secret_key").read_text() != first
    assert secret.stat().st_mode & 0o777 == 0o600


def test_the_key_ring_of_personal_data_is_written_once_and_is_one(tmp_path: Path, recorder: Recorder) -> None:
    bring_up_to_date(tmp_path, recorder)
    written = tmp_path / "var" / "data_keys"
    first = written.read_text()
    bring_up_to_date(tmp_path, recorder)

    assert keyring.parse(first.strip()).current == "k1"
    assert written.read_text() == first
    assert written.stat().st_mode & 0o777 == 0o600


def test_the_accounts_are_those_that_the_demo_world_wrote_down(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    assert installation.accounts() == ""

    (tmp_path / "demo-accounts.txt").write_text("province-320000  省级审核\n", encoding="utf-8")

    assert installation.accounts() == "province-320000  省级审核"
