from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import pytest

from tidu.config import cli, cli_programmes
from tidu.rules import catalogue, programme_lock
from tidu.rules.programme_sheets import differences, sheet


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lock of its own for each test."""
    path = tmp_path / "programmes.lock"
    monkeypatch.setattr(programme_lock, "LOCK", path)
    return path


def test_the_list_names_every_edition(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["programmes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [edition.id for edition in catalogue.editions()]
    assert [line.split()[0] for line in lines if line.endswith("（暂定）")] == ["specialised@2026-04-01+32"]


def test_an_edition_is_shown_as_the_official_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["programmes", "show", "specialised@2022-08-01"]) == 0
    shown = capsys.readouterr().out
    for text in (
        "ZJ-12  上年度研发人员占比（满分 5 分）",
        "计算：研发人员数量 ÷ 全职员工数量",
        "20%以上：5 分",
        "以下每满足一项 3 分，最高 5 分：",
        "附件2 专精特新中小企业认定标准 二、（四）12（已核）",
        "public_notice  省级公示，5 个工作日",
        "（暂定；办法未定公示天数，由省级主管部门设定）",
        "ZJTX-3  上年度营业收入总额在1000万元以上",
        "第 1 途径：总分 ≥ 60 分",
    ):
        assert text in shown, text


def test_a_document_that_is_not_confirmed_is_shown_so_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["programmes", "show", "specialised@2026-04-01+32"]) == 0
    shown = capsys.readouterr().out
    reason = "按2026年办法修订的江苏细则未取得，暂沿用此前的申报前提"
    assert f"  依据  苏工信中小〔2024〕95号 申报条件（暂定；{reason}）" in shown


def test_every_edition_can_be_shown() -> None:
    for edition in catalogue.editions():
        assert edition.standard is not None
        keys = {entry.key for entry in sheet(edition)}
        assert {each.code for each in edition.standard.indicators} <= keys
        assert {each.code for each in edition.standard.conditions} <= keys


def test_a_comparison_names_what_differs_and_nothing_else() -> None:
    national, jiangsu = catalogue.edition("innovative@2022-08-01"), catalogue.edition("innovative@2022-08-01+32")
    found = {(each.part, each.key) for each in differences(national, jiangsu)}
    assert {part for part, _ in found} == {"概要", "流程"}
    assert ("流程", "province_review") in found
    assert ("流程", "record") in found
    assert differences(national, national) == []


def test_a_comparison_of_two_generations_lists_what_went_and_what_came(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["programmes", "diff", "specialised@2022-08-01", "specialised@2022-08-01+32"]) == 0
    shown = capsys.readouterr().out
    assert "改变 评价指标 · ZJ-09" in shown
    assert "  原 得分：地方特色指标得分" in shown
    assert "  现 全国细分市场占有率10%以上：6 分" in shown
    assert "ZJ-01" not in shown


def test_an_unknown_edition_is_refused_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["programmes", "show", "nothing@2022-08-01"]) == 2
    assert "没有“nothing@2022-08-01”这一版标准" in capsys.readouterr().err


def test_the_lock_takes_new_editions_and_refuses_changed_ones(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["programmes", "check"]) == 1
    assert cli.main(["programmes", "lock"]) == 0
    assert cli.main(["programmes", "check"]) == 0

    good = lock.read_text(encoding="utf-8")
    spoiled = good.replace("specialised@2026-04-01 ", "specialised@2026-04-01 0")
    lock.write_text(spoiled, encoding="utf-8")
    capsys.readouterr()

    assert cli.main(["programmes", "check"]) == 1
    assert capsys.readouterr().err == "specialised@2026-04-01：与锁定时不同。\n"
    assert cli.main(["programmes", "lock"]) == 2
    assert "已发布的标准不能改动" in capsys.readouterr().err
    assert lock.read_text(encoding="utf-8") == spoiled


#: What a form may say wrongly: in which file, by which change of its text, and what is said of it.
SPOILED = {
    "a check's expression": (
        "holds: applied_class_1_ip <= class_1_ip",
        "holds: applied_class_1_ip <= class_one_ip",
        "class_one_ip",
    ),
    "a check's sentence": (
        "比与主导产品相关的 {class_1_ip} 项",
        "比与主导产品相关的 {class_one_ip} 项",
        "speaks of 'class_one_ip'",
    ),
    "units that do not mix": (
        "holds: applied_class_1_ip <= class_1_ip",
        "holds: applied_class_1_ip <= revenue",
        "do not mix",
    ),
    "a computed field": (
        "computed: 'development_score[-1]'",
        "computed: 'development_points[-1]'",
        "development_points",
    ),
    "the way a fact is read": (
        "when: tech_academy_national >= 1",
        "when: tech_academy_nation >= 1",
        "tech_academy_nation",
    ),
    "a file that no YAML reader reads": ("facts:", "facts: [", "2026-04-01.form.yaml"),
}


@pytest.mark.parametrize(("right", "wrong", "said"), SPOILED.values(), ids=SPOILED)
def test_an_error_in_a_form_is_found_before_anybody_files_by_it(
    lock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    right: str, wrong: str, said: str,
) -> None:  # fmt: skip
    folder = Path(shutil.copytree(catalogue.PROGRAMMES, tmp_path / "programmes"))
    monkeypatch.setattr(catalogue, "published", lambda: catalogue.Catalogue(folder))
    form = folder / "specialised" / "2026-04-01.form.yaml"
    text = form.read_text(encoding="utf-8")
    assert cli.main(["programmes", "lock"]) == 0
    good = lock.read_text(encoding="utf-8")
    assert right in text

    form.write_text(text.replace(right, wrong), encoding="utf-8")
    capsys.readouterr()

    assert cli.main(["programmes", "check"]) == 1
    complaint = capsys.readouterr().err
    assert said in complaint
    assert "specialised" in complaint
    assert cli.main(["programmes", "lock", "--rewrite"]) == 2
    assert lock.read_text(encoding="utf-8") == good


def test_an_edition_that_is_gone_is_noticed(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["programmes", "lock"]) == 0
    lock.write_text(lock.read_text(encoding="utf-8") + f"old@2020-01-01 {'0' * 64}\n", encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["programmes", "check"]) == 1
    assert capsys.readouterr().err == "old@2020-01-01：文件已不在。\n"


def test_the_lock_is_rewritten_only_before_the_first_release(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programme_lock.write({"old@2020-01-01": "0" * 64})
    monkeypatch.setattr(cli_programmes, "_version", lambda: "1.0.0")
    assert cli.main(["programmes", "lock", "--rewrite"]) == 2
    monkeypatch.setattr(cli_programmes, "_version", lambda: "0.9.0")
    assert cli.main(["programmes", "lock", "--rewrite"]) == 0
    assert set(programme_lock.locked()) == {edition.id for edition in catalogue.editions()}
    assert lock.exists()


def test_the_published_editions_are_as_they_were_locked() -> None:
    assert cli_programmes.run_check(argparse.Namespace()) == 0
