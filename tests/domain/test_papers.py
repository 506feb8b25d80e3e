"""申报书 as PDF: Chinese that can be read back, text of strangers that stays text, and an honest failure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import Http404

from tests.services.filling import submit_filled
from tests.services.world import World
from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.models import Declaration, Paper
from tidu.domain.declarations.tasks import make_paper, paper_for, request_paper
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.files.queries import open_file
from tidu.kit.typesetting import Unprintable, typeset

pytestmark = pytest.mark.django_db


def made(world: World, tmp_path: Path, name: str) -> tuple[Paper, Path]:
    owner = world.enterprise(name=name)
    declaration = begin(owner, world.window().code)
    submit_filled(owner, declaration)
    paper = request_paper(owner, declaration.number, 1)
    make_paper.call(paper.pk)
    ready = paper_for(owner, declaration.number, 1)
    assert ready is not None
    path = tmp_path / "paper.pdf"
    if ready.file is not None:
        with open_file(ready.file) as content:
            path.write_bytes(content.read())
    return ready, path


def test_the_paper_says_what_was_submitted_and_can_be_read_back(
    world: World, tmp_path: Path, text_of_pdf: Callable[[Path], str]
) -> None:
    paper, path = made(world, tmp_path, "昆山#strong[澄川]$x$有限公司")

    text = text_of_pdf(path)

    assert paper.state == Paper.State.READY
    assert "昆山#strong[澄川]$x$有限公司" in text  # never read as markup
    assert paper.submission.digest[:16] in text
    for word in ("创新型中小企业评价申报书", "6,000.00", "研发费用", "虚构示例"):
        assert word in text


def test_rare_characters_of_four_bytes_are_printed(
    world: World, tmp_path: Path, text_of_pdf: Callable[[Path], str]
) -> None:
    _, path = made(world, tmp_path, "昆山䶮𬭎精密有限公司")

    assert "昆山䶮𬭎精密有限公司" in text_of_pdf(path)


def test_a_character_that_no_font_has_fails_with_its_name(world: World, tmp_path: Path) -> None:
    paper, _ = made(world, tmp_path, "昆山\U0002b740精密有限公司")

    assert (paper.state, paper.file) == (Paper.State.FAILED, None)
    assert "\U0002b740" in paper.problem


def test_making_it_twice_changes_nothing(world: World, tmp_path: Path) -> None:
    paper, _ = made(world, tmp_path, "昆山澄川有限公司")

    make_paper.call(paper.pk)

    assert Paper.objects.get(pk=paper.pk).file_id == paper.file_id


def test_a_template_that_warns_is_an_error(tmp_path: Path) -> None:
    template = tmp_path / "bad.typ"
    template.write_text('#set text(font: "No Such Font")\n#json(bytes(sys.inputs.data)).word')

    with pytest.raises(Unprintable, match="font"):
        typeset(template, {"word": "字"})


def test_another_enterprise_cannot_ask_for_it(world: World) -> None:
    owner, stranger = world.enterprise(), world.enterprise()
    declaration = begin(owner, world.window().code)
    submit_filled(owner, declaration)

    with pytest.raises(Http404):
        request_paper(stranger, declaration.number, 1)

    assert Declaration.objects.count() == 1
    assert not Paper.objects.exists()
    assert Enterprise.objects.count() == 2
