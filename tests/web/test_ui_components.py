"""Errors, fields, notes, pagers and strips: structure, and what a screen reader is told."""

from __future__ import annotations

import re

from django import forms
from django.test import RequestFactory

from tests.web.rendering import render
from tidu.kit.paging import Page
from tidu.web.ui.levels import LevelStep, Passage
from tidu.web.ui.problems import FieldProblem, Told


def test_an_error_says_what_why_and_how_in_this_order_and_escapes_what_was_typed() -> None:
    problem = Told("‘<六千>’不是数字。", "这里只收数字。", "请填阿拉伯数字，如 6,000。")
    shown = render('{% field_error problem "e1" %}', problem=problem)

    assert shown.startswith('<div class="tp-err" id="e1">')
    assert "<b>‘&lt;六千&gt;’不是数字。</b>" in shown
    assert '<span class="fix">这里只收数字。请填阿拉伯数字，如 6,000。</span>' in shown


def test_no_problem_shows_nothing() -> None:
    assert render('{% field_error problem "e1" %}', problem=None).strip() == ""


class SignIn(forms.Form):
    code = forms.CharField(label="信用代码", help_text="营业执照右上角 18 位。")
    password = forms.CharField(label="密码", widget=forms.PasswordInput)
    region = forms.ChoiceField(label="注册地", choices=[("1", "昆山市")])
    patent = forms.ChoiceField(label="有无专利", choices=[("y", "有"), ("n", "没有")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="以上数据真实")


def failed_form() -> SignIn:
    form = SignIn({"code": "91320594MA000025K", "password": "x", "region": "1"})
    assert not form.is_valid()
    form.add_error("code", FieldProblem("少 1 位：现在 17 位", "应为 18 位。", "请对照执照补上。"))
    return form


def test_a_field_ties_its_error_and_hint_to_its_control() -> None:
    shown = render("{% field form.code %}", form=failed_form())

    assert '<label class="form-label" for="id_code">信用代码' in shown
    assert 'aria-describedby="id_code-error id_code-hint"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_code-error"' in shown
    assert 'id="id_code-hint">营业执照右上角 18 位。' in shown
    assert '<b>少 1 位：现在 17 位</b><span class="fix">应为 18 位。请对照执照补上。</span>' in shown


def test_a_right_field_is_described_by_nothing() -> None:
    shown = render("{% field form.region %}", form=failed_form())

    assert 'class="form-select"' in shown
    assert "aria-describedby" not in shown
    assert "aria-invalid" not in shown


def test_choices_are_a_fieldset_with_a_legend() -> None:
    shown = render("{% field form.patent %}", form=failed_form())

    assert "<fieldset" in shown
    assert '<legend class="form-label">有无专利' in shown
    assert shown.count('type="radio"') == 2
    assert "还没有选" in shown


def test_a_password_can_be_looked_at() -> None:
    assert 'data-reveal="id_password"' in render("{% field form.password %}", form=failed_form())


def test_the_summary_leads_to_each_wrong_field() -> None:
    form = failed_form()
    form.add_error(None, FieldProblem("密码不对，还可以试 3 次", mend="之后锁定 15 分钟。"))
    shown = render("{% form_errors form %}", form=form)

    assert 'role="alert"' in shown
    assert "密码不对，还可以试 3 次" in shown
    assert re.findall(r'href="#(\w+)"', shown) == ["id_code", "id_patent", "id_agree"]


def test_a_form_without_errors_has_no_summary() -> None:
    assert render("{% form_errors form %}", form=SignIn()).strip() == ""


def test_help_is_a_button_that_controls_a_region() -> None:
    shown = render('{% help "h1" "营业收入怎么填" %}<p>填利润表第一行。</p>{% endhelp %}')

    assert 'aria-expanded="false" aria-controls="h1" aria-label="营业收入怎么填"' in shown
    assert '<div class="tp-pop" id="h1" role="region" aria-label="营业收入怎么填" hidden>' in shown
    assert "<p>填利润表第一行。</p>" in shown


def test_notes_and_empty_states_keep_their_markup_and_escape_their_titles() -> None:
    assert '<div class="tp-note tp-note--warn">' in render('{% note "warn" %}<b>提醒</b>{% endnote %}')
    assert "<b>提醒</b>" in render('{% note "warn" %}<b>提醒</b>{% endnote %}')
    assert "<b>没有 &lt;x&gt;</b>" in render("{% nothing title %}{% endnothing %}", title="没有 <x>")


def test_the_pager_keeps_the_filters_and_goes_on_by_key() -> None:
    request = RequestFactory().get("/queue?q=昆山&cursor=old")
    shown = render('{% pager page "第 1–10 家" "#rows" %}', request, page=Page([], "next", is_first=False))

    assert 'href="?q=%E6%98%86%E5%B1%B1&amp;cursor=next" hx-get' in shown
    assert 'href="?q=%E6%98%86%E5%B1%B1" hx-get' in shown
    assert 'hx-target="#rows" hx-push-url="true"' in shown


def test_the_last_page_leads_back_only() -> None:
    shown = render("{% pager page %}", RequestFactory().get("/queue"), page=Page([], "", is_first=False))

    assert shown.count("href=") == 1
    assert shown.count('aria-disabled="true"') == 1


def test_a_single_page_has_nothing_to_turn() -> None:
    assert not render("{% pager page %}", page=Page([], "", is_first=True)).strip()


def test_the_level_strip_marks_where_the_declaration_is() -> None:
    steps = [
        LevelStep("企业提交", Passage.DONE, "4月3日"),
        LevelStep("市级退回", Passage.RETURNED, "4月10日", "陈岚，3 处要改。", "/opinion"),
        LevelStep("市级复审", Passage.NOW, "4月15日重交"),
        LevelStep("省级审核", Passage.AHEAD),
    ]
    shown = render("{% level_strip steps %}", steps=steps)

    assert shown.count("<li") == 4
    assert shown.count('aria-current="step"') == 1
    assert '<li class="now" aria-current="step">' in shown
    assert '<a href="/opinion">看意见</a>' in shown
