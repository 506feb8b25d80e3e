"""Puts an edition together from its files: the national text, a province's slots and additions, a form like another's.

A variant may fill the slots that the national edition names, and add; whatever else it says is refused at load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from tidu.rules.expressions import ExpressionError
from tidu.rules.schema import Edition
from tidu.rules.standards import ready

Raw = dict[str, Any]
Resolve = Callable[[str], Raw]

_NATIONAL_ONLY = {"programme", "name", "short_name", "title", "standard", "workflow", "preconditions", "open_slots"}
_VARIANT_KEYS = {"extends", "region", "source", "in_force", "slots", "add", "published", "form_file"}
_FILLS = {"measure", "bands", "checklist", "value", "clause", "basis", "note", "document", "annex"}


class EditionError(ValueError):
    """An edition's files say what they may not. Its text names the file and says what."""


def assembled(raw: Raw, form: Raw, resolve: Resolve) -> Raw:
    """Return one edition's whole content, from its own file and its form's; ``resolve`` gives that of another one."""
    return _variant(raw, form, resolve) if "extends" in raw else _national(raw, form, resolve)


def edition_of(content: Raw) -> Edition:
    """Check an assembled content and make it an edition."""
    body = {key: value for key, value in content.items() if key != "open_slots"}
    try:
        edition = Edition.model_validate(body)
        if edition.standard:
            ready(edition.standard)
    except (ValidationError, ExpressionError) as wrong:
        raise EditionError(f"{content['id']}: {wrong}") from wrong
    _refuse_repeated(edition.id, "step", (step.key for step in edition.workflow.steps))
    _refuse_repeated(edition.id, "section", (section.key for section in edition.form.sections))
    _refuse_repeated(edition.id, "field", (field.key for each in edition.form.sections for field in each.fields))
    _refuse_repeated(edition.id, "check", (check.key for check in edition.form.checks))
    for check in edition.form.checks:
        for key in check.at:
            if key not in edition.fields:
                raise EditionError(f"{edition.id}: check {check.key} stands at {key!r}, which is no field")
    return edition


def _national(raw: Raw, form: Raw, resolve: Resolve) -> Raw:
    sections, checks, facts = _form(raw["id"], form, resolve)
    body = {key: value for key, value in raw.items() if key != "form_file"}
    return {**body, "form": {"sections": sections, "checks": checks}, "facts": facts}


# -- a form like another's --------------------------------------------------------------------------------------------


def _form(name: str, form: Raw, resolve: Resolve) -> tuple[list[Raw], list[Raw], Raw]:
    """A form of its own, or another edition's `without` some fields and checks and with others `put`."""
    if "like" not in form:
        _refuse_keys(name, form, {"sections", "checks", "facts"})
        return form.get("sections", []), form.get("checks", []), form.get("facts", {})
    _refuse_keys(
        name, form, {"like", "without", "put", "sections", "without_checks", "checks", "without_facts", "facts"}
    )
    base = deepcopy(resolve(form["like"]))
    sections = _without_fields(name, base["form"]["sections"], form.get("without", []))
    _put(name, sections, form.get("put", {}), replacing=True)
    sections += form.get("sections", [])
    _refuse_unknown(name, "check", form.get("without_checks", []), {each["key"] for each in base["form"]["checks"]})
    checks = [each for each in base["form"]["checks"] if each["key"] not in form.get("without_checks", [])]
    _put_by_key(checks, form.get("checks", []))
    _refuse_unknown(name, "fact", form.get("without_facts", []), set(base["facts"]))
    facts = {key: each for key, each in base["facts"].items() if key not in form.get("without_facts", [])}
    return [section for section in sections if section["fields"]], checks, {**facts, **form.get("facts", {})}


def _without_fields(name: str, sections: list[Raw], without: list[str]) -> list[Raw]:
    _refuse_unknown(name, "field", without, {field["key"] for section in sections for field in section["fields"]})
    for section in sections:
        section["fields"] = [field for field in section["fields"] if field["key"] not in without]
    return sections


def _put(name: str, sections: list[Raw], put: Mapping[str, list[Raw]], *, replacing: bool) -> None:
    by_key = {section["key"]: section for section in sections}
    _refuse_unknown(name, "section", put, set(by_key))
    known = {field["key"] for section in sections for field in section["fields"]}
    for key, fields in put.items():
        if not replacing and (taken := known & {field["key"] for field in fields}):
            raise EditionError(f"{name}: a variant adds fields, and {min(taken)!r} is there already")
        _put_by_key(by_key[key]["fields"], fields)


