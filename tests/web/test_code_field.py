"""The field for a code and its button: what it says, and that it works without script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django import forms
from django.test import RequestFactory

from tests.services.world import NOW
from tests.web.rendering import render
from tidu.domain.accounts.codes import Sent
from tidu.domain.accounts.errors import AccountRefusal, CodeNotSent
from tidu.web.ui.codes import CodeAnswer, CodeField, answer_to, asked_by_script, asked_for_code


class CodeForm(forms.Form):
    code = CodeField()


def shown(answer: CodeAnswer | None = None, form: CodeForm | None = None) -> str:
    return render("{% load codes %}{% code_field form.code answer %}", form=form or CodeForm(), answer=answer)


def test_the_button_sends_the_form_without_script_and_enter_does_not_press_it() -> None:
    page = shown()

    assert page.index('tabindex="-1" aria-hidden="true"') < page.index('name="send_code"')
    assert 'name="send_code"\n            value="1"\n            formnovalidate' in page
    assert 'autocomplete="one-time-code"' in page
    assert 'aria-describedby="id_code-said"' in page


def test_a_code_on_its_way_says_where_it_went_and_when_the_next_may_be_asked_for() -> None:
    page = shown(answer_to(lambda: Sent(60, "138****0001")))

    assert '<div class="tick">已发往 138****0001，5 分钟内有效。</div>' in page
    assert 'data-wait="60"' in page


def too_soon() -> Sent:
    raise CodeNotSent("没有发出。", "刚发过。", "请等一等。", again_at=NOW + timedelta(seconds=36.5))


def no_phone() -> Sent:
    raise AccountRefusal("验证码没有发出：<还没有填手机号>。", "", "请先填手机号。")


def test_the_reason_why_none_was_sent_stands_beside_the_button() -> None:
    page = shown(answer_to(no_phone))

    assert "<b>验证码没有发出：&lt;还没有填手机号&gt;。</b>" in page
    assert page.index("data-code-said") < page.index("还没有填手机号")
    assert 'data-wait="0"' in page


def test_for_the_script_the_answer_is_data() -> None:
    sent, refused = answer_to(lambda: Sent(60, "138****0001")).as_json(), answer_to(too_soon).as_json()

    assert (sent.status_code, refused.status_code) == (200, 422)
    assert b'"wait": 60' in sent.content
    assert b'"wait": 37' in refused.content


@pytest.mark.parametrize(("posted", "is_asked"), [({"send_code": "1"}, True), ({"code": "123456"}, False)])
def test_the_page_knows_which_button_was_pressed(posted: dict[str, str], is_asked: bool) -> None:
    request = RequestFactory().post("/", posted)

    assert asked_for_code(request) is is_asked
    assert not asked_by_script(request)
    assert asked_by_script(RequestFactory().post("/", posted, headers={"X-Requested-With": "fetch"}))


def test_a_wrong_code_is_told_at_the_field() -> None:
    form = CodeForm({"code": ""})
    assert not form.is_valid()

    assert 'aria-invalid="true"' in shown(form=form)
