"""A submission as plain data for the template: sections with rows, year tables and lists, all values as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidu.domain.regions.names import LOOKUPS
from tidu.kit import clock
from tidu.rules import answers, catalogue
from tidu.rules.programme_sheets import doubt
from tidu.rules.schema import FieldType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.domain.declarations.models import Declaration, Submission
    from tidu.rules.schema import Edition, FormField, Section


def content_of(submission: Submission) -> dict[str, Any]:
    """Everything the template prints."""
    declaration = submission.declaration
    snapshot = submission.snapshot
    edition = catalogue.edition(declaration.edition_id)
    last_year = snapshot["last_year"]
    return {
        "title": f"{edition.name}申报书",
        "facts": _cover(declaration, submission, edition),
        "years": [str(last_year - back) for back in (2, 1, 0)],
        "sections": [_section(section, snapshot) for section in edition.form.sections],
        "standard": _standard(submission.assessment),
        "number": submission.receipt,
        "digest": submission.digest,
        "is_synthetic": declaration.enterprise.is_synthetic,
    }


def _cover(declaration: Declaration, submission: Submission, edition: Edition) -> list[list[str]]:
    enterprise = submission.snapshot["enterprise"]
    at = submission.submitted_at.astimezone(clock.CHINA)
    return [
        ["企业名称", enterprise["name"]],
        ["统一社会信用代码", enterprise["credit_code"]],
        ["企业注册地", enterprise["region"]],
        ["申报批次", declaration.window.batch],
        ["依据", _basis(edition)],
        ["回执号", submission.receipt],
        ["提交时间", f"{at:%Y-%m-%d %H:%M:%S}"],
    ]


def _basis(edition: Edition) -> str:
    source, word = edition.source, doubt(edition.source.basis)
    return f"{source.document} {source.annex}".rstrip() + (f"（{word}）" if word else "")


def _section(section: Section, snapshot: Mapping[str, Any]) -> dict[str, Any]:
    values = snapshot["sections"].get(section.key, {})
    blocks: list[dict[str, Any]] = []
    for field in section.fields:
        block = _block(field, values, snapshot)
        if blocks and blocks[-1]["kind"] == block["kind"] in {"rows", "years"}:
            blocks[-1]["rows"] += block["rows"]
        else:
            blocks.append(block)
    return {"name": section.name, "blocks": blocks}


def _block(field: FormField, values: Mapping[str, Any], snapshot: Mapping[str, Any]) -> dict[str, Any]:
    label = f"{field.name}（{field.unit}）" if field.unit else field.name
    if field.type is FieldType.TABLE:
        rows = values.get(field.key) or []
        return {
            "kind": "table",
            "label": label,
            "columns": [column.name for column in field.columns],
            "rows": [[answers.show(column, row.get(column.key), LOOKUPS) for column in field.columns] for row in rows],
        }
    if field.years:
        texts = [_text(field, cell, values, snapshot) for cell in field.cells]
        return {"kind": "years", "rows": [[label, *reversed(texts + [""] * (3 - len(texts)))]]}
    return {"kind": "rows", "rows": [[label, _text(field, field.key, values, snapshot)]]}


def _text(field: FormField, cell: str, values: Mapping[str, Any], snapshot: Mapping[str, Any]) -> str:
    if field.computed:
        return str(snapshot["computed"].get(cell, ""))
    value = values.get(cell)
    if field.type is FieldType.FILES:
        return "；".join(snapshot["files"][each]["name"] for each in value or ())
    return answers.show(field, value, LOOKUPS)


def _standard(assessment: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if assessment is None:
        return None
    words = {"yes": "满足", "no": "不满足", "unknown": "还不能判断", None: "还不能判断"}
    return {
        "total": "" if assessment["total"] is None else str(assessment["total"]),
        "indicators": [
            [
                each["code"],
                each["name"],
                each.get("figure_text") or "",
                "—" if each["points"] is None else f"{each['points']} / {each['ceiling']}",
            ]
            for each in assessment["indicators"]
        ],
        "conditions": [[each["code"], each["name"], words[each["state"]]] for each in assessment["conditions"]],
    }