def _put_by_key(those: list[Raw], put: list[Raw]) -> None:
    """What has the key of one that is there takes its place; what is new comes last."""
    places = {each["key"]: place for place, each in enumerate(those)}
    for each in put:
        if each["key"] in places:
            those[places[each["key"]]] = each
        else:
            those.append(each)


# -- a province's variant ---------------------------------------------------------------------------------------------


def _variant(raw: Raw, form: Raw, resolve: Resolve) -> Raw:
    name = raw["id"]
    if altered := _NATIONAL_ONLY & set(raw):
        raise EditionError(f"{name}: a variant fills slots and adds; it does not alter {', '.join(sorted(altered))}")
    _refuse_keys(name, raw, _VARIANT_KEYS | {"id"})
    for key in ("region", "source"):
        if key not in raw:
            raise EditionError(f"{name}: a variant says its {key}")
    whole = deepcopy(resolve(raw["extends"]))
    _cite_in_full(whole, whole["source"])
    whole.update({key: raw[key] for key in ("id", "region", "source", "in_force", "published") if key in raw})
    for slot, fill in raw.get("slots", {}).items():
        _fill(whole, slot, fill)
    additions = raw.get("add", {})
    _refuse_keys(name, additions, {"preconditions", "fields", "checks", "facts"})
    whole["preconditions"] = [*whole.get("preconditions", []), *additions.get("preconditions", [])]
    _refuse_keys(name, form, {"put", "sections", "checks", "facts"})
    for more in (
        {
            "put": additions.get("fields", {}),
            "checks": additions.get("checks", []),
            "facts": additions.get("facts", {}),
        },
        form,
    ):
        _add_to_form(whole, more)
    return whole


def _cite_in_full(node: Any, source: Raw) -> None:
    """What the variant takes over goes on citing the national document."""
    if isinstance(node, dict):
        if "clause" in node and node is not source and not node.get("document"):
            node["document"] = source["document"]
            node.setdefault("annex", source.get("annex", ""))
        for each in node.values():
            _cite_in_full(each, source)
    elif isinstance(node, list):
        for each in node:
            _cite_in_full(each, source)


def _fill(whole: Raw, slot: str, fill: Raw) -> None:
    if slot in whole.get("open_slots", []):
        whole[slot] = fill
        return
    for indicator in (whole.get("standard") or {}).get("indicators", []):
        if indicator.get("slot") == slot:
            if beyond := set(fill) - _FILLS:
                raise EditionError(f"{whole['id']}: slot {slot!r} does not take {', '.join(sorted(beyond))}")
            for key in _FILLS:
                indicator.pop(key, None)
            indicator.update(fill)
            return
    raise EditionError(f"{whole['id']}: the national edition names no slot {slot!r}")


def _add_to_form(whole: Raw, more: Raw) -> None:
    name = whole["id"]
    sections = whole["form"]["sections"]
    _put(name, sections, more.get("put", {}), replacing=False)
    sections += more.get("sections", [])
    for what, new, there in (
        ("check", [each["key"] for each in more.get("checks", [])], {each["key"] for each in whole["form"]["checks"]}),
        ("fact", list(more.get("facts", {})), set(whole["facts"])),
    ):
        if taken := there & set(new):
            raise EditionError(f"{name}: a variant adds, and {what} {min(taken)!r} is there already")
    whole["form"]["checks"] += more.get("checks", [])
    whole["facts"].update(more.get("facts", {}))


# -- refusals ---------------------------------------------------------------------------------------------------------


def _refuse_keys(name: str, raw: Raw, known: set[str]) -> None:
    if beyond := set(raw) - known:
        raise EditionError(f"{name}: nothing reads {', '.join(sorted(beyond))} here")


def _refuse_unknown(name: str, what: str, keys: Iterable[str], known: set[str]) -> None:
    for key in keys:
        if key not in known:
            raise EditionError(f"{name}: there is no {what} {key!r}")


def _refuse_repeated(name: str, what: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise EditionError(f"{name}: {what} {key!r} stands twice")
        seen.add(key)
