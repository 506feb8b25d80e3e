from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidu.rules import tables
from tidu.rules.size import Size, class_of, classify, industries, size_classes

W = 1_000_000
#: One industry of each class.
ONE_OF = {"S01": "0111", "S02": "3489", "S03": "4710", "S04": "5111", "S05": "5211", "S06": "5411", "S07": "5920",
          "S08": "6010", "S09": "6110", "S10": "6210", "S11": "6311", "S12": "6511", "S13": "7010", "S14": "7020",
          "S15": "7111", "S16": "7310"}  # fmt: skip


@pytest.mark.parametrize(
    ("industry", "employees", "revenue", "assets", "expected"),
    [
        ("3489", 1000, 40000, None, Size.LARGE),
        ("3489", 999, 40000, None, Size.MEDIUM),
        ("3489", 1200, 1999, None, Size.SMALL),
        ("3489", 19, 5000, None, Size.MICRO),
        ("3489", 300, 2000, None, Size.MEDIUM),
        ("6511", 10, 49, None, Size.MICRO),
        ("7111", 300, None, 119999, Size.MEDIUM),
    ],
)
def test_the_vectors_of_the_rules(
    industry: str, employees: int, revenue: int | None, assets: int | None, expected: Size
) -> None:
    fen = {"revenue": revenue and revenue * W, "assets": assets and assets * W}
    assert classify(industry, employees=employees, **fen) is expected


@pytest.mark.parametrize("code", list(ONE_OF))
def test_each_bound_belongs_to_the_class_above_and_a_hundredth_below_does_not(code: str) -> None:
    size_class = class_of(ONE_OF[code])
    assert size_class is not None
    assert size_class.code == code
    for place, size in enumerate((Size.LARGE, Size.MEDIUM, Size.SMALL)):
        on_the_bound = {
            figure: bounds[place] * (1 if figure == "employees" else W) for figure, bounds in size_class.bounds.items()
        }
        given_figures: dict[str, int | None] = {"employees": None, "revenue": None, "assets": None} | on_the_bound
        assert classify(ONE_OF[code], **given_figures) is size
        for figure, value in on_the_bound.items():
            below = given_figures | {figure: value - (1 if figure == "employees" else 10_000)}
            found = classify(ONE_OF[code], **below)
            assert found is not size
            assert found in {Size.MEDIUM, Size.SMALL, Size.MICRO}


@pytest.mark.parametrize(
    ("industry", "expected"),
    [
        ("7040", Size.OUTSIDE),
        ("5311", Size.OUTSIDE),
        ("6621", Size.OUTSIDE),
        ("8310", Size.OUTSIDE),
        ("9999", Size.UNKNOWN),
        ("34", Size.UNKNOWN),
        ("111", Size.UNKNOWN),
        (None, Size.UNKNOWN),
    ],
)
def test_an_industry_outside_the_rules_differs_from_one_that_does_not_exist(
    industry: str | None, expected: Size
) -> None:
    assert classify(industry, employees=100, revenue=100 * W, assets=100 * W) is expected


def test_a_missing_figure_leaves_the_class_unknown_unless_the_others_decide() -> None:
    assert classify("3489", employees=None, revenue=299 * W, assets=None) is Size.MICRO
    assert classify("3489", employees=19, revenue=None, assets=None) is Size.MICRO
    assert classify("3489", employees=50, revenue=None, assets=None) is Size.UNKNOWN
    assert classify("3489", employees=None, revenue=40000 * W, assets=None) is Size.UNKNOWN


def test_figures_that_the_industry_does_not_use_are_ignored() -> None:
    assert classify("0111", employees=None, revenue=20000 * W, assets=None) is Size.LARGE
    assert classify("7310", employees=9, revenue=10**9 * W, assets=10**9 * W) is Size.MICRO


def test_the_sections_that_the_rules_name_are_covered_and_only_they() -> None:
    covered = {code for code in industries() if class_of(code) is not None}
    outside = {code[:2] for code in industries()} - {code[:2] for code in covered}
    assert outside == {"53", "66", "67", "68", "69", "83", "84", "91", "92", "93", "94", "95", "96", "97"}
    assert {code for code in industries() if code[:2] == "70"} - covered == {"7040"}


def test_loading_is_transport_and_keeping_is_warehousing() -> None:
    found = {code: class_of(code) for code in ("5910", "5920", "5990", "7030", "7090")}
    assert {code: each and each.code for code, each in found.items()} == {
        "5910": "S06",
        "5920": "S07",
        "5990": "S07",
        "7030": "S16",
        "7090": "S16",
    }


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from([*ONE_OF.values(), "7040", "9999", ""]),
            st.sampled_from(["", "5", "19", "20", "100", "300", "999", "1000", "99999999999999999999"]),
            st.sampled_from(["", "49.99", "50", "300", "2000", "39999.99", "40000", "200000", "9" * 25]),
            st.sampled_from(["", "99.99", "100", "5000", "8000", "119999.99", "120000"]),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_a_table_is_classed_as_its_rows_one_by_one(rows: list[tuple[str, str, str, str]]) -> None:
    names = ("industry", "employees", "revenue", "assets")
    text = pl.DataFrame(
        [[cell or None for cell in row] for row in rows], schema=dict.fromkeys(names, pl.String), orient="row"
    )

    found = tables.sized(text).to_list()

    def whole(cell: str, parts: int) -> int | None:
        return (
            round(float(cell) * 100) * parts // 100 if cell and len(cell) < 20 else int(cell) * parts if cell else None
        )

    for (industry, employees, revenue, assets), size in zip(rows, found, strict=True):
        figures = {"employees": whole(employees, 1), "revenue": whole(revenue, W), "assets": whole(assets, W)}
        assert classify(industry or None, **figures) == size


def test_every_class_cites_its_clause() -> None:
    assert [each.clause for each in size_classes()][:2] == ["（一）", "（二）"]
    assert all(each.clause for each in size_classes())
