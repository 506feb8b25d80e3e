from django.db import models
from django.db.models import F, Q

from tidu.domain.enterprises.models import Enterprise
from tidu.domain.files.models import StoredFile
from tidu.domain.regions.models import Office
from tidu.domain.windows.models import Window
from tidu.kit.sealed_json import SealedJSONField
from tidu.rules.workflow import Status


class Declaration(models.Model):
    """申报: one enterprise's filing under one window. `actions.moving.move` alone changes where it stands.

    `held_by` is the office that has it now; `due_at` until when it, or after a return the enterprise, has time.
    `open_cells` are the fields a return reopened (empty: all). Points, route and `qualifies` are those of the last
    submission, by the edition's standard.
    """

    STATUSES = [
        (Status.DRAFT, "草稿"),
        (Status.UNDER_REVIEW, "审核中"),
        (Status.RETURNED, "退回修改"),
        (Status.GRANTED, "已认定"),
        (Status.REJECTED, "未通过"),
        (Status.WITHDRAWN, "已撤回"),
    ]

    number = models.CharField(max_length=40, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="declarations")
    window = models.ForeignKey(Window, models.PROTECT, related_name="declarations")
    programme = models.CharField(max_length=40)
    edition_id = models.CharField(max_length=60)
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.DRAFT)
    step = models.CharField(max_length=40, blank=True)
    held_by = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+", db_index=False)  # see the queue
    province_code = models.CharField(max_length=6)
    city_code = models.CharField(max_length=6, blank=True)
    county_code = models.CharField(max_length=6, blank=True)
    due_at = models.DateTimeField(null=True)
    open_cells = models.JSONField(default=list)
    submissions_made = models.PositiveSmallIntegerField(default=0)
    points = models.SmallIntegerField(null=True)
    qualifies = models.CharField(max_length=8, blank=True)
    route = models.CharField(max_length=20, blank=True)
    findings = models.PositiveSmallIntegerField(default=0)  # reminders of the automatic checks at submission
    began_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "window"], name="declaration_one_a_batch"),
            models.CheckConstraint(
                name="declaration_position",
                condition=(
                    Q(status__in=["draft", "granted", "withdrawn"], step="")
                    | (Q(status__in=["under_review", "returned", "rejected"]) & ~Q(step=""))
                ),
            ),
            models.CheckConstraint(
                name="declaration_held_under_review",
                condition=Q(status="under_review", held_by__isnull=False)
                | (~Q(status="under_review") & Q(held_by__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(F("held_by"), F("due_at"), F("id"), name="declaration_queue"),
            models.Index(F("held_by"), F("county_code"), F("due_at"), F("id"), name="declaration_queue_of_county"),
            models.Index(fields=["enterprise", "-id"], name="declaration_of_enterprise"),
            models.Index(fields=["province_code", "status", "id"], name="declaration_province"),
            models.Index(fields=["city_code", "status", "id"], name="declaration_city"),
            models.Index(fields=["county_code", "status", "id"], name="declaration_county"),
        ]

    def __str__(self) -> str:
        return self.number


class SectionAnswers(models.Model):
    """The answers of one section: a JSON object of cells, each with its own version; `revision` counts all changes.

    A cell is `{"v": value, "n": version}` and, where there is one, `"t"` what was typed (kept when it cannot be read or
    was tidied), `"p"` the problem with it, `"s"` the source it was carried over from, `"o"` the value carried over.
    Cells that tell of a person are sealed (`personal.kept`): here, in the journal and in what is frozen at submission.
    """

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="sections")
    section = models.CharField(max_length=40)
    cells = SealedJSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "section"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.section} r{self.revision}"


class Change(models.Model):
    """The journal: one value saved. Append-only. `key` is the browser's, so that a repeated request is known again."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="changes")
    section = models.CharField(max_length=40)
    cell = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    value = SealedJSONField(null=True)
    typed = SealedJSONField(null=True)
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    key = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "key"], name="change_once_a_key"),
            models.UniqueConstraint(fields=["declaration", "cell", "version"], name="change_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.cell} v{self.version}"


class Submission(models.Model):
    """An immutable snapshot of everything the enterprise saw when it submitted, and what the standard made of it."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="submissions")
    sequence = models.PositiveSmallIntegerField()
    snapshot = SealedJSONField()
    digest = models.CharField(max_length=64)
    edition_digest = models.CharField(max_length=64)
    assessment = models.JSONField(null=True)
    findings = models.JSONField(default=list)
    submitted_by = models.BigIntegerField()
    submitted_by_name = models.CharField(max_length=60)
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "sequence"], name="submission_sequence")]

    def __str__(self) -> str:
        return f"{self.declaration_id}-{self.sequence}"

    @property
    def receipt(self) -> str:
        """The number of the receipt."""
        return f"{self.declaration.number}-{self.sequence}"


class Evidence(models.Model):
    """A file in a slot of the form. Taken out it stays, so that what was submitted can always be read."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="evidence")
    field = models.CharField(max_length=60)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="evidence")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["declaration", "field"], name="evidence_slot")]

    def __str__(self) -> str:
        return f"{self.field} {self.file_id}"


class Paper(models.Model):
    """The PDF of one submission, made in the background and kept by the digest of what it shows."""

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        READY = "ready", "已生成"
        FAILED = "failed", "没有生成"

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="paper")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="paper_state", condition=Q(state__in=["waiting", "ready", "failed"])),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.state}"
