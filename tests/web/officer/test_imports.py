"""What only an office knows is brought in as a table: shown first, written when confirmed."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.services.world import NOW, World
from tests.web.officer.conftest import SignIn
from tests.web.officer.workbook import workbook
from tidu.domain.accounts.models import Post
from tidu.domain.audit.models import Event
from tidu.domain.enterprises.models import DigitalResult, Enterprise, OfficeFigure
from tidu.domain.exchange.kinds import TABLES
from tidu.kit import clock

LEAD = Post.Role.LEAD
FIGURES = {"of": "office_figures"}
HEAD = ["统一社会信用代码", "项目", "申报年度", "得分", "截止日期"]


def sheet(*rows: str) -> SimpleUploadedFile:
    text = "\n".join(["统一社会信用代码,等级,评测日期", *rows])
    return SimpleUploadedFile("评测.csv", text.encode("utf-8-sig"))


def test_results_are_shown_first_and_written_when_confirmed(world: World, sign_in: SignIn) -> None:
    enterprise = Enterprise.objects.get(pk=world.enterprise().enterprise_id)
    client = sign_in("320500", LEAD)

    checked = client.post("/desk/digital/check/", {"file": sheet(f"{enterprise.credit_code},三级,2026/3/15")})

    assert checked.status_code == 200
    assert "3 级" in checked.content.decode()
    assert DigitalResult.objects.filter(assessed_on="2026-03-15").count() == 0

    token = checked.context["token"]
    for _ in range(2):  # a double click
        assert client.post("/desk/digital/accept/", {"token": token}).status_code == 302
    result = DigitalResult.objects.get(assessed_on="2026-03-15")
    assert (result.level, result.office.region_id) == (3, "320500")


def test_a_table_with_faults_names_each_cell_and_nothing_can_be_confirmed(world: World, sign_in: SignIn) -> None:
    here = Enterprise.objects.get(pk=world.enterprise().enterprise_id)
    there = Enterprise.objects.get(pk=world.enterprise("330106").enterprise_id)
    rows = [
        f"{here.credit_code},7,2026-03-15",
        f"{there.credit_code},2,2026-03-15",
        f"{here.credit_code},2,2027-01-01",
        f"{here.credit_code[:17]},2,2026-03-15",
    ]

    response = sign_in("320500", LEAD).post("/desk/digital/check/", {"file": sheet(*rows)})

    page = response.content.decode()
    assert response.status_code == 422
    assert [each.number for each in response.context["check"].faults] == [2, 3, 4, 5]
    for sentence in ("‘7’不是等级。", "本地区没有这家企业。", "2027-01-01 还没有到。", "少 1 位"):
        assert sentence in page
    assert there.name not in page
    assert response.context["token"] == ""


def test_a_workbook_is_read_as_a_table_too(world: World, sign_in: SignIn) -> None:
    enterprise = Enterprise.objects.get(pk=world.enterprise().enterprise_id)
    content = workbook([["信用代码", "等级", "评测日期"], [enterprise.credit_code, 2, "2026-02-01"]])

    checked = sign_in("320500", LEAD).post("/desk/digital/check/", {"file": SimpleUploadedFile("评测.xlsx", content)})

    assert checked.status_code == 200
    assert [(row.level, row.enterprise_name) for row in checked.context["check"].rows] == [(2, enterprise.name)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "没有选文件，或文件里没有内容。"),
        (b"a,b\n1,2\n", "表头里没有“统一社会信用代码”这一列。"),
        ("统一社会信用代码,等级,评测日期\n".encode("gb18030"), "表里只有表头，没有数据。"),
        (b"PK\x03\x04broken", "打不开这个表格。"),
        (b"\xff\xfe\x00\x01\x80", "读不懂这个文件。"),
    ],
)
def test_what_is_no_such_table_is_refused_with_a_sentence(sign_in: SignIn, content: bytes, sentence: str) -> None:
    response = sign_in("320500", LEAD).post("/desk/digital/check/", {"file": SimpleUploadedFile("a.csv", content)})

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_check_of_somebody_else_or_a_changed_one_is_not_taken(world: World, sign_in: SignIn) -> None:
    enterprise = Enterprise.objects.get(pk=world.enterprise().enterprise_id)
    checked = sign_in("320500", LEAD).post(
        "/desk/digital/check/", {"file": sheet(f"{enterprise.credit_code},3,2026-03-15")}
    )
    token = checked.context["token"]

    assert sign_in("320583", LEAD).post("/desk/digital/accept/", {"token": token}).status_code == 422
    assert sign_in("320500", LEAD).post("/desk/digital/accept/", {"token": token + "x"}).status_code == 422
    assert sign_in("320500").post("/desk/digital/accept/", {"token": token}).status_code == 403
    assert not DigitalResult.objects.filter(assessed_on="2026-03-15").exists()


def figures(*rows: str, encoding: str = "utf-8-sig") -> dict[str, object]:
    text = "\n".join([",".join(HEAD), *rows])
    return FIGURES | {"file": SimpleUploadedFile("得分.csv", text.encode(encoding))}


@pytest.fixture
def enterprise(world: World) -> Enterprise:
    """An enterprise of 昆山 of which no score is known."""
    found = Enterprise.objects.get(pk=world.enterprise().enterprise_id)
    found.office_figures.all().delete()
    return found


@pytest.fixture
def province(sign_in: SignIn) -> Client:
    return sign_in("320000", LEAD)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_scores_are_shown_first_and_written_as_their_fact_is_kept(
    enterprise: Enterprise, province: Client, encoding: str
) -> None:
    code = enterprise.credit_code
    rows = [
        f"{code},发展评价得分,2026,62.5,2026-03-01",
        f"{code},地方特色指标得分,2026年,15,2026/3/2",
        f"{code},江苏特色化指标 2 得分,2026,0分,2026-03-03",
        f"{code},发展评价得分,2025,48.75,2025-12-31",
    ]

    checked = province.post("/desk/digital/check/", figures(*rows, encoding=encoding))

    page = checked.content.decode()
    assert checked.status_code == 200
    assert "62.5 分" in page
    assert "还没有写入。核对下面 4 条" in page
    assert not OfficeFigure.objects.exists()

    for _ in range(2):  # a double click
        confirmed = province.post("/desk/digital/accept/", FIGURES | {"token": checked.context["token"]})
        assert confirmed["Location"] == "/desk/digital/?of=office_figures&imported=4"
    kept = OfficeFigure.objects.order_by("id").values_list("fact", "year", "value", "as_of", "office__region_id")
    assert list(kept) == [
        ("development_score", 2026, 6250, date(2026, 3, 1), "320000"),
        ("local_feature_points", 2026, 15, date(2026, 3, 2), "320000"),
        ("local_other_points", 2026, 0, date(2026, 3, 3), "320000"),
        ("development_score", 2025, 4875, date(2025, 12, 31), "320000"),
    ]
    event = Event.objects.filter(act="office_figures.imported").latest("pk")
    assert (event.thing, event.data) == ("office", {"count": 4})


def test_a_later_table_takes_the_place_of_an_earlier_score(enterprise: Enterprise, province: Client) -> None:
    for points, day in (("3", "2026-03-01"), ("7", "2026-03-20")):
        row = f"{enterprise.credit_code},江苏特色化指标2得分,2026,{points},{day}"
        checked = province.post("/desk/digital/check/", figures(row))
        province.post("/desk/digital/accept/", FIGURES | {"token": checked.context["token"]})

    figure = OfficeFigure.objects.get()
    assert (figure.value, figure.as_of) == (7, date(2026, 3, 20))


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("{code},研发得分,2026,5,2026-03-01", "项目", "‘研发得分’不是可以导入的项目。"),
        ("{code},,2026,5,2026-03-01", "项目", "没有填。"),
        ("{code},江苏特色化指标2得分,2026,10,2026-03-01", "得分", "江苏特色化指标2得分最多 9 分。"),
        ("{code},地方特色指标得分,2026,16,2026-03-01", "得分", "地方特色指标得分最多 15 分。"),
        ("{code},地方特色指标得分,2026,3.5,2026-03-01", "得分", "‘3.5’不是整数。"),
        ("{code},地方特色指标得分,2026,-1,2026-03-01", "得分", "‘-1’是负数。"),
        ("{code},发展评价得分,2026,100.01,2026-03-01", "得分", "发展评价得分最多 100 分。"),
        ("{code},发展评价得分,2026,62.505,2026-03-01", "得分", "‘62.505’超过两位小数。"),
        ("{code},发展评价得分,2026,六十二,2026-03-01", "得分", "‘六十二’不是数字。"),
        ("{code},发展评价得分,2026,优,2026-03-01", "得分", "请填阿拉伯数字，如 12.5。"),
        ("{code},发展评价得分,2026,,2026-03-01", "得分", "还没有得分和 0 分不一样。"),
        ("{code},发展评价得分,2021,60,2026-03-01", "申报年度", "2021 年不在可以申报的年度里。"),
        ("{code},发展评价得分,2028,60,2026-03-01", "申报年度", "可以填 2022 至 2027 年。"),
        ("{code},发展评价得分,今年,60,2026-03-01", "申报年度", "‘今年’不是年份。"),
        ("{code},发展评价得分,2026,60,2026-04-17", "截止日期", "2026-04-17 还没有到。"),
        ("{code},发展评价得分,2026,60,", "截止日期", "请填截止日期"),
        (",发展评价得分,2026,60,2026-03-01", "统一社会信用代码", "请补上 18 位统一社会信用代码。"),
    ],
)
def test_each_wrong_cell_of_a_score_is_named_and_nothing_can_be_confirmed(
    enterprise: Enterprise, province: Client, row: str, column: str, sentence: str
) -> None:
    response = province.post("/desk/digital/check/", figures(row.format(code=enterprise.credit_code)))

    assert response.status_code == 422
    assert [(each.number, each.column) for each in response.context["check"].faults] == [(2, column)]
    assert sentence in response.content.decode()
    assert response.context["token"] == ""


def test_a_score_on_its_bound_is_taken(enterprise: Enterprise, province: Client) -> None:
    bounds = (("发展评价得分", "100"), ("地方特色指标得分", "15"), ("江苏特色化指标2得分", "9"))
    rows = [f"{enterprise.credit_code},{name},2026,{most},2026-04-16" for name, most in bounds]

    response = province.post("/desk/digital/check/", figures(*rows))

    assert response.context["check"].faults == []
    assert [row.value for row in response.context["check"].rows] == [10_000, 15, 9]


def test_two_rows_about_the_same_score_are_refused_and_two_years_are_not(
    enterprise: Enterprise, province: Client
) -> None:
    code = enterprise.credit_code
    rows = [
        f"{code},发展评价得分,{year},{score},2026-03-01" for year, score in (("2026", 60), ("2025", 50), ("2026", 61))
    ]

    response = province.post("/desk/digital/check/", figures(*rows))

    assert [each.number for each in response.context["check"].faults] == [4]
    assert "与第 2 行是同一企业、同一项目、同一年度。" in response.content.decode()


def test_an_enterprise_of_another_province_is_none_and_its_name_is_not_told(world: World, province: Client) -> None:
    there = Enterprise.objects.get(pk=world.enterprise("330106").enterprise_id)

    response = province.post("/desk/digital/check/", figures(f"{there.credit_code},发展评价得分,2026,60,2026-03-01"))

    page = response.content.decode()
    assert "本地区没有这家企业。" in page
    assert there.name not in page


def test_who_moved_away_since_the_check_keeps_everything_from_being_written(
    world: World, enterprise: Enterprise, province: Client
) -> None:
    stays = Enterprise.objects.get(pk=world.enterprise().enterprise_id)
    stays.office_figures.all().delete()
    rows = [f"{each.credit_code},发展评价得分,2026,60,2026-03-01" for each in (stays, enterprise)]
    token = province.post("/desk/digital/check/", figures(*rows)).context["token"]
    Enterprise.objects.filter(pk=enterprise.pk).update(province_code="330000")

    response = province.post("/desk/digital/accept/", FIGURES | {"token": token})

    assert response.status_code == 422
    assert f"{enterprise.name}已不在本地区。" in response.content.decode()
    assert not OfficeFigure.objects.exists()


def test_a_workbook_of_scores_is_read_too(enterprise: Enterprise, province: Client) -> None:
    row: list[str | int] = [enterprise.credit_code, "地方特色指标得分", 2026, 9, "2026-03-01"]
    upload = SimpleUploadedFile("得分.xlsx", workbook([HEAD, row]))

    checked = province.post("/desk/digital/check/", FIGURES | {"file": upload})

    assert [(each.fact, each.year, each.value) for each in checked.context["check"].rows] == [
        ("local_feature_points", 2026, 9)
    ]


@pytest.mark.parametrize(("region", "role"), [("320500", LEAD), ("000000", LEAD), ("320000", Post.Role.REVIEWER)])
def test_scores_are_brought_by_leads_of_a_province_alone_and_read_by_all(
    enterprise: Enterprise, sign_in: SignIn, region: str, role: Post.Role
) -> None:
    client = sign_in(region, role)

    page = client.get("/desk/digital/", FIGURES).content.decode()
    refused = client.post("/desk/digital/check/", figures(f"{enterprise.credit_code},发展评价得分,2026,60,2026-03-01"))

    assert "这些数据由省级的负责人岗位导入" in page
    assert 'type="file"' not in page
    assert refused.status_code == 403


def test_what_was_checked_as_one_kind_is_not_confirmed_as_another(enterprise: Enterprise, province: Client) -> None:
    checked = province.post("/desk/digital/check/", {"file": sheet(f"{enterprise.credit_code},三级,2026-03-15")})

    response = province.post("/desk/digital/accept/", FIGURES | {"token": checked.context["token"]})

    assert response.status_code == 422
    assert "核对的是另一种数据。" in response.content.decode()
    assert not OfficeFigure.objects.exists()
    assert not DigitalResult.objects.filter(assessed_on="2026-03-15").exists()


def test_what_was_brought_last_stands_first_and_the_rest_is_a_page_on(world: World, province: Client) -> None:
    owners = [Enterprise.objects.get(pk=world.enterprise().enterprise_id) for _ in range(18)]  # three scores each
    again = figures(f"{owners[0].credit_code},江苏特色化指标2得分,2026,8,2026-04-01")
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        token = province.post("/desk/digital/check/", again).context["token"]
        province.post("/desk/digital/accept/", FIGURES | {"token": token})

    first = province.get("/desk/digital/", FIGURES)
    cursor = first.context["page"].next_cursor
    second = province.get("/desk/digital/", FIGURES | {"cursor": cursor})

    shown = [*first.context["page"].rows, *second.context["page"].rows]
    assert (len(first.context["page"].rows), len(second.context["page"].rows)) == (50, 4)
    assert len({each.pk for each in shown}) == OfficeFigure.objects.count() == 54
    assert (shown[0].enterprise_id, shown[0].value) == (owners[0].pk, 8)
    assert "江苏省工信部门" in first.content.decode()


def test_scores_of_elsewhere_are_not_listed(enterprise: Enterprise, world: World, sign_in: SignIn) -> None:
    there = world.enterprise("330106")

    here, beyond = (sign_in(region).get("/desk/digital/", FIGURES).content.decode() for region in ("320583", "330106"))

    assert there.enterprise_name not in here
    assert there.enterprise_name in beyond
    assert enterprise.name not in beyond


@pytest.mark.parametrize("key", list(TABLES))
def test_the_example_has_the_head_and_cells_of_a_table_whose_enterprises_nobody_is(
    world: World, province: Client, key: str
) -> None:
    response = province.get(f"/desk/digital/example/{key}.csv")
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    checked = province.post(
        "/desk/digital/check/", {"of": key, "file": SimpleUploadedFile("示例.csv", response.content)}
    )

    assert "attachment" in response["Content-Disposition"]
    assert [(each.number, each.problem.what) for each in checked.context["check"].faults] == [
        (number, "本地区没有这家企业。") for number in range(2, len(rows) + 1)
    ]
    assert province.get("/desk/digital/example/nothing.csv").status_code == 404
