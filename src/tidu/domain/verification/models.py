import uuid

from django.db import models
from django.db.models import Q

from tidu.domain.accounts.models import User
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.files.models import StoredFile
from tidu.kit.sealed import SealedField


class Verification(models.Model):
    """实名核验: whether an enterprise was found to be who it says it is. None yet: it has not asked.

    `actions.verifying` alone changes it. Filing goes on in every state; public notice and announcement wait for one.
    """

    class State(models.TextChoices):
        NOT_VERIFIED = "not_verified", "未核验"
        PENDING = "pending", "核验中"
        VERIFIED = "verified", "已核验"
        REFUSED = "refused", "核验未通过"

    enterprise = models.OneToOneField(Enterprise, models.CASCADE, primary_key=True, related_name="verification")
    state = models.CharField(max_length=12, choices=State.choices)
    reason = models.TextField(blank=True)  # why it was refused
    verified_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="verification_state",
                condition=Q(state__in=["not_verified", "pending"], verified_at__isnull=True)
                | Q(state="verified", verified_at__isnull=False)
                | (Q(state="refused", verified_at__isnull=True) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.state}"


class NaturalPerson(models.Model):
    """自然人: somebody with an account of their own, for no enterprise and no office. They cannot declare."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="natural_person")
    id_number = SealedField(max_length=18, blank=True)

    def __str__(self) -> str:
        return f"natural person {self.user_id}"


class Licence(models.Model):
    """营业执照: a picture or PDF of it, and what was read in it, which is an offer: nobody's words are overwritten.

    It comes before the account does: until then only the session that brought it knows its id, and it goes after a day.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        STRAIGHTENING = "straightening", "正在摆正"
        READING = "reading", "正在识别"
        READ = "read", "已识别"
        UNREAD = "unread", "没有识别出来"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="licence")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="licences")
    state = models.CharField(max_length=13, choices=State.choices, default=State.WAITING)
    found = models.JSONField(default=dict)  # credit_code, name, legal_representative, address
    problem = models.CharField(max_length=200, blank=True)
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="licence_state", condition=Q(state__in=["waiting", "straightening", "reading", "read", "unread"])
            ),
        ]
        indexes = [models.Index(fields=["enterprise", "-brought_at"], name="licence_of_enterprise")]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class ManualCheck(models.Model):
    """人工核验: something that an operator decides over what was brought. `actions.checks.settle` alone decides it.

    ``reason`` is what the asker wrote, ``decision`` what was answered; ``phone`` is where the answer is sent. Whoever
    holds a contested account may give an ``answer`` until ``answer_by``.
    """

    class Kind(models.TextChoices):
        VERIFICATION = "verification", "实名核验"
        PHONE_CHANGE = "phone_change", "换绑定手机"
        CONTESTED = "contested", "账户异议"

    class State(models.TextChoices):
        WAITING = "waiting", "待办"
        GRANTED = "granted", "已通过"
        REFUSED = "refused", "未通过"
        WITHDRAWN = "withdrawn", "已撤回"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="manual_checks")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="manual_checks")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)
    asker = models.CharField(max_length=60, blank=True)  # of a contested account: who claims it
    phone = SealedField(max_length=20, blank=True)
    evidence = models.ManyToManyField(StoredFile, related_name="manual_checks")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)  # nobody where the registry decided
    decided_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="manual_check_kind", condition=Q(kind__in=["verification", "phone_change", "contested"])
            ),
            models.CheckConstraint(
                name="manual_check_decided",
                condition=Q(state="waiting", decided_at__isnull=True)
                | Q(state__in=["granted", "refused", "withdrawn"], decided_at__isnull=False),
            ),
            models.CheckConstraint(name="manual_check_refused_why", condition=~Q(state="refused", decision="")),
            models.CheckConstraint(
                name="manual_check_contested",
                condition=~Q(kind="contested") | (Q(answer_by__isnull=False) & ~Q(asker="")),
            ),
            models.UniqueConstraint(
                name="manual_check_one_verification",
                fields=["enterprise"],
                condition=Q(kind="verification", state="waiting"),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "asked_at", "id"], name="manual_check_queue"),
            models.Index(fields=["enterprise", "-id"], name="manual_check_of_enterprise"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class RegistryQuestion(models.Model):
    """登记信息核对: what the registry is asked for a verification, and what it answered.

    A registry that is silent, or whose answer cannot be believed, is asked again later: `next_at` says when.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待登记查询"
        MATCHES = "matches", "与登记一致"
        DIFFERS = "differs", "与登记不一致"
        UNKNOWN = "unknown", "登记里没有查到"

    check_of = models.OneToOneField(ManualCheck, models.CASCADE, related_name="question")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    differs = models.JSONField(default=list)  # the columns that the registry has otherwise
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    next_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="registry_question_state",
                condition=Q(state="waiting", next_at__isnull=False, answered_at__isnull=True)
                | Q(state__in=["matches", "differs", "unknown"], next_at__isnull=True, answered_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="registry_question_due")]

    def __str__(self) -> str:
        return f"{self.check_of_id} {self.state}"
