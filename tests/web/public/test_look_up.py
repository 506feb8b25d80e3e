"""企业认定查询 and the page that confirms a certificate."""

from __future__ import annotations

from datetime import date

from django.test import Client

from tests.services.world import World, credit_code
from tests.web.public.conftest import LookUp, token_of
from tidu.domain.recognitions.models import Recognition


def test_a_part_of_the_name_finds_titles_of_now_and_of_the_past(world: World, ask: LookUp) -> None:
    firm = world.enterprise(name="昆山澄川精密传动科技有限公司")
    world.hold(firm, "innovative@2022-08-01+32", "320500")
    world.hold(firm, "specialised@2022-08-01", "320000", granted_on=date(2022, 9, 1))

    page = ask("澄川精密").content.decode()

    assert "昆山澄川精密传动科技有限公司" in page
    assert page.index("创新型中小企业") < page.index("专精特新中小企业")  # what is held stands first
    assert "有效" in page
    assert "已到期" in page
    assert "2024-07-01 至 2027-06-30" in page
    assert "示例公告〔2024〕1号" in page
    number = Recognition.objects.get(title="innovative").number
    assert f"/certificates/{number}/" in page


def test_a_credit_code_finds_its_enterprise(world: World, ask: LookUp) -> None:
    world.hold(world.enterprise(), "innovative@2022-08-01+32", "320500")
    world.hold(world.enterprise(), "innovative@2022-08-01+32", "320500")

    page = ask(credit_code("320583", 2).lower()).content.decode()

    assert "找到 1 家" in page
    assert credit_code("320583", 2) in page
    assert credit_code("320583", 1) not in page


def test_an_enterprise_without_titles_is_not_shown_to_the_public(world: World, ask: LookUp) -> None:
    world.enterprise(name="昆山未认定实业有限公司")

    page = ask("未认定实业").content.decode()

    assert "没有查到认定" in page
    assert "昆山未认定实业有限公司" not in page


def test_without_the_challenge_nothing_is_looked_up_and_what_was_typed_stays(world: World, client: Client) -> None:
    world.hold(world.enterprise(name="昆山澄川精密传动科技有限公司"), "innovative@2022-08-01+32", "320500")
    token = token_of(client.get("/lookup/").content.decode())

    answer = client.post("/lookup/", {"q": "澄川精密", "token": token, "proof": "", "answer": ""})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "验证题没有答对" in page
    assert 'value="澄川精密"' in page
    assert "传动科技" not in page


def test_one_character_is_too_little_and_says_so(world: World, client: Client) -> None:
    answer = client.post("/lookup/", {"q": "澄"})

    assert answer.status_code == 422
    assert "只有一个字，查不准。" in answer.content.decode()


def test_the_limit_of_an_address_is_told_with_the_minutes(world: World, client: Client) -> None:
    for _ in range(10):
        client.post("/lookup/", {"q": "澄川", "token": "x"})

    answer = client.post("/lookup/", {"q": "澄川", "token": "x"})

    assert answer.status_code == 422
    assert "操作太频繁" in answer.content.decode()
    assert "5 分钟内最多 10 次" in answer.content.decode()


def test_the_name_typed_on_the_front_page_begins_at_once(world: World, client: Client) -> None:
    page = client.get("/lookup/", {"q": "澄川"}).content.decode()

    assert "data-begins" in page
    assert 'value="澄川"' in page
    assert "<noscript>" in page


def test_a_certificate_is_confirmed_and_an_invented_one_denied(world: World, client: Client) -> None:
    firm = world.enterprise()
    world.hold(firm, "innovative@2022-08-01+32", "320500")
    number = Recognition.objects.get().number

    real = client.get(f"/certificates/{number}/")
    invented = client.get(f"/certificates/{number}0/")

    assert real.status_code == 200
    assert "这张证书是真的，现在有效。" in real.content.decode()
    assert firm.enterprise_name in real.content.decode()
    assert invented.status_code == 404
    assert "没有这张证书" in invented.content.decode()


def test_an_expired_certificate_is_real_but_no_longer_valid(world: World, client: Client) -> None:
    world.hold(world.enterprise(), "innovative@2022-08-01+32", "320500", granted_on=date(2022, 1, 1))

    page = client.get(f"/certificates/{Recognition.objects.get().number}/").content.decode()

    assert "这张证书是真的，但现在已到期。" in page
