from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.applicant.conftest import Browser
    from tidu.domain.declarations.models import Declaration


@pytest.mark.parametrize("page", ["", "enterprise/", "declarations/", "messages/"])
def test_every_list_opens_for_an_enterprise_that_has_filed_nothing(browser: Browser, page: str) -> None:
    response = browser.client.get(f"/my/{page}")

    assert response.status_code == 200
    assert "昆山示例精密1号有限公司" in response.text


def test_the_steps_of_the_ladder_are_called_as_on_the_front_page(browser: Browser) -> None:
    page = browser.client.get("/my/").text

    names = re.findall(r'<li class="ls [^>]*>.*?<b>([^<]+)</b>', page)
    assert names == ["培育库", "创新型中小企业", "专精特新中小企业", "专精特新“小巨人”"]


@pytest.mark.parametrize("page", ["", "check/", "read/"])
def test_every_page_of_a_draft_opens(browser: Browser, draft: Declaration, page: str) -> None:
    response = browser.client.get(f"/my/declarations/{draft.number}/{page}")

    assert response.status_code == 200
    assert "创新型中小企业" in response.text


def test_every_section_opens(browser: Browser, draft: Declaration) -> None:
    for row in draft.sections.all():
        page = browser.client.get(f"/my/declarations/{draft.number}/{row.section}/")
        panel = browser.client.get(f"/my/declarations/{draft.number}/{row.section}/panel/")

        assert page.status_code == 200
        assert panel.status_code == 200
        assert 'aria-current="step"' in page.text
