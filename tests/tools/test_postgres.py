from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.services.needs import missing
from tools import house, postgres
from tools.system_packages import postgres_binaries


def test_a_server_that_was_started_lets_its_user_create_a_database_and_leaves_nothing_behind() -> None:
    if postgres_binaries() is None:
        missing("PostgreSQL", "postgresql")

    with postgres.started() as url:
        with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
            connection.execute("create database one_for_tests")
            row = connection.execute("show data_directory").fetchone()
        assert row is not None
        data = Path(row[0])
        assert (data / "PG_VERSION").exists()

    assert not data.parent.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=3)


def test_a_server_that_was_named_but_does_not_answer_is_not_replaced_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL_TEST_POSTGRES", "postgresql://127.0.0.1:1/postgres")

    sentence = "DATABASE_URL_TEST_POSTGRES names a server that cannot be used"
    with pytest.raises(postgres.Missing, match=sentence), postgres.server():
        pass


def test_without_a_server_and_without_binaries_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL_TEST_POSTGRES", raising=False)
    monkeypatch.setattr(postgres, "WHERE_IT_USUALLY_IS", ())
    monkeypatch.setattr(postgres, "postgres_binaries", lambda: None)

    with pytest.raises(postgres.Missing, match="no PostgreSQL is installed"), postgres.server():
        pass


def test_two_checkouts_use_two_databases_of_one_server(monkeypatch: pytest.MonkeyPatch) -> None:
    here = postgres._database_name()  # noqa: SLF001  the name is the point
    monkeypatch.setattr(house, "ROOT", Path("elsewhere"))

    assert postgres._database_name() != here  # noqa: SLF001
    assert urlsplit(f"postgresql:///{here}").path == f"/{here}"
