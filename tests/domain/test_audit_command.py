"""`tidu audit`: what it prints and with which code it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.domain.test_audit_chain import CHANGE, seal_all, tamper, write
from tidu.config.cli import main
from tidu.domain.audit import sealing
from tidu.domain.audit.models import Link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    monkeypatch.setattr(sealing, "_SHOWN_AFTER", sealing.LONGEST_WAIT * 0)
    monkeypatch.setattr(sealing, "LONGEST_WAIT", sealing.LONGEST_WAIT * 0)
    settings.DATA_DIR = tmp_path


def test_a_whole_chain_ends_with_nought_and_says_what_is_not_sealed_yet(capsys: pytest.CaptureFixture[str]) -> None:
    write(3)
    seal_all()
    write(1)

    assert main(["audit", "verify"]) == 0

    said = capsys.readouterr().out
    assert "核对 3 件事件" in said
    assert "还没有封存的事件 1 件。" in said
    assert said.endswith("没有发现不符。\n")


def test_a_change_ends_with_one_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = write(3)
    seal_all()
    tamper(CHANGE.format("act"), "x", numbers[1])

    assert main(["audit", "verify", "--from", "2026-04-16", "--to", "2026-04-16"]) == 1

    said = capsys.readouterr().out
    assert f"事件 {numbers[1]}，2026-04-16 09:01:00：内容与封存时不同" in said
    assert said.endswith("发现 1 处不符。\n")


def test_the_head_that_was_printed_is_one_that_it_compares(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    numbers = write(3)
    seal_all()
    assert main(["audit", "head"]) == 0
    kept = tmp_path / "kept.txt"
    kept.write_text(capsys.readouterr().out)

    assert main(["audit", "verify", "--heads", str(kept)]) == 0
    assert "对照链头 1 个" in capsys.readouterr().out

    kept.write_text(kept.read_text().replace(Link.objects.get(event_id=numbers[-1]).digest, "0" * 64))
    assert main(["audit", "verify", "--heads", str(kept)]) == 1
    assert "与 2026-04-16 留存的链头不同" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["什么也不是", "2026-13-01 3 abc"])
def test_heads_that_are_none_are_refused_with_the_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    (tmp_path / "kept.txt").write_text(content)

    assert main(["audit", "verify", "--heads", str(tmp_path / "kept.txt")]) == 2
    assert "第 1 行" in capsys.readouterr().err


def test_a_file_of_heads_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["audit", "verify", "--heads", str(tmp_path / "nothing.txt")]) == 2
    assert "读不了留存的链头" in capsys.readouterr().err


def test_there_is_no_head_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "head"]) == 1
    assert capsys.readouterr().err == "还没有封存任何事件。\n"
