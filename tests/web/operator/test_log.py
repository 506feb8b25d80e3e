"""操作日志 for operators: everything without its contents, and taken away as a table that calculates nothing."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from tests.services.sessions import client_of
from tests.services.world import World
from tidu.domain.accounts.models import Post
from tidu.domain.audit.actions import Person, record
from tidu.domain.audit.models import Event

DAYS = {"since": "2026-04-16", "until": "2026-04-16"}


@pytest.fixture
def operator(world: World) -> Client:
    return client_of(world.officer("320000", Post.Role.OPERATOR))


def rows_of(response: Any) -> list[list[str]]:
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body)))


def test_everything_is_listed_without_what_it_held(operator: Client) -> None:
    record(Person(5, "周岚"), "outbox.settled", "outgoing", 7, reason="对方说收到了")
    record(None, "account.sign_in_failed", "sign_in_name", "a" * 64, left=3)

    said = operator.get("/operate/log/").content.decode()

    assert "周岚" in said
    assert "处理结果不明的短信或邮件" in said
    assert "登录失败" in said
    assert "a" * 8 in said
    assert "a" * 9 not in said
    assert "对方说收到了" not in said


def test_what_was_found_is_taken_away_as_a_table_and_that_is_logged_first(operator: Client) -> None:
    record(Person(5, "周岚"), "window.opened", "window", "W1")
    record(Person(6, "别人"), "window.opened", "window", "W2")

    head, *rows = rows_of(operator.post("/operate/log/export/", DAYS | {"act": "window.opened", "who": "周"}))

    assert head[1:] == ["时间", "人员", "角色", "单位", "操作", "对象", "对象编号"]
    assert [row[1:] for row in rows] == [["2026-04-16 09:00:00", "周岚", "", "", "开放申报", "申报时间", "W1"]]
    logged = Event.objects.get(act="log.exported")
    assert (logged.role, logged.thing_id) == ("operator", "2026-04-16..2026-04-16")
    assert logged.data == {"of": "window.opened", "by_name": True}


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_a_name_that_would_calculate_is_text(operator: Client, name: str) -> None:
    record(Person(5, name), "window.opened", "window", "W1")

    _, row = rows_of(operator.post("/operate/log/export/", DAYS | {"act": "window.opened"}))

    assert row[2] == f"'{name}"


def test_more_than_a_page_is_taken_away_whole(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tidu.domain.audit.queries._AT_ONCE", 2)
    for each in range(5):
        record(Person(5, "周岚"), "window.opened", "window", each)

    _, *rows = rows_of(operator.post("/operate/log/export/", DAYS | {"act": "window.opened"}))

    assert [row[-1] for row in rows] == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize("role", [Post.Role.LEAD, Post.Role.OBSERVER])
def test_officers_take_nothing_away(world: World, role: Post.Role) -> None:
    officer = client_of(world.officer("320000", role))

    assert officer.get("/operate/log/").status_code == 403
    assert officer.post("/operate/log/export/", DAYS).status_code == 403
    assert not Event.objects.filter(act="log.exported").exists()
