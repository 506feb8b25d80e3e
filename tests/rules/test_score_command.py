"""`tidu score` and `tidu size`, sentence by sentence of their contract."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.cases import cases
from tests.rules.commands import environment, tidu, tidu_by_itself
from tidu.config.cli_tables import TableRefusal, read_table
from tidu.rules.facts import fact_cells, facts

INNOVATIVE = "innovative@2022-08-01"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "facts.csv"


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_header_is_the_contracts_and_rows_keep_their_order(table: Path) -> None:
    write(table, "credit_code,rd_expense,revenue,别的列\nB,500,10000,x\nA,299.99,10000,y\nB,,1,z\n")

    ended = tidu("score", INNOVATIVE, "--facts", table)

    assert ended.returncode == 0
    assert ended.stderr == ""
    assert ended.stdout.splitlines()[0] == (
        "credit_code,qualifies,route,total,INN-1,INN-2,INN-3,INN-4,INN-5,INN-6,INN-D1,INN-D2,INN-D3,INN-D4"
    )
    assert [(row["credit_code"], row["INN-2"], row["total"]) for row in rows(ended.stdout)] == [
        ("B", "20", ""),
        ("A", "10", ""),
        ("B", "", ""),
    ]


@pytest.mark.parametrize(
    ("edition", "codes"),
    [
        (
            "specialised@2022-08-01+32",
            [
                *(f"ZJ-{n:02}" for n in range(1, 14)),
                *(f"ZJTX-{n}" for n in range(1, 5)),
                *(f"ZJTX-4-D{n}" for n in range(1, 5)),
            ],
        ),
        ("specialised@2026-04-01", ["Z26-1", "Z26-2a", "Z26-2b", "Z26-2c", "Z26-3", "Z26-4", "Z26-5", "Z26-6"]),
        (
            "little_giant@2022-08-01",
            [
                *("LG-0", "LG-Z1", "LG-Z2", "LG-Z3", "LG-J1", "LG-J2", "LG-J3", "LG-J4", "LG-T1", "LG-T2"),
                *("LG-N1", "LG-N2", "LG-N3", "LG-N4", "LG-N5", "LG-C1", "LG-P1"),
            ],
        ),
        (
            "little_giant@2026-04-01",
            ["L26-1", "L26-2a", "L26-2b", "L26-2c", "L26-2d", "L26-3", "L26-4", "L26-5", "L26-6", "L26-7"],
        ),
    ],
)
def test_columns_stand_in_the_order_of_the_document(table: Path, edition: str, codes: list[str]) -> None:
    write(table, "credit_code\nX\n")
    ended = tidu("score", edition, "--facts", table)
    assert ended.stdout.splitlines()[0].split(",") == ["credit_code", "qualifies", "route", "total", *codes]


def test_every_worked_example_comes_out_the_same_from_a_file(table: Path, tmp_path: Path) -> None:
    mine = [case for case in cases() if case.edition == "specialised@2022-08-01"]
    names = list(mine[0].facts)
    lines = [[str(number), *(_cell(name, case.facts.get(name)) for name in names)] for number, case in enumerate(mine)]
    with table.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([["credit_code", *names], *lines])

    ended = tidu("score", "specialised@2022-08-01", "--facts", table, "--out", tmp_path / "out.csv")

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    found = rows((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert len(found) == len(mine)
    for case, row in zip(mine, found, strict=True):
        for key, expected in case.expected.items():
            is_number = key == "total" or key.startswith("ZJ-")
            assert row[key] == ("" if expected == "unknown" and is_number else str(expected)), case.name


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    scale = fact_cells()[name].unit.scale
    if isinstance(value, int) and scale > 1:
        return f"{value // (scale // 100) / 100:.2f}"
    return str(value)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(table: Path) -> None:
    write(table, "\ufeffcredit_code,rd_expense,revenue\r\nA,500,10000\r\n")
    assert rows(tidu_by_itself("score", INNOVATIVE, "--facts", table).stdout)[0]["INN-2"] == "20"


def test_quoted_cells_are_read_as_spreadsheets_write_them(table: Path) -> None:
    write(
        table,
        'credit_code,企业名称,"rd_expense",revenue\n"A,1","某某\n公司","500","10000"\n"B""2",,300,"10000"\n"",x,"",1\n',
    )

    found = rows(tidu("score", INNOVATIVE, "--facts", table).stdout)

    assert [(row["credit_code"], row["INN-2"]) for row in found] == [("A,1", "20"), ('B"2', "15"), ("", "")]


def test_a_file_without_rows_gives_the_header_and_one_without_known_columns_gives_unknowns(table: Path) -> None:
    write(table, "credit_code,revenue\n")
    assert len(tidu("score", INNOVATIVE, "--facts", table).stdout.splitlines()) == 1

    write(table, "名称\n甲\n乙\n")
    found = rows(tidu("score", INNOVATIVE, "--facts", table).stdout)
    assert [(row["credit_code"], row["qualifies"], row["INN-D1"], row["INN-1"]) for row in found] == [
        ("", "unknown", "unknown", ""),
        ("", "unknown", "unknown", ""),
    ]


def test_every_refused_cell_is_reported_with_the_row_of_the_file_and_nothing_is_written(
    table: Path, tmp_path: Path
) -> None:
    write(
        table,
        "credit_code,revenue,own_brand,digital_level,rd_expense,unused\n"
        "A,1e3,yes,3,,?\n"
        "\n"
        "B,100.5,是,5,-1,?\n"
        'C,"1,000",no,4,0,?\n',
    )
    out = write(tmp_path / "out.csv", "what was there before")

    ended = tidu("score", INNOVATIVE, "--facts", table, "--out", out)

    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        "2, revenue, 1e3, 不能用科学计数法，请写出全部数字",
        "4, own_brand, 是, 只能填 yes 或 no",
        "4, digital_level, 5, 应在 0 到 4 之间",
        "4, rd_expense, -1, 不能小于 0",
        "5, revenue, 1,000, 不能用千分位逗号，只写数字",
        "共 5 个单元格有误（行号、列名、原值、原因如上），没有写出结果。",
    ]
    assert ended.stdout == ""
    assert out.read_text(encoding="utf-8") == "what was there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.csv", "out.csv"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"),
        (b"\xef\xbb\xbf", "是空的"),
        (b"\n \n", "是空的"),
        (b"\ncredit_code\nA\n", "第 1 行是空的"),
        ("credit_code,名称\nA,某某公司\n".encode("gb18030"), "不是 UTF-8"),
        ("credit_code\nA\n".encode("utf-16"), "不是 UTF-8"),
        (b"credit_code,revenue,revenue\nA,1,2\n", "列 revenue 在表头里出现了 2 次"),
        (b"credit_code,revenue[-1],x,revenue[-1]\nA,1,2,3\n", "列 revenue[-1] 在表头里出现了 2 次"),
        (b"credit_code,revenue\nA,1\nB,2,3\n", "第 3 行有 3 个单元格，而表头有 2 列"),
        (b"credit_code,revenue\nA,1\n\nB\n", "第 4 行有 1 个单元格，而表头有 2 列"),
        (b'credit_code,revenue\n"A,1",1,2\n', "第 2 行有 3 个单元格，而表头有 2 列"),
        (b'credit_code,revenue\n"A\n1",1\n"B\n2"\n', "第 3 行有 1 个单元格，而表头有 2 列"),
        (b'credit_code,revenue\nA,1\n"B,2\n', "第 3 行的引号没有成对"),
        (b'credit_code,revenue\n"A"b,1\n', "第 2 行的引号没有成对"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(table: Path, content: bytes, said: str) -> None:
    table.write_bytes(content)
    with pytest.raises(TableRefusal) as refusal:
        read_table(table, fact_cells())
    assert said in str(refusal.value)
    assert str(refusal.value).count("。") == 1


def test_the_refusal_of_a_file_or_an_edition_is_exit_2_and_one_line(table: Path, tmp_path: Path) -> None:
    write(table, "credit_code,revenue,revenue\nA,1,2\n")
    by_itself = tidu_by_itself("score", INNOVATIVE, "--facts", table)
    assert (by_itself.returncode, by_itself.stdout) == (2, "")
    assert by_itself.stderr == "列 revenue 在表头里出现了 2 次，只能有一列。\n"
    for arguments in (
        ("score", INNOVATIVE, "--facts", table),
        ("score", "innovative@2021-01-01", "--facts", table),
        ("score", INNOVATIVE, "--facts", tmp_path / "nowhere.csv"),
        ("size", "--facts", table),
        ("size", "--facts", tmp_path / "nowhere.csv"),
    ):
        ended = tidu(*arguments)
        assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1), arguments


def test_an_out_that_cannot_be_written_is_refused(table: Path, tmp_path: Path) -> None:
    write(table, "credit_code\nA\n")
    ended = tidu("score", INNOVATIVE, "--facts", table, "--out", tmp_path / "no" / "such" / "out.csv")
    assert ended.returncode == 2
    assert "结果写不进" in ended.stderr


def test_a_reader_who_has_seen_enough_is_no_error(table: Path) -> None:
    write(table, "credit_code\n" + "A\n" * 200_000)
    command = f"{sys.executable} -m tidu.config.cli score {INNOVATIVE} --facts {table} | head -1"
    ended = subprocess.run(  # noqa: S602 - the pipe is what is tested
        command, shell=True, capture_output=True, check=True, encoding="utf-8", env=environment(), timeout=120
    )
    assert ended.stdout.startswith("credit_code,qualifies")
    assert ended.stderr == ""


def test_quotes_within_an_unquoted_cell_are_part_of_it(table: Path) -> None:
    write(table, 'credit_code,revenue,rd_expense\nA"b",10000,500\n')
    found = read_table(table, fact_cells())
    assert found.text.rows() == [('A"b"', "10000", "500")]


def test_both_ways_of_splitting_give_the_same_cells(table: Path) -> None:
    plain = "credit_code,revenue,x,rd_expense\nA,1,,2\n,,,\n\nB,3,y,\n"
    quoted = plain.replace("y", '"y,\ny"')
    expected = [("A", "1", "2"), (None, None, None), ("B", "3", None)]

    for text in (plain, quoted, plain.replace("A", '"A"')):
        found = read_table(write(table, text), ("credit_code", "revenue", "rd_expense"))
        assert found.text.rows() == expected
        assert list(found.rows) == [2, 3, 5]


def test_columns_that_the_edition_does_not_use_are_checked_too(table: Path) -> None:
    write(table, "credit_code,market_share,revenue[-2],revenue[-3]\nA,12.345,x,x\n")

    ended = tidu("score", INNOVATIVE, "--facts", table)

    assert [line.split(", ")[:2] for line in ended.stderr.splitlines()[:-1]] == [
        ["2", "market_share"],
        ["2", "revenue[-2]"],
    ]


def test_every_column_of_the_vocabulary_may_be_given_at_once(table: Path) -> None:
    names = list(fact_cells())
    cells = {"yes_no": "yes", "choice": "none", "code": "3489", "text": "A"}
    line = [cells.get(fact.unit_name, "1") for fact in fact_cells().values()]
    write(table, f"{','.join(names)}\n{','.join(line)}\n")
    assert len(facts()) < len(names)
    for edition in ("specialised@2022-08-01", "little_giant@2026-04-01"):
        assert tidu("score", edition, "--facts", table).returncode == 0


def test_size_gives_a_class_to_every_row(table: Path, tmp_path: Path) -> None:
    write(
        table,
        "credit_code,industry,employees,revenue,assets,rd_staff\n"
        "A,3489,1000,40000,,x\n"
        "B,3489,1200,1999.99,,x\n"
        "C,7040,1,1,1,x\n"
        "D,9999,1,1,1,x\n"
        "E,,1,1,1,x\n"
        "F,3489,50,,,x\n"
        "G,7111,300,,119999,x\n",
    )

    ended = tidu("size", "--facts", table, "--out", tmp_path / "out.csv")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines() == [
        "credit_code,size",
        "A,large",
        "B,small",
        "C,outside",
        "D,unknown",
        "E,unknown",
        "F,unknown",
        "G,medium",
    ]


def test_size_refuses_a_cell_of_its_columns(table: Path) -> None:
    write(table, "credit_code,industry,employees\nA,C34,1.5\n")

    ended = tidu("size", "--facts", table)

    assert ended.returncode == 2
    assert ended.stderr.splitlines()[:2] == [
        "2, industry, C34, 应为国民经济行业分类代码，只用数字，如 3489",
        "2, employees, 1.5, 应为整数",
    ]
