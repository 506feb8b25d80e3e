"""An edition as the official table, entry by entry; two editions are compared by the same entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tidu.rules.catalogue import titles
from tidu.rules.citing import Basis, Cited, Source
from tidu.rules.facts import facts
from tidu.rules.schema import Edition, PreconditionKind, Step, StepKind
from tidu.rules.standards import ReadyIndicator, ready
from tidu.rules.wording import band_text, citation, spoken

BASIS_WORDS = {Basis.CONFIRMED: "已核", Basis.RECALLED: "待核", Basis.PLACEHOLDER: "暂定"}
_PRECONDITIONS = {
    PreconditionKind.SIZE_CLASS: "不是大型企业",
    PreconditionKind.DIGITAL_LEVEL: "有数字化水平评测结果",
    PreconditionKind.TITLE: "持有有效称号：",
}


def doubt(basis: Basis) -> str:
    """The word for what is not confirmed; nothing for what is."""
    return "" if basis is Basis.CONFIRMED else BASIS_WORDS[basis]


@dataclass(frozen=True)
class Entry:
    """One thing that an edition lays down; the same part and key in two editions are the same thing."""

    part: str
    key: str
    text: str
    details: tuple[str, ...] = ()
    cited: str = ""
    basis: Basis = Basis.CONFIRMED


@dataclass(frozen=True)
class Difference:
    part: str
    key: str
    before: Entry | None
    after: Entry | None


def sheet(edition: Edition) -> list[Entry]:
    """Everything the edition lays down, in the order of the document."""
    return [*_heading(edition), *_workflow(edition), *_preconditions(edition), *_standard(edition), *_form(edition)]


def differences(before: Edition, after: Edition) -> list[Difference]:
    """What the two lay down differently, in the order of ``before``, then what only ``after`` has."""
    old = {(entry.part, entry.key): entry for entry in sheet(before)}
    new = {(entry.part, entry.key): entry for entry in sheet(after)}
    places = dict.fromkeys([*old, *new])
    found = [Difference(*place, old.get(place), new.get(place)) for place in places]
    return [each for each in found if each.before != each.after]


def _heading(edition: Edition) -> Iterator[Entry]:
    until = f" 至 {edition.in_force.until}" if edition.in_force.until else " 起"
    source = edition.source
    yield Entry("概要", "名称", edition.name)
    yield Entry("概要", "依据", _in_full(source), basis=source.basis)
    yield Entry("概要", "施行", f"{edition.in_force.since}{until}")


def _workflow(edition: Edition) -> Iterator[Entry]:
    for step in edition.workflow.steps:
        yield Entry("流程", step.key, _step_text(step), cited=_cited(edition, step), basis=step.basis)
    grant = edition.workflow.grant
    granted = f"{_LEVELS[grant.level]}{grant.act}，有效期 {grant.valid_years} 年"
    yield Entry("流程", "grant", granted, cited=_cited(edition, grant), basis=grant.basis)
    for key, verb, office in (
        ("record", "备案", edition.workflow.record),
        ("cancel", "取消", edition.workflow.cancel),
    ):
        if office:
            text = f"{_LEVELS[office.level]}{verb}"
            yield Entry("流程", key, text, cited=_cited(edition, office), basis=office.basis)


_LEVELS = {"county": "县级", "city": "设区市", "province": "省级", "ministry": "部级"}


def _step_text(step: Step) -> str:
    if step.kind is StepKind.PUBLIC_NOTICE and step.days:
        return f"{step.name}，{step.days} 个{'工作日' if step.working_days else '自然日'}"
    return step.name


def _preconditions(edition: Edition) -> Iterator[Entry]:
    for each in edition.preconditions:
        text = f"{_PRECONDITIONS[each.kind]}{titles()[each.title].name if each.title else ''}"
        key = f"{each.kind} {each.title or ''}".strip()
        yield Entry("申报前提", key, text, cited=_cited(edition, each), basis=each.basis)


def _standard(edition: Edition) -> Iterator[Entry]:
    if edition.standard is None:
        return
    prepared = ready(edition.standard)
    groups = {group.key: group for group in edition.standard.groups}
    for group in groups.values():
        yield Entry("评价指标", f"{group.name}", f"满分 {group.ceiling} 分")
        for each in prepared.indicators:
            if each.indicator.group == group.key:
                text = f"{each.indicator.name}（满分 {each.indicator.ceiling} 分）"
                cited = _cited(edition, each.indicator)
                yield Entry("评价指标", each.indicator.code, text, _ladder(each), cited, each.indicator.basis)
    for condition in prepared.conditions:
        body = condition.condition
        detail = () if condition.after_routes else (f"计算：{spoken(condition.test)}",)
        yield Entry("条件", body.code, body.name, detail, _cited(edition, body), body.basis)
    for place, route in enumerate(prepared.routes, start=1):
        yield Entry("途径", route.key, f"第 {place} 途径：{spoken(route.test)}")
    yield Entry("结论", "符合", spoken(prepared.qualifies))


def _ladder(prepared: ReadyIndicator) -> tuple[str, ...]:
    lines = [] if prepared.measure is None else [f"计算：{spoken(prepared.measure)}"]
    lines += [f"{band_text(step.band, prepared.measure)}：{step.points} 分" for step in prepared.steps]
    checklist = prepared.indicator.checklist
    if checklist:
        lines.append(f"以下每满足一项 {checklist.each} 分，最高 {checklist.at_most} 分：")
        lines += [facts()[item].name for item in checklist.items]
    if prepared.value is not None:
        lines.append(f"{'另加' if prepared.steps else '得分'}：{spoken(prepared.value)}")
    return tuple(lines)


def _form(edition: Edition) -> Iterator[Entry]:
    for section in edition.form.sections:
        for field in section.fields:
            text = (
                f"{field.name}{f'（{field.unit}）' if field.unit else ''}{f'，{field.years} 年' if field.years else ''}"
            )
            required = "必填" if field.required is True else f"必填条件：{field.required}" if field.required else ""
            yield Entry("申报表", field.key, f"{section.name} · {text}", (required,) if required else ())
    for check in edition.form.checks:
        yield Entry("核对规则", check.key, check.what, (f"应满足：{check.holds}",))


def _in_full(source: Source) -> str:
    where = " ".join(part for part in (source.document, source.annex, source.clause) if part)
    return f"{where}（{_how_sure(source)}）"


def _cited(edition: Edition, cited: Cited) -> str:
    return f"{citation(cited, edition.source)}（{_how_sure(cited)}）"


def _how_sure(cited: Cited | Source) -> str:
    return f"{BASIS_WORDS[cited.basis]}{f'；{cited.note}' if cited.note else ''}"
