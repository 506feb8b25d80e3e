"""Shells and theme: landmarks, navigation, error pages, and nothing inline."""

from __future__ import annotations

import re

import pytest
from django.template.loader import get_template

from tests.web.rendering import UI, page

# -- shells -----------------------------------------------------------------------------------------------------------

SHELLS = ["ui/public.html", "ui/applicant.html", "ui/officer.html", "ui/auth.html"]
ERRORS = ["400.html", "403.html", "404.html", "500.html", "ui/csrf_failure.html"]


@pytest.mark.parametrize("name", [*SHELLS, *ERRORS])
def test_every_shell_has_its_landmarks_and_nothing_inline(name: str) -> None:
    shown = page(name)

    assert '<html lang="zh-CN">' in shown
    assert (
        shown.index('href="#main"') < shown.index("<header") < shown.index('<main id="main"') < shown.index("<footer")
    )
    assert " style=" not in shown
    assert "<style" not in shown
    assert not re.search(r"<script(?![^>]* src=)", shown)
    assert not re.search(r"\son\w+=", shown)
    assert "演示环境" in shown
    assert '技术支持 <a href="tel:025-00000001">025-0000 0001</a>（工作日 9:00–17:30）' in shown


@pytest.mark.parametrize("name", ["ui/public.html", "ui/applicant.html", "ui/officer.html"])
def test_navigation_and_signing_out_are_in_the_bar_and_in_the_menu_of_phones(name: str) -> None:
    shown = page(name)
    menu = shown[shown.index("tp-burger") :]

    assert shown.count('<a href="/queue" aria-current="page">审核</a>') == 2
    assert '<a href="/queue" aria-current="page">' in menu
    assert shown.count('<form method="post" action="/sign-out">') == 2
    assert shown.count('name="csrfmiddlewaretoken"') == 2


def test_strangers_are_offered_to_sign_in() -> None:
    shown = page("ui/public.html", who=None)

    assert 'href="/sign-in">登录' in shown
    assert "退出登录" not in shown


def test_officers_see_their_level_and_the_dark_bar() -> None:
    shown = page("ui/officer.html")

    assert "tp-top--staff" in shown
    assert '<span class="tp-role">市级</span>' in shown
    assert "data-keys-switch" in shown


def test_without_a_demo_clock_nothing_speaks_of_a_demo() -> None:
    assert "演示" not in page("ui/public.html", demo_now=None)


def test_unread_messages_are_counted_aloud() -> None:
    assert '<span class="vh">未读</span>3' in page("ui/applicant.html")
    assert "tp-count" not in page("ui/applicant.html", unread=0)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_says_what_why_and_the_way_on_even_without_context(name: str) -> None:
    shown = str(get_template(name).render())
    body = shown[shown.index("<main") : shown.index("</main>")]

    assert re.search(r"<h1>[^<]+</h1>", body)
    assert len(re.findall(r"<p>[^<]+</p>", body)) == 2
    assert 'href="/"' in body
    assert "！" not in body


def test_who_used_the_wrong_account_can_sign_out_at_once() -> None:
    assert 'action="/sign-out"' in page("403.html")
    assert "退出登录" not in page("403.html", who=None)


def test_htmx_swaps_refusals_and_evaluates_nothing() -> None:
    shown = page("ui/officer.html")

    assert '"allowEval":false' in shown
    assert '"includeIndicatorStyles":false' in shown
    assert '{"code":"422","swap":true}' in shown


# -- the theme --------------------------------------------------------------------------------------------------------


def test_every_style_sheet_and_module_that_a_page_links_is_there() -> None:
    sources = [path.read_text() for path in UI.parents[1].glob("web/**/*.html")]
    linked = {name for source in sources for name in re.findall(r"{% static '(ui/[^']+)' %}", source)}

    assert {"ui/theme/tokens.css", "ui/js/menu.js", "ui/vendor/tabler.min.css"} <= linked
    assert not [name for name in linked if not (UI / "static" / name).is_file()]


def test_no_style_sheet_needs_pictures_from_data_addresses_or_elsewhere() -> None:
    sheets = list((UI / "static").rglob("*.css"))

    assert len(sheets) > 10
    assert not [sheet.name for sheet in sheets if re.search(r"url\(\s*[\"']?(?:data:|https?:|//)", sheet.read_text())]


def test_modules_stand_alone() -> None:
    """Their addresses carry hashes, so that one module cannot name another."""
    modules = list((UI / "static" / "ui" / "js").glob("*.js"))

    assert modules
    assert not [
        module.name for module in modules if re.search(r"^\s*import\b|\bimport\(", module.read_text(), re.MULTILINE)
    ]


def named_icons() -> set[str]:
    sources = [path.read_text() for path in UI.parents[1].glob("web/**/*.html")]
    return {name for source in sources for name in re.findall(r'{% icon "([^"]+)"', source)}


def test_every_icon_that_a_page_names_is_in_the_list() -> None:
    listed = {line for line in (UI / "icons.txt").read_text().splitlines() if line and not line.startswith("#")}
    listed = {f"{name.rpartition('/')[2]}-filled" if "/" in name else name for name in listed}

    assert named_icons()
    assert named_icons() <= listed


def test_no_template_has_inline_style_or_script() -> None:
    sources = {path.name: path.read_text() for path in UI.parents[1].glob("web/**/*.html")}
    inline = r'\sstyle="|<style|<script(?![^>]* src=)|\son[a-z]+="|javascript:'

    assert len(sources) > 15
    assert not [name for name, source in sources.items() if re.search(inline, source)]
