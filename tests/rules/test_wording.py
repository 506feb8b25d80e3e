"""Rules in words: what a figure is called, with its year."""

from __future__ import annotations

import pytest

from tidu.rules.facts import Fact, facts
from tidu.rules.wording import cell_name


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("revenue", "上年度营业收入总额"),
        ("revenue[-1]", "上上年度营业收入总额"),
        ("revenue[-2]", "再上一年度营业收入总额"),
        ("employees", "全职员工数量"),
        ("development_score", "本年度中小企业专精特新发展评价得分"),
        ("development_score[-1]", "上年度中小企业专精特新发展评价得分"),
    ],
)
def test_a_figure_is_called_by_the_year_that_the_document_means(cell: str, name: str) -> None:
    assert cell_name(cell) == name


def test_a_fact_whose_years_are_not_all_named_is_refused() -> None:
    with pytest.raises(ValueError, match="2 years have 1 names"):
        Fact(key="score", zh="得分", unit="评价分", years=2, year_names=("本年度",))


def test_every_fact_of_the_vocabulary_names_its_years() -> None:
    assert [fact.key for fact in facts().values() if fact.year_names[0] != "上年度"] == ["development_score"]
