"""创新型中小企业评价, from registration to the look-up, by the screens alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.desk import Desk, spoken
from tests.journeys.officer import Officer
from tests.journeys.people import CITY, COUNTY, PASSWORD, PROVINCE, reviewer
from tests.journeys.test_getting_back import Outbox
from tests.journeys.test_registering import typed_code
from tests.services.filling import PDF
from tests.services.world import credit_code

if TYPE_CHECKING:
    from tests.services.server import Server

pytestmark = pytest.mark.journey

NAME = "昆山示例新程传动有限公司"
CODE = credit_code(COUNTY, 901)
USERNAME = "xincheng-2026"
PROGRAMME, BATCH = "创新型中小企业评价", "第一批"
ODD_NAME = "审计报告 2025（最终版）#1 & 100%+a.pdf"
NOTICE, DOCUMENT = "苏州市2026年第一批创新型中小企业公示", "苏州示例公告〔2026〕7号"

Arrive = Callable[[str], Officer]


def test_an_enterprise_goes_from_registration_to_a_title_that_anyone_finds(
    applicant: Applicant,
    officer: Arrive,
    seat: Callable[[type[Desk]], Desk],
    server: Server,
    text_of_pdf: Callable[[Path], str],
    tmp_path: Path,
) -> None:
    outbox = Outbox(officer)
    register(applicant, outbox)
    complete_the_record(applicant)
    come_from_the_front_page(applicant)
    fill_with_a_slip_and_mend_it(applicant)
    bring_the_evidence(applicant, tmp_path)
    receipt = go_through_the_check_and_submit(applicant)
    assert receipt == f"{applicant.number}-1"

    county = officer(reviewer(COUNTY))
    county.open(NAME)
    county.return_it(
        reason="1. 资产总额与审计报告第 6 页不一致，请核对。",
        pinned={"评价指标": ["资产总额", "主导产品名称"], "佐证材料": ["审计报告"]},
    )
    mend_what_was_named_and_resubmit(applicant)
    assert county.is_listed(NAME, view="resubmitted")
    see_what_changed_and_pass(county)

    city = officer(reviewer(CITY))
    city.open(NAME)
    city.pass_on("通过，进入公示")
    have_it_verified(outbox)  # public notice waits for it
    show_for_public_notice(city)
    server.pass_days(8)
    for desk, username, as_staff in ((city, reviewer(CITY), True), (applicant, applicant.username, False)):
        desk.page.reload()  # and is asked to sign in again
        desk.sign_in(username, as_staff=as_staff)
    announce(city)

    record(officer(reviewer(PROVINCE)))
    certificate = anyone_looks_it_up(seat(Desk))
    text = text_of_pdf(paper_of(applicant, tmp_path))
    assert NAME in text
    assert "企业创新型" in text.replace("\n", "") or "创新型中小企业" in text
    assert "7,100.00" in text
    read_the_inbox(applicant, certificate)


def have_it_verified(outbox: Outbox) -> None:
    desk = outbox.desk
    desk.go("/operate/checks/")
    desk.page.locator("main tbody tr", has_text=NAME).get_by_role("link").first.click()
    desk.page.wait_for_url("**/operate/checks/*/")
    outbox.decides(desk.page.url.split("/")[-2], "通过", "与执照一致。")


def register(desk: Applicant, outbox: Outbox) -> None:
    page = desk.page
    desk.go("/")
    page.get_by_role("link", name=re.compile("登录")).click()
    page.get_by_role("link", name="注册", exact=True).click()
    page.get_by_label("统一社会信用代码").fill(CODE[:-1] + ("A" if CODE[-1] != "A" else "B"))
    page.get_by_label("企业名称").fill(NAME)
    expect(page.locator("[data-said] b")).to_be_visible()  # the slip is told while one types on
    page.get_by_label("统一社会信用代码").fill(CODE.lower())
    expect(page.get_by_text("信用代码格式正确")).to_be_visible()
    page.get_by_label("省（自治区、直辖市）").select_option(label="江苏省")
    page.get_by_label("市（直辖市选区县）").select_option(label="苏州市")
    page.get_by_label("县（市、区）", exact=False).last.select_option(label="昆山市")
    page.set_input_files("#licence-upload", {"name": "执照.pdf", "mimeType": "application/pdf", "buffer": PDF})
    typed = {"legal_representative": "顾言", "contact": "陈会计", "phone": "13800000901", "email": "a@example.com"}
    for key, text in typed.items():
        page.locator(f"#id_{key}").fill(text)
    typed_code(page, "phone_code", outbox, typed["phone"])
    typed_code(page, "email_code", outbox, typed["email"])
    page.locator("#id_username").fill(USERNAME)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_again").fill(PASSWORD + "x")
    desk.press("注册，进入企业信息")
    desk.sees("两次密码不一样。")
    expect(page.get_by_label("企业名称")).to_have_value(NAME)  # nothing typed is lost, passwords excepted
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_again").fill(PASSWORD)
    desk.press("注册，进入企业信息")
    page.wait_for_url("**/my/enterprise/")


def complete_the_record(desk: Applicant) -> None:
    page = desk.page
    desk.sees("还缺")
    typed = {
        "通讯地址": "昆山市示例路 1 号",
        "邮编": "215300",
        "法定代表人手机": "138 0000 0902",
        "注册时间": "2015年6月1日",
        "注册资本": "1,000",
        "具体细分领域（行业小类）": "3489",
        "从业人员期末人数": "一百二",
        "营业收入": "60,000,000元",
        "资产总额": "7000万元",
    }
    for label, text in typed.items():
        desk.box(label).fill(text)
    desk.press("保存企业信息")
    desk.sees("没有保存：有 1 处要改")
    expect(desk.box("通讯地址")).to_have_value(typed["通讯地址"])
    desk.box("从业人员期末人数").fill("120")
    desk.press("保存企业信息")
    desk.sees("已保存。")
    desk.sees("小型")
    expect(desk.box("营业收入")).to_have_value("6,000.00")
    assert page.url.endswith("/my/enterprise/?saved=1")


def come_from_the_front_page(desk: Applicant) -> None:
    page = desk.page
    desk.sign_out()
    desk.go("/")
    page.get_by_role("link", name=spoken("去申报", f"{PROGRAMME}，{BATCH}")).click()
    page.wait_for_url("**/sign-in/?next=*")
    desk.sign_in(CODE)  # the credit code signs in as well
    page.wait_for_url("**/my/declarations/?window=*")
    page.get_by_role("button", name=spoken("开始申报", f"{PROGRAMME}，{BATCH}")).click()
    page.wait_for_url("**/my/declarations/*/base/")
    desk.number = page.url.split("/")[-3]
    desk.sees(NAME, CODE)


def fill_with_a_slip_and_mend_it(desk: Applicant) -> None:
    page = desk.page
    desk.next_section()
    desk.choose("近三年获得国家级、省级科技奖励", "否")
    desk.choose("有效期内的荣誉", "都没有")
    desk.choose("拥有经认定的省部级以上研发机构", "否")
    for year in (2025, 2024, 2023):
        desk.type_in(desk.box(f"{year}年新增股权融资总额"), "0")

    desk.next_section()
    counts = {"与主导产品相关的Ⅰ类高价值知识产权数": "0", "自主研发的Ⅰ类知识产权数": "2", "Ⅰ类知识产权数": "3项"}
    for label, text in {**counts, "Ⅱ类知识产权数": "8"}.items():
        desk.type_in(desk.box(label), text)
    desk.type_in(desk.box("研发费用总额"), "300万元")
    slip = desk.type_in(desk.box("营业收入总额"), "六千左右")
    desk.sees(slip["problem"]["what"], slip["problem"]["mend"])
    expect(desk.box("营业收入总额")).to_have_value("六千左右")  # a wrong value is kept as it was typed
    assert desk.type_in(desk.box("营业收入总额"), "60,000,000元")["shown"] == "6,000.00"
    desk.type_in(desk.box("2025年主营业务收入总额"), "6,400")
    desk.type_in(desk.box("2024年主营业务收入总额"), "4500")
    desk.sees("2025 年主营业务收入比营业收入多 400.00 万元。", "抄进了主营这一格")
    desk.type_in(desk.box("2025年主营业务收入总额"), "5,400")
    expect(page.get_by_text("2025 年主营业务收入比营业收入多")).to_have_count(0)
    desk.type_in(desk.box("资产总额"), "7,000")
    desk.type_in(desk.box("负债总额"), "3,500")
    desk.type_in(desk.box("主导产品名称"), "精密行星减速器")
    desk.choose("主导产品所属领域", "其他")
    expect(page.locator("#score .score__n b")).to_have_text("90")  # 15 + 20 + 20 + 10 + 5 + 20

    desk.next_section()
    for question in ("未被列入经营异常名录", "产品（服务）不属于国家禁止", "近三年未发生重大安全"):
        desk.choose(question, "是")


def bring_the_evidence(desk: Applicant, folder: Path) -> None:
    page = desk.page
    odd, plain = folder / ODD_NAME, folder / "证明.pdf"
    odd.write_bytes(PDF + b"%the one with the odd name\n")
    plain.write_bytes(PDF)
    desk.upload("真实性声明", plain)
    desk.next_section()
    for slot in ("自评表扫描件", "营业执照", "上年度12月社保缴费人数证明"):
        desk.upload(slot, plain)
    desk.upload("审计报告", odd)
    link = page.get_by_role("link", name=ODD_NAME).get_attribute("href")
    back = page.context.request.get(desk.server.at(str(link)))
    assert back.body() == odd.read_bytes()
    page.get_by_role("button", name=f"移除 {ODD_NAME}").click()
    expect(page.get_by_role("link", name=ODD_NAME)).to_have_count(0)
    desk.upload("审计报告", odd, plain)


def go_through_the_check_and_submit(desk: Applicant) -> str:
    page = desk.page
    desk.check()
    desk.sees("还不能提交，2 项要处理")
    for missing in ("知识产权佐证", "主导产品所属领域说明"):
        page.get_by_role("link", name=spoken("去填", missing)).click()
        expect(desk.slot(missing).locator("input[type=file]")).to_be_focused()
        file = Path(str(desk.server.platform.folder)) / "说明.pdf"
        file.write_bytes(PDF)
        desk.upload(missing, file)
        desk.check()
    desk.sees("可以提交", "昆山市工信部门")
    return desk.submit()


def mend_what_was_named_and_resubmit(desk: Applicant) -> None:
    page = desk.page
    assert "被退回修改" in desk.inbox()[0]
    page.get_by_role("link", name=re.compile("被退回修改")).click()
    desk.sees("资产总额与审计报告第 6 页不一致")
    desk.click("看这件申报")
    desk.sees("退回意见", "资产总额与审计报告第 6 页不一致", "要求修改 3 处")
    page.get_by_role("link", name="评价指标：资产总额").click()
    assets = desk.box("资产总额")
    expect(assets).to_be_focused()
    assert page.locator("form[data-sheet] input.form-control[data-cell]").count() == 2  # only what was named is open
    desk.type_in(assets, "7,100.00")
    assert desk.submit() == f"{desk.number}-2"


def see_what_changed_and_pass(desk: Officer) -> None:
    page = desk.page
    desk.open(NAME, view="resubmitted")
    page.get_by_role("navigation", name="显示范围").get_by_role("link", name=re.compile("退回后改动")).click()
    expect(page.locator("main del").first).to_have_text(re.compile("7,000"))
    expect(page.locator("main ins").first).to_have_text(re.compile("7,100"))
    desk.pass_on("通过并推荐到市级")


def show_for_public_notice(desk: Officer) -> None:
    page = desk.page
    desk.go("/desk/notices/")
    page.get_by_label(f"公示 {NAME}").check()
    page.get_by_label("公示标题").fill(NOTICE)
    page.get_by_label("异议受理方式").fill("苏州市工信部门，0512-0000 0000")
    desk.press("公示所选企业")
    desk.sees("公示已发布", NAME)
    expect(page.get_by_role("button", name="公告并认定")).to_have_count(0)  # not before the days are over


def announce(desk: Officer) -> None:
    page = desk.page
    page.reload()
    page.get_by_label("公告文号").fill(DOCUMENT)
    desk.press("公告并认定")
    desk.sees("还没有确认。")
    expect(page.get_by_label("公告文号")).to_have_value(DOCUMENT)
    page.get_by_label("我确认按这份名单公告").check()
    desk.press("公告并认定")
    desk.sees("已公告，名单上的企业都已认定。")


def record(desk: Officer) -> None:
    desk.go("/desk/records/")
    desk.page.get_by_label(f"备案 {NAME}").check()
    desk.press("备案所选")
    desk.sees("已备案 1 项。")


def anyone_looks_it_up(desk: Desk) -> str:
    page = desk.page
    desk.go("/")
    page.get_by_label("企业名称或统一社会信用代码").fill("新程传动")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", name="找到 1 家")).to_be_visible()  # after the work that keeps robots away
    desk.sees(NAME, DOCUMENT, "有效")
    certificate = page.locator("article.hit a[href*=certificates]")
    number = certificate.inner_text()
    certificate.click()
    desk.sees("这张证书是真的，现在有效。", NAME, number)
    return number


def paper_of(desk: Applicant, folder: Path) -> Path:
    page = desk.page
    desk.go(f"/my/declarations/{desk.number}/")
    page.get_by_role("button", name="申报书 PDF").first.click()
    page.wait_for_url("**/paper/*/")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("下载申报书")).click()  # there when the worker has made it
    file = folder / "paper.pdf"
    download.value.save_as(file)
    return file


def read_the_inbox(desk: Applicant, certificate: str) -> None:
    titles = "\n".join(desk.inbox())
    told = ("已公告", "进入公示", "已通过设区市组织评价", "已通过县级审核推荐", "已提交", "被退回修改", "已提交")
    assert [word for word in told if word not in titles] == []
    places = [titles.index(word) for word in told[:4]]
    assert places == sorted(places)  # the newest first
    assert titles.count("已提交") == 2
    desk.page.get_by_role("link", name=re.compile("已公告")).click()
    desk.sees(certificate)
