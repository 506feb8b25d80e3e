from __future__ import annotations

import json
import subprocess
import sys
import time
from fractions import Fraction

import pytest

from tests.rules.commands import environment
from tidu.rules import catalogue, scoring
from tidu.rules.scoring import Assessment
from tidu.rules.units import Value

W = 1_000_000
FACTS: dict[str, Value] = {
    "revenue": 8000 * W, "main_revenue": 7000 * W, "main_revenue[-1]": 6500 * W, "main_revenue[-2]": 6000 * W,
    "net_profit": 500 * W, "assets": 10000 * W, "liabilities": 6500 * W, "rd_expense": 310 * W,
    "rd_expense[-1]": 200 * W, "employees": 100, "rd_staff": 8, "market_years": 7, "equity_raised": 0,
    "equity_raised[-1]": 0,
    "high_value_class_1_ip": 0, "own_class_1_ip": 0, "class_1_ip": 1, "class_2_ip": 3, "chain_position": "key_supply",
    "digital_level": 2, "quality_award": False, "quality_system": True, "own_brand": False, "standards_work": False,
    "rd_institution": "city", "local_feature_points": 8, "provincial_award_top3": False, "national_award_top5": False,
    "maker_china_top500": False,
}  # fmt: skip


def assess(name: str = "specialised@2022-08-01", **changes: Value) -> Assessment:
    return scoring.assess(catalogue.edition(name), {**FACTS, **changes})


def test_an_indicator_tells_its_points_its_figure_its_band_and_its_clause() -> None:
    found = assess().indicator("ZJ-12")

    assert (found.points, found.ceiling, found.group, found.band) == (1, 5, "innovation", "5%以上")
    assert found.figure is not None
    assert (found.figure.value, found.figure.text) == (Fraction(8, 100), "8%")
    assert found.figure.name == "研发人员数量 ÷ 全职员工数量"
    assert [(fact.name, fact.text) for fact in found.facts] == [("研发人员数量", "8 人"), ("全职员工数量", "100 人")]
    assert found.citation == (
        "工信部企业〔2022〕63号《优质中小企业梯度培育管理暂行办法》 附件2 专精特新中小企业认定标准 二、（四）12"
    )
    assert found.basis == "confirmed"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ZJ-12", "研发人员数量再多 2 人为 3 分"),
        ("ZJ-03", "截至上年末从事特定细分市场年限再多 1 年为 4 分"),
        ("ZJ-08", "负债总额再少 500 万元为 3 分"),
        ("ZJ-11", "研发费用总额再多 90 万元为 8 分"),
        ("ZJ-02", "主营业务收入总额再多 258.34 万元为 10 分"),
        ("ZJ-10", "自主研发的Ⅰ类知识产权数再多 1 项为 8 分"),
    ],
)
def test_the_distance_to_the_next_better_band_is_the_smallest_change_that_reaches_it(code: str, words: str) -> None:
    found = assess().indicator(code).next
    assert found is not None
    assert found.words == words


def test_the_change_that_is_told_reaches_the_band_and_a_hundredth_less_does_not() -> None:
    before = assess().indicator("ZJ-02")
    assert before.next is not None
    reached = 7000 * W + 258_340_000

    assert assess(main_revenue=reached).indicator("ZJ-02").points == before.next.points == 10
    assert assess(main_revenue=reached - 10_000).indicator("ZJ-02").points == before.points == 8


def test_the_best_band_and_an_unknown_indicator_have_no_next_step() -> None:
    assert assess(rd_staff=20).indicator("ZJ-12").next is None
    unknown = assess(rd_staff=None).indicator("ZJ-12")
    assert (unknown.points, unknown.next, unknown.band, unknown.figure) == (None, None, "", None)


def test_what_is_missing_is_named_and_makes_the_total_unknown() -> None:
    found = assess(rd_staff=None, net_profit=None)

    assert found.missing == ("net_profit", "rd_staff")
    assert found.total is None
    assert {group.key: group.points for group in found.groups} == {
        "specialisation": 19,
        "refinement": None,
        "distinction": 8,
        "innovation": None,
    }
    assert (found.qualifies, found.route) == ("unknown", "")
    assert found.condition("ZJTX-4").state == "unknown"


def test_a_missing_figure_that_decides_nothing_is_not_asked_for() -> None:
    found = assess(rd_expense=600 * W, revenue=None).indicator("ZJ-11")
    assert (found.points, found.missing) == (10, ())


def test_a_condition_tells_its_figures_and_what_would_meet_it() -> None:
    found = assess(rd_expense=200 * W).condition("ZJTX-2")

    assert found.state == "no"
    assert [(figure.name, figure.text) for figure in found.figures] == [
        ("上年度研发费用总额", "200 万元"),
        ("上年度研发费用总额 ÷ 上年度营业收入总额", "2.5%"),
    ]
    assert found.next is not None
    assert found.next.words == "研发费用总额再多 40 万元即满足"


def test_a_route_is_told_by_its_key_and_its_name() -> None:
    found = assess(maker_china_top500=True)
    assert (found.qualifies, found.route) == ("yes", "ZJTX-4-D4")
    assert found.route_name.startswith("近三年进入“创客中国”")
    assert (found.total, found.pass_mark, found.ceiling) == (57, 60, 100)


def test_a_figure_just_under_a_bound_is_never_shown_as_the_bound() -> None:
    found = assess(rd_expense=29_999_990_000, revenue=1_000_000_000_000).condition("ZJTX-2").figures[1]
    assert found.text == "2.99%"
    over = assess(liabilities=5000 * W + 1).indicator("ZJ-08").figure
    assert over is not None
    assert over.text == "50.00…%"


def test_an_assessment_becomes_plain_data_with_exact_figures() -> None:
    plain = assess(rd_staff=7, employees=30).as_json()

    assert json.loads(json.dumps(plain, ensure_ascii=False)) == plain
    staff = next(each for each in plain["indicators"] if each["code"] == "ZJ-12")
    assert staff["figure"]["value"] == "7/30"
    assert staff["figure_text"] == "23.33%"
    assert {each["code"]: each["state"] for each in plain["conditions"]}["ZJTX-1"] == "yes"


def test_a_form_can_show_where_a_field_counts() -> None:
    uses = scoring.edition_fact_uses(catalogue.edition("specialised@2022-08-01"))
    assert uses["rd_expense"] == ("ZJ-11", "ZJTX-2", "ZJTX-4-D2")
    assert uses["revenue"] == ("ZJ-01", "ZJ-07", "ZJ-11", "ZJTX-2", "ZJTX-3")
    assert uses["quality_award"] == ("ZJ-06",)
    assert "total" not in uses
    assert "local_market_position" not in uses
    assert scoring.edition_fact_uses(catalogue.edition("specialised@2022-08-01+32"))["local_market_position"] == (
        "ZJ-09",
    )


def test_one_enterprise_is_assessed_within_four_milliseconds() -> None:
    assess()
    times = []
    for _ in range(30):
        start = time.process_time()
        assess()
        times.append(time.process_time() - start)
    assert min(times) < 0.004


def test_the_one_by_one_path_does_not_load_polars() -> None:
    code = (
        "import sys; from tidu.rules import catalogue, scoring; "
        "scoring.assess(catalogue.edition('innovative@2022-08-01'), {}); sys.exit('polars' in sys.modules)"
    )
    program = [sys.executable, "-c", code]
    ended = subprocess.run(program, check=False, env=environment())  # noqa: S603 - our own program and arguments
    assert ended.returncode == 0
