"""Who may be tried out: the demo accounts that are shown, and their one published password."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

#: Published on purpose: it opens wholly synthetic accounts of a demo, and nothing else.
DEMO_PASSWORD = "Tidu-demo-2026"

#: So that the demo is the same to the byte every time, all its accounts have one salt. 22 characters are 128 bits.
PASSWORD_SALT = "tiduSyntheticDemoSalt2026"

FILE_NAME = "demo-accounts.txt"


@dataclass(frozen=True)
class DemoAccount:
    role: str
    username: str
    what_to_try: str


def enterprise_username(number: int) -> str:
    """The user name of the n-th enterprise of the world; its credit code signs in as well."""
    return f"enterprise-{number:03d}"


DEMO_ACCOUNTS = (
    DemoAccount("企业：还没有申报", enterprise_username(206), "企业信息已齐，三分钟填完创新型中小企业评价并提交"),
    DemoAccount("企业：正在填", enterprise_username(240), "专精特新申请书填了一半，有几处要改"),
    DemoAccount("企业：被退回", enterprise_username(69), "看退回意见，改好重交（昆山）"),
    DemoAccount("企业：已有称号", enterprise_username(92), "看认定和证书（常熟，小巨人）"),
    DemoAccount("县级审核（昆山）", "county-320583", "办理待审的申报：通过、退回、不通过"),
    DemoAccount("市级审核（苏州）", "city-320500", "组织评价；看正在公示的名单"),
    DemoAccount("市级负责人（苏州）", "city-320500-lead", "发布公示、公告"),
    DemoAccount("省级审核（江苏）", "province-320000", "审核专精特新，备案创新型"),
    DemoAccount("省级负责人（江苏）", "province-320000-lead", "申报时间维护、公告、导入数字化水平"),
    DemoAccount("部级", "ministry-lead", "部级公告、创客大赛链接"),
    DemoAccount("运维", "operator", "后台任务；发件箱：短信和邮件验证码在那里看，不会真的发出"),
)


def as_text() -> str:
    """The accounts as a table for a terminal, the password first."""
    rows = [(each.role, each.username, each.what_to_try) for each in DEMO_ACCOUNTS]
    wide = [max(_width(row[column]) for row in rows) for column in range(2)]
    lines = [f"密码都是 {DEMO_PASSWORD}（数据全部虚构）；工作人员登录有第二步，动态码页面上已替您填好，直接继续"]
    lines += [f"{_padded(role, wide[0])}  {_padded(name, wide[1])}  {tries}" for role, name, tries in rows]
    return "\n".join(lines) + "\n"


def _width(text: str) -> int:
    """Columns in a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - _width(text))
