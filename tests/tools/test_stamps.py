from __future__ import annotations

from pathlib import Path

from tools.stamps import Stamps, digest


def test_a_digest_changes_with_a_files_content_and_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    first = digest([file])

    file.write_text("two")
    second = digest([file])
    renamed = file.rename(tmp_path / "b.txt")
    third = digest([renamed])

    assert len({first, second, third}) == 3


def test_a_digest_of_a_folder_sees_a_new_file_but_no_bytecode(tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    (folder / "__pycache__").mkdir(parents=True)
    (folder / "a.tsv").write_text("1")
    first = digest([folder])

    (folder / "__pycache__" / "a.pyc").write_text("x")
    assert digest([folder]) == first

    (folder / "b.tsv").write_text("1")
    assert digest([folder]) != first


def test_a_digest_depends_on_its_words() -> None:
    assert digest([], "sqlite") != digest([], "postgres")


def test_a_stamp_counts_only_for_the_content_it_was_put_for(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path / "stamps")
    assert not stamps.has("packages", "abc")

    stamps.put("packages", "abc")
    assert stamps.has("packages", "abc")
    assert not stamps.has("packages", "abd")

    stamps.forget("packages")
    assert not stamps.has("packages", "abc")
