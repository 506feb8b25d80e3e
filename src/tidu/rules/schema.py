"""The shape of an edition: one programme (事项) as a document lays it down from a date on.

Everything a document says is data of these types; nothing here computes. Keys are words of the glossary, names are what
people read, codes are the document's own.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from tidu.rules.citing import Basis, Cited, Model, Source

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+(-[A-Za-z0-9]+)*$")]
Expression = str


# -- the form ---------------------------------------------------------------------------------------------------------


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    MONEY = "money"  # typed in 万元 with up to two decimals, kept as whole fen
    COUNT = "count"  # a whole number with a unit: 人, 项, 年, 名, 个
    PERCENT = "percent"  # typed as 12.5, kept as whole hundredths of a percent
    DATE = "date"
    YEAR = "year"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    TABLE = "table"
    FILES = "files"
    REGION = "region"
    INDUSTRY = "industry"
    CREDIT_CODE = "credit_code"
    MOBILE = "mobile"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"


class Personal(StrEnum):
    """What a value tells of a natural person: sealed where it is kept, masked by its kind where it is shown."""

    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"
    ID_NUMBER = "id_number"
    ADDRESS = "address"
    NOTHING = "nothing"  # looks like one of them by its type, and is not: the fax machine of a firm


class Help(Model):
    """What stands behind the question mark. Where a field counts is derived from the standard, never typed here."""

    copy_from: str = ""  # which document, which line
    mistake: str = ""  # the usual mistake
    example: str = ""


class Column(Model):
    """One column of a table field."""

    key: Key
    name: str
    type: FieldType
    unit: str = ""
    required: bool = False
    options: dict[Key, str] = {}
    max_length: int = 100
    personal: Personal | None = None  # by default what its type says


class FormField(Model):
    """One thing that is asked.

    `years` asks it for the last N complete years: keys `revenue`, `revenue[-1]`, `revenue[-2]`. `required` may be an
    expression over other fields. `computed` fields are shown, never typed: an expression, or a mapped fact's key.
    `prefill` names the enterprise's record (`enterprise.name`) or an annual figure (`figure.revenue`); by default a
    yearly field is prefilled from the figure of its own key. In expressions a table, a choices or a files field stands
    for the number of its entries; see `rules.form_names`.
    """

    key: Key
    name: str
    type: FieldType
    unit: str = ""
    years: int = Field(default=0, ge=0, le=3)
    required: bool | Expression = False
    options: dict[Key, str] = {}
    columns: tuple[Column, ...] = ()
    max_rows: int = 50
    max_length: int = 200
    digits: int | None = None  # of an industry code: 2 for 大类, 4 for 小类
    none_answers: bool = False  # a required table or list is answered by the explicit 没有, too
    at_least: float | None = None  # in the unit in which it is typed
    at_most: float | None = None
    may_be_negative: bool = False
    computed: Expression = ""
    computed_if: Expression = ""  # a test without which the computed field stays blank
    prefill: str = ""
    read_only: bool = False  # comes from the enterprise's record and is changed there
    evidence: Key | None = None  # the files field that proves this one
    accept: str = "PDF、JPG、PNG"
    personal: Personal | None = None  # by default what the record or its type says; see `rules.personal`
    help: Help = Help()
    basis: Basis = Basis.CONFIRMED

    @model_validator(mode="after")
    def _options_fit_the_type(self) -> Self:
        if (self.type in {FieldType.CHOICE, FieldType.CHOICES}) != bool(self.options):
            raise ValueError(f"{self.key}: options belong to choice and choices fields, and only to them")
        if (self.type is FieldType.TABLE) != bool(self.columns):
            raise ValueError(f"{self.key}: columns belong to table fields, and only to them")
        return self

    @property
    def cells(self) -> tuple[str, ...]:
        """The keys under which its values are kept, the last year first: `revenue`, `revenue[-1]` …."""
        return (self.key, *(f"{self.key}[-{n}]" for n in range(1, self.years)))


class Section(Model):
    """A chapter of the form, filled on a page of its own."""

    key: Key
    name: str
    intro: str = ""
    fields: tuple[FormField, ...]


class CheckLevel(StrEnum):
    BLOCK = "block"  # cannot be right: blocks submitting, never saving
    REMIND = "remind"  # unusual: shown to the applicant and to the reviewer


class Check(Cited):
    """A named rule over the answers that must hold; unknown passes (completeness is another matter).

    `years: 2` applies it to the last year and the one before, every name shifted. The sentence has the three parts of
    the house: what is wrong, why, how to mend. In braces may stand `{year}`, a field's key (its value as people read
    it) or one of the `figures`, which are expressions: `{difference}`.
    """

    key: Key
    level: CheckLevel
    holds: Expression
    years: int = Field(default=1, ge=1, le=3)
    at: tuple[Key, ...]  # the fields beside which it is shown, the first one gets the focus
    what: str
    why: str = ""
    mend: str = ""
    figures: dict[Key, Expression] = {}


class Form(Model):
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()


# -- facts ------------------------------------------------------------------------------------------------------------


class First(Model):
    when: Expression
    value: str


class FactMap(Model):
    """How a fact of the vocabulary is read from the answers; exactly one way.

    A fact that is not mapped is the field of the same key, if the form has one; else it is unknown.
    """

    field: Key | None = None
    when: Expression | None = None  # yes/no from an expression over fields
    value: Expression | None = None  # a number from an expression over fields
    count: Key | None = None  # rows of a table (`where`)
    sum: str | None = None  # table.column (`where`)
    max: str | None = None
    any: Key | None = None  # is there a row (`where`)
    contains: Key | None = None  # a choices field holds one of `one_of`
    one_of: tuple[str, ...] = ()
    where: Expression | None = None  # over the columns of a row
    first: tuple[First, ...] = ()  # a choice: the first test that is true
    otherwise: str | None = None
    record: str | None = None  # from the platform: digital_level, holds_base_title, is_renewal …

    @model_validator(mode="after")
    def _exactly_one_way(self) -> Self:
        ways = [self.field, self.when, self.value, self.count, self.sum, self.max, self.any, self.contains, self.record]
        if sum(way is not None for way in ways) + bool(self.first) != 1:
            raise ValueError("a fact is read in exactly one way")
        return self


# -- the standard -----------------------------------------------------------------------------------------------------


class Band(Model):
    """One step of a ladder: exactly one of `at_least`, `at_most` (of the measure), `when` or `otherwise`."""

    at_least: float | str | None = None
    at_most: float | str | None = None
    when: Expression | None = None
    otherwise: bool = False
    points: int
    name: str = ""

    @model_validator(mode="after")
    def _exactly_one_test(self) -> Self:
        tests = (self.at_least is not None) + (self.at_most is not None) + (self.when is not None) + self.otherwise
        if tests != 1:
            raise ValueError("a band has exactly one test")
        return self


class Checklist(Model):
    """Points for each yes among some facts, up to a ceiling; unknown if any of them is."""

    items: tuple[Key, ...]
    each: int
    at_most: int


class Group(Model):
    key: Key
    name: str
    ceiling: int


class Indicator(Cited):
    """An indicator with points: a ladder over a measure, a checklist, a plain value, or a ladder plus a value."""

    code: Code
    name: str
    group: Key
    ceiling: int
    measure: Expression | None = None
    bands: tuple[Band, ...] = ()
    checklist: Checklist | None = None
    value: Expression | None = None
    slot: str = ""  # named where a province may fill it


class Condition(Cited):
    """A condition that is met, not met, or cannot be told. `any_route` stands for: one of the routes holds."""

    code: Code
    name: str
    when: Expression


class Route(Model):
    """A way to qualify: the points, or the code of a direct condition; tried in order."""

    key: str
    when: Expression


class Standard(Model):
    """Points and conditions. In `when` and `qualifies` a code is written with underscores: `ZJTX_4_D1`, `INN_1`."""

    groups: tuple[Group, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    conditions: tuple[Condition, ...] = ()
    routes: tuple[Route, ...] = ()
    qualifies: Expression
    pass_mark: int | None = None


# -- the workflow -----------------------------------------------------------------------------------------------------


class Level(StrEnum):
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    MINISTRY = "ministry"


class StepKind(StrEnum):
    REVIEW = "review"
    PUBLIC_NOTICE = "public_notice"


class Step(Cited):
    key: Key
    kind: StepKind
    level: Level
    name: str
    days: int | None = None  # of public notice
    working_days: bool = True


class Office(Cited):
    """Which level does it."""

    level: Level


class Grant(Cited):
    """The announcement, which is the grant: by which level, of which title, for how many years."""

    level: Level
    act: str  # 公告 or 认定
    title: Key
    valid_years: int


class Workflow(Model):
    """Who looks, in which order; who announces, records and may cancel. A return goes to the applicant."""

    steps: tuple[Step, ...]
    grant: Grant
    record: Office | None = None
    cancel: Office | None = None


class PreconditionKind(StrEnum):
    SIZE_CLASS = "size_class"  # not a large enterprise
    DIGITAL_LEVEL = "digital_level"  # a dated result of the digital-level assessment is there
    TITLE = "title"  # holds a valid title of `title`


class Precondition(Cited):
    """What must hold before one begins, with the plain sentence and what to do."""

    kind: PreconditionKind
    title: Key | None = None
    what: str
    mend: str


# -- the edition ------------------------------------------------------------------------------------------------------


class InForce(Model):
    since: date
    until: date | None = None


class Edition(Model):
    """One edition of one programme, complete: what `catalogue.edition("specialised@2022-08-01+32")` returns."""

    id: str
    programme: Key
    name: str
    short_name: str
    region: str | None = None  # two digits of the province, for a variant
    title: Key
    in_force: InForce
    source: Source
    facts: dict[Key, FactMap] = {}
    form: Form
    standard: Standard | None = None
    preconditions: tuple[Precondition, ...] = ()
    workflow: Workflow
    published: bool = True

    @property
    def fields(self) -> dict[str, FormField]:
        """Every field of the form by key, in the form's order."""
        return {field.key: field for section in self.form.sections for field in section.fields}

    def step(self, key: str) -> Step:
        """The step of that key; KeyError where the edition has none."""
        for step in self.workflow.steps:
            if step.key == key:
                return step
        raise KeyError(key)
