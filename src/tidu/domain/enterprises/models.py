from django.core.validators import validate_email
from django.db import models
from django.db.models import Q

from tidu.domain.accounts.models import User
from tidu.domain.regions.models import Office, Region
from tidu.kit.sealed import SealedField


class Enterprise(models.Model):
    """企业: one legal person by its credit code. Its registered region decides which offices review it.

    Amounts are whole fen. `version` counts the changes of the record, so that none is overwritten in silence.
    Phones and the e-mail are those of natural persons.
    """

    credit_code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    province_code = models.CharField(max_length=6)
    city_code = models.CharField(max_length=6, blank=True)
    county_code = models.CharField(max_length=6, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=6, blank=True)
    legal_representative = models.CharField(max_length=60, blank=True)
    legal_phone = SealedField(max_length=30, blank=True)
    legal_mobile = SealedField(max_length=20, blank=True)
    contact = models.CharField(max_length=60, blank=True)
    contact_phone = SealedField(max_length=30, blank=True)
    contact_mobile = SealedField(max_length=20, blank=True)
    email = SealedField(max_length=254, blank=True, validators=[validate_email])
    fax = models.CharField(max_length=30, blank=True)
    industry = models.CharField(max_length=4, blank=True)  # class of GB/T 4754-2017
    registered_on = models.DateField(null=True, blank=True)
    registered_capital = models.BigIntegerField(null=True, blank=True)
    employees = models.IntegerField(null=True, blank=True)
    revenue = models.BigIntegerField(null=True, blank=True)
    assets = models.BigIntegerField(null=True, blank=True)
    is_synthetic = models.BooleanField(default=False)
    reserves_submitting = models.BooleanField(default=False)  # the owner alone submits and withdraws
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["province_code", "id"], name="enterprise_province"),
            models.Index(fields=["city_code", "id"], name="enterprise_city"),
            models.Index(fields=["county_code", "id"], name="enterprise_county"),
        ]

    def __str__(self) -> str:
        return self.name


class NamePiece(models.Model):
    """Two characters, or two pinyin initials, that stand side by side in a name: how names are found by a part."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="pieces")
    piece = models.CharField(max_length=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["piece", "enterprise"], name="name_piece_once")]

    def __str__(self) -> str:
        return self.piece


class Member(models.Model):
    """Who may act for an enterprise: one owner always, and colleagues."""

    class Role(models.TextChoices):
        OWNER = "owner", "负责人"
        EDITOR = "editor", "填报"
        VIEWER = "viewer", "查看"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "user"], name="member_once"),
            models.UniqueConstraint(fields=["enterprise"], condition=Q(role="owner"), name="member_one_owner"),
            models.CheckConstraint(name="member_role", condition=Q(role__in=["owner", "editor", "viewer"])),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.enterprise_id}"


class ColleagueInvitation(models.Model):
    """邀请码: lets whoever it was sent to act for an enterprise, once; gone when it was used or taken back."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=8, choices=[("editor", "填报"), ("viewer", "查看")])
    to = SealedField(max_length=254)  # a phone or an e-mail address
    digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="colleague_invitation_role", condition=Q(role__in=["editor", "viewer"])),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.role}"


class AnnualFigure(models.Model):
    """A figure of one year by its fact: whole fen, a count, or hundredths; from which filing it came."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField()
    fact = models.CharField(max_length=60)
    value = models.BigIntegerField()
    source = models.CharField(max_length=60)  # as people read it: 2025年填报

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enterprise", "year", "fact"], name="figure_once_a_year")]

    def __str__(self) -> str:
        return f"{self.fact} {self.year}"


class DigitalResult(models.Model):
    """A dated result of the digital-level assessment that an office brought in; the latest one counts."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="digital_results")
    level = models.PositiveSmallIntegerField()
    assessed_on = models.DateField()
    imported_at = models.DateTimeField()
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="digital_level_range", condition=Q(level__gte=0, level__lte=4)),
            models.UniqueConstraint(fields=["enterprise", "assessed_on"], name="digital_result_once_a_day"),
        ]
        indexes = [models.Index(fields=["-imported_at", "-id"], name="digital_result_latest")]

    def __str__(self) -> str:
        return f"{self.level} {self.assessed_on}"


class OfficeFigure(models.Model):
    """A dated figure that no form asks and an office brings: points it gives itself, scores computed elsewhere.

    Points are whole hundredths where the fact has decimals (`development_score`), whole points otherwise.
    """

    class Fact(models.TextChoices):
        DEVELOPMENT_SCORE = "development_score", "专精特新发展评价得分"
        LOCAL_FEATURE_POINTS = "local_feature_points", "地方特色指标得分"
        LOCAL_OTHER_POINTS = "local_other_points", "江苏特色化指标 2 得分"

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="office_figures")
    fact = models.CharField(max_length=24, choices=Fact.choices)
    year = models.PositiveSmallIntegerField()  # of the declaring it is meant for
    value = models.IntegerField()
    as_of = models.DateField()
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "fact", "year"], name="office_figure_once_a_year"),
            models.CheckConstraint(
                name="office_figure_fact",
                condition=Q(fact__in=["development_score", "local_feature_points", "local_other_points"]),
            ),
            models.CheckConstraint(
                name="office_figure_range",
                condition=Q(fact="development_score", value__gte=0)
                | Q(fact="local_feature_points", value__gte=0, value__lte=15)
                | Q(fact="local_other_points", value__gte=0, value__lte=9),
            ),
        ]
        indexes = [models.Index(fields=["-imported_at", "-id"], name="office_figure_latest")]

    def __str__(self) -> str:
        return f"{self.fact} {self.year}"
