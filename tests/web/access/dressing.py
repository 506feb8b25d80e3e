"""Puts markup into every word of the world that people wrote, each place with a mark of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat, Left

from tidu.domain.declarations.actions import save_field
from tidu.domain.declarations.models import Declaration, SectionAnswers, Submission
from tidu.domain.enterprises.queries import applicant_for
from tidu.kit.append_only import drop_statements
from tidu.kit.sealed import SealedField
from tidu.rules import catalogue
from tidu.rules.schema import Edition, FieldType

#: Columns that hold keys, codes and digests of ours; whatever else is text was written by people.
STRUCTURE = {
    *("username", "value", "name_digest", "act", "thing", "thing_id", "number", "programme", "edition_id", "step"),
    *("province_code", "city_code", "county_code", "qualifies", "route", "section", "cell", "digest", "path", "fact"),
    *("edition_digest", "field", "credit_code", "postcode", "industry", "piece", "sha256", "content_type", "about"),
    *("declaration_number", "code", "password", "Recognition.title", "OutsideLink.key", "OutsideLink.url", "email"),
    *("to_blind", "nonce", "Code.purpose", "Count.key", "Outgoing.key", "Outgoing.template", "Outgoing.gateway"),
    *("role", "previous", "Chain.name", "secret", "Session.key_digest", "Session.data", "Session.address"),
    *("OutsideIdentity.subject", "SignInName.shown", "Outgoing.content", "Outgoing.to", "NaturalPerson.id_number"),
    *("ManualCheck.phone", "ColleagueInvitation.to", "RegistryQuestion.problem"),  # no page shows them
    "Paper.problem",  # shown for papers that failed, of which there is none here
}
_TEXTS = {FieldType.TEXT, FieldType.LONG_TEXT}
_NEVER_CHANGED = (
    "audit_event",
    "reviews_decision",
    "reviews_noticeentry",
    "declarations_change",
    "declarations_submission",
    "recognitions_recognitionevent",
)


def columns() -> list[tuple[type[models.Model], str, int]]:
    """Every column that people write, with its length."""
    return list(_columns())


def _columns() -> Iterator[tuple[type[models.Model], str, int]]:
    for model in apps.get_models():
        if not model.__module__.startswith("tidu."):
            continue
        for field in model._meta.get_fields():  # noqa: SLF001  Django's own word for what a model is made of
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                names = {field.name, f"{model.__name__}.{field.name}"}
                if STRUCTURE.isdisjoint(names):
                    yield model, field.name, field.max_length or 10_000


def mark(place: str) -> str:
    """Markup that leaves an attribute, quoted either way, and opens an element named after the place."""
    return f"'\"><evil-{place}>"


def places() -> dict[str, str]:
    """The mark of every place, by its name in words."""
    found = {f"{model.__name__}.{name}": mark(f"{at:x}") for at, (model, name, _) in enumerate(columns())}
    return found | {"answer": mark("answer"), "wrong answer": mark("wrong")}


def dress() -> None:
    """Write the marks; needs a transaction that is not committed, since it opens what is closed for good."""
    _open_for_change()
    _write_into_answers()
    _write_into_submissions()
    marks = places()
    for model, name, longest in columns():
        suffix = marks[f"{model.__name__}.{name}"]
        room = longest - len(suffix)
        if isinstance(model._meta.get_field(name), SealedField):  # noqa: SLF001  as above
            _write_sealed(model, name, suffix, room)
            continue
        dressed = Concat(Left(F(name), room), Value(suffix), output_field=models.TextField())
        models.QuerySet(model).update(**{name: dressed})


def _write_sealed(model: type[models.Model], name: str, suffix: str, room: int) -> None:
    """The database cannot add to what it cannot read."""
    row: models.Model
    for row in models.QuerySet(model).all():
        dressed = str(getattr(row, name))[:room] + suffix
        models.QuerySet(model).filter(pk=row.pk).update(**{name: dressed})


def _write_into_answers() -> None:
    for draft in Declaration.objects.filter(status="draft"):
        owner = applicant_for(draft.enterprise.members.get(role="owner").user_id)
        assert owner is not None
        for row in SectionAnswers.objects.filter(declaration=draft):
            for cell, typed in _typed(catalogue.edition(draft.edition_id), row):
                save_field(
                    owner, draft.number, row.section, cell, typed, based_on=row.cells[cell]["n"], key=uuid.uuid4()
                )


def _typed(edition: Edition, row: SectionAnswers) -> Iterator[tuple[str, str]]:
    """Markup for every text, and for every figure, where it is wrong and is kept as it was typed."""
    for cell in row.cells:
        field = edition.fields[cell.partition("[")[0]]
        if field.type in _TEXTS:
            yield cell, f"示例{mark('answer')}"
        elif field.type is FieldType.MONEY and not field.computed and not field.read_only:
            yield cell, f"六千{mark('wrong')}"


def _write_into_submissions() -> None:
    for submission in Submission.objects.select_related("declaration"):
        edition = catalogue.edition(submission.declaration.edition_id)
        for answers in submission.snapshot["sections"].values():
            for cell, value in answers.items():
                if edition.fields[cell.partition("[")[0]].type in _TEXTS:
                    answers[cell] = f"{value}{mark('answer')}"
        for file in submission.snapshot["files"].values():
            file["name"] = mark("answer") + file["name"]
        submission.snapshot["enterprise"]["name"] += mark("answer")
        submission.save(update_fields=["snapshot"])


def _open_for_change() -> None:
    with connection.cursor() as cursor:
        for table in _NEVER_CHANGED:
            for statement in drop_statements(connection.vendor, table):
                cursor.execute(statement)
