from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tidu.rules import catalogue
from tidu.rules.catalogue import PROGRAMMES, Catalogue, UnknownEdition
from tidu.rules.citing import Basis
from tidu.rules.editions import EditionError
from tidu.rules.schema import Level, StepKind

NATIONAL = "specialised@2022-08-01"
JIANGSU = f"{NATIONAL}+32"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the programmes that a test may spoil."""
    return Path(shutil.copytree(PROGRAMMES, tmp_path / "programmes"))


def change(folder: Path, file: str, **changes: Any) -> None:
    path = folder / "specialised" / file
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content.update(changes)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def test_every_edition_loads_and_every_figure_cites_its_clause() -> None:
    assert {edition.id for edition in catalogue.editions()} == {
        "innovative@2022-08-01",
        "innovative@2022-08-01+32",
        "specialised@2022-08-01",
        "specialised@2022-08-01+32",
        "specialised@2026-04-01",
        "specialised@2026-04-01+32",
        "little_giant@2022-08-01",
        "little_giant@2026-04-01",
    }
    for edition in catalogue.editions():
        assert edition.standard is not None
        cited = [*edition.standard.indicators, *edition.standard.conditions, *edition.workflow.steps]
        cited += [edition.workflow.grant, *edition.preconditions]
        assert all(each.clause for each in cited), edition.id


def test_what_is_recalled_or_a_placeholder_says_so() -> None:
    little_giant = catalogue.edition("little_giant@2022-08-01").standard
    assert little_giant is not None
    recalled = {each.code for each in little_giant.conditions if each.basis is Basis.RECALLED}
    assert recalled == {"LG-N1", "LG-C1", "LG-P1"}
    for edition in catalogue.editions():
        for step in edition.workflow.steps:
            if step.kind is StepKind.PUBLIC_NOTICE:
                assert (step.days, step.basis) == (5, Basis.PLACEHOLDER)


def test_an_edition_once_read_is_always_the_same_object() -> None:
    assert catalogue.edition(NATIONAL) is catalogue.edition(NATIONAL)


def test_an_unknown_edition_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnknownEdition, match="没有“specialised@1999-01-01”这一版标准"):
        catalogue.edition("specialised@1999-01-01")
    with pytest.raises(KeyError):
        catalogue.edition("../../etc/passwd")


@pytest.mark.parametrize(
    ("programme", "on", "region", "expected"),
    [
        ("specialised", date(2022, 7, 31), None, None),
        ("specialised", date(2022, 8, 1), None, NATIONAL),
        ("specialised", date(2026, 3, 31), "320583", JIANGSU),
        ("specialised", date(2026, 3, 31), "440300", NATIONAL),
        ("specialised", date(2026, 4, 1), "32", "specialised@2026-04-01+32"),
        ("specialised", date(2026, 4, 1), "44", "specialised@2026-04-01"),
        ("innovative", date(2026, 4, 16), "32", "innovative@2022-08-01+32"),
        ("little_giant", date(2026, 4, 16), "32", "little_giant@2026-04-01"),
        ("unheard_of", date(2026, 4, 16), "32", None),
    ],
)
def test_the_day_and_the_region_choose_the_edition(
    programme: str, on: date, region: str | None, expected: str | None
) -> None:
    found = catalogue.in_force(programme, on, region)
    assert (found.id if found else None) == expected


def test_who_reviews_announces_records_and_cancels_is_the_editions() -> None:
    flow = catalogue.edition("innovative@2022-08-01+32").workflow
    assert [(step.level, step.kind) for step in flow.steps] == [
        (Level.COUNTY, StepKind.REVIEW),
        (Level.CITY, StepKind.REVIEW),
        (Level.CITY, StepKind.PUBLIC_NOTICE),
    ]
    assert (flow.grant.level, flow.grant.act, flow.grant.valid_years) == (Level.CITY, "公告", 3)
    assert flow.record is not None
    assert flow.record.level is Level.PROVINCE
    assert flow.cancel is not None
    assert flow.cancel.level is Level.PROVINCE


def test_a_variant_goes_on_citing_the_national_document_for_what_it_takes_over() -> None:
    national, jiangsu = catalogue.edition(NATIONAL), catalogue.edition(JIANGSU)
    assert national.standard is not None
    assert jiangsu.standard is not None
    ours = {each.code: each for each in jiangsu.standard.indicators}
    assert ours["ZJ-01"].document == national.source.document
    assert ours["ZJ-09"].document == ""  # its own: the variant's source
    assert jiangsu.source.document == "苏工信中小〔2022〕496号"
    same = [each for each in national.standard.indicators if each.code != "ZJ-09"]
    assert [each.bands for each in same] == [ours[each.code].bands for each in same]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"standard": {"qualifies": "own_brand"}}, "does not alter standard"),
        ({"workflow": {"steps": []}}, "does not alter workflow"),
        ({"name": "别的名称"}, "does not alter name"),
        ({"slots": {"workflow": {"steps": []}}}, "names no slot 'workflow'"),
        ({"slots": {"ZJ-01": {"value": "local_other_points"}}}, "names no slot 'ZJ-01'"),
        ({"slots": {"local_features": {"value": "local_other_points", "ceiling": 20}}}, "does not take ceiling"),
        ({"slots": {"local_features": {"value": "revenue"}}}, "not in points"),
        ({"slots": {"local_features": {"bands": [{"otherwise": True, "points": 16}]}}}, "more than the ceiling"),
        ({"add": {"indicators": []}}, "nothing reads indicators"),
        ({"add": {"preconditions": [{"kind": "title", "title": "unicorn", "what": "", "mend": ""}]}}, "unicorn"),
        ({"extra": 1}, "nothing reads extra"),
        ({"extends": JIANGSU}, "like itself"),
        ({"extends": "specialised@1999-01-01"}, "1999-01-01"),
    ],
)
def test_a_variant_fills_named_slots_and_adds_and_may_do_nothing_else(
    folder: Path, changes: dict[str, Any], said: str
) -> None:
    change(folder, "2022-08-01+32.yaml", **changes)
    with pytest.raises((EditionError, UnknownEdition), match=said):
        Catalogue(folder).edition(JIANGSU)


def test_a_variant_does_not_replace_a_field_a_check_or_a_fact_of_the_national_form(folder: Path) -> None:
    national = catalogue.edition(NATIONAL)
    section = national.form.sections[0]
    taken = {"key": section.fields[0].key, "name": "另一个", "type": "text"}
    change(folder, "2022-08-01+32.yaml", add={"fields": {section.key: [taken]}})
    with pytest.raises(EditionError, match="a variant adds fields"):
        Catalogue(folder).edition(JIANGSU)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rd_staff / employees", "rd_staff / revenue", "ZJ-12: .*人 is not divided by 万元"),
        ("measure: market_years", "measure: market_yeers", "ZJ-03: .*nothing is called 'market_yeers'"),
        ("when: any_route,", "when: any_way,", "ZJTX-4: .*any_way"),
        ("group: innovation\n      ceiling: 5", "group: luck\n      ceiling: 5", "no group is called 'luck'"),
        (
            "group: innovation\n      ceiling: 5",
            "group: innovation\n      ceiling: 6",
            "its indicators make 36, not 35",
        ),
        ("{code: ZJTX-1,", "{code: ZJTX-2,", "ZJTX-2 stands twice"),
        ("  qualifies: ZJTX_1 and", "  qualifies: ZJTX_9 and", "nothing is called 'ZJTX_9'"),
        ("programme: specialised", "programme: special", "the file says programme 'special'"),
        ("key: city_review,", "key: county_review,", "'county_review' stands twice"),
    ],
)
def test_a_mistake_in_a_standard_is_refused_at_load_and_named(folder: Path, old: str, new: str, said: str) -> None:
    path = folder / "specialised" / "2022-08-01.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(EditionError, match=said):
        Catalogue(folder).edition(NATIONAL)


def test_a_form_like_another_leaves_out_replaces_in_place_and_appends(folder: Path) -> None:
    national = Catalogue(folder).edition(NATIONAL)
    section = national.form.sections[0]
    first, second = section.fields[0].key, section.fields[1].key
    form = {
        "like": NATIONAL,
        "without": [first],
        "put": {
            section.key: [
                {"key": second, "name": "换了名称", "type": "text"},
                {"key": "newly_asked", "name": "新问的", "type": "text"},
            ]
        },
        "without_checks": [check.key for check in national.form.checks],
    }
    (folder / "specialised" / "2026-04-01.form.yaml").write_text(yaml.safe_dump(form), encoding="utf-8")

    keys = [field.key for field in Catalogue(folder).edition("specialised@2026-04-01").form.sections[0].fields]

    assert keys == [*(field.key for field in section.fields[1:]), "newly_asked"]
    assert Catalogue(folder).edition("specialised@2026-04-01").fields[second].name == "换了名称"
    assert Catalogue(folder).edition(NATIONAL).form == national.form


@pytest.mark.parametrize("part", ["without", "without_checks", "without_facts"])
def test_a_form_cannot_leave_out_what_is_not_there(folder: Path, part: str) -> None:
    form = {"like": NATIONAL, part: ["never_asked"]}
    (folder / "specialised" / "2026-04-01.form.yaml").write_text(yaml.safe_dump(form), encoding="utf-8")
    with pytest.raises(EditionError, match="never_asked"):
        Catalogue(folder).edition("specialised@2026-04-01")


def test_an_edition_without_its_form_file_has_an_empty_form(folder: Path) -> None:
    assert Catalogue(folder).edition("little_giant@2026-04-01").form.sections == ()


def test_the_digest_changes_with_any_word_of_the_resolved_edition(folder: Path) -> None:
    before = {edition.id: catalogue.digest(edition) for edition in Catalogue(folder).editions()}
    path = folder / "specialised" / "2022-08-01.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("points: 1,", "points: 2,").replace("points: 1}", "points: 2}"),
        encoding="utf-8",
    )

    after = {edition.id: catalogue.digest(edition) for edition in Catalogue(folder).editions()}

    assert {name for name in before if before[name] != after[name]} == {NATIONAL, JIANGSU}


def test_titles_rise_from_the_pool_to_the_little_giant() -> None:
    assert [(key, title.tier) for key, title in catalogue.titles().items()] == [
        ("pool", 1),
        ("innovative", 2),
        ("specialised", 3),
        ("little_giant", 4),
    ]
