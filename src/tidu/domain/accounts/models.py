from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from tidu.domain.regions.models import Office


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who can sign in. What they may do comes from memberships and posts, never from this row."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.username


class SignInName(models.Model):
    """What a person may type to say who they are; each value belongs to one account."""

    class Kind(models.TextChoices):
        USERNAME = "username", "用户名"
        CREDIT_CODE = "credit_code", "统一社会信用代码"
        PHONE = "phone", "手机号"

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_names")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=60, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sign_in_name_kind", condition=Q(kind__in=["username", "credit_code", "phone"])
            ),
        ]

    def __str__(self) -> str:
        return self.value


class SignInAttempt(models.Model):
    """A try to sign in that has not succeeded, under a typed name that need not exist; a success takes them away.

    Kept in the database and not in a cache, which may forget or lose count: the lock rests on it.
    """

    name_digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name_digest", "-id"], name="sign_in_attempt_of_name"),
            models.Index(fields=["at"], name="sign_in_attempt_at"),
        ]

    def __str__(self) -> str:
        return f"{self.name_digest[:8]} {self.at:%Y-%m-%d %H:%M}"


class Post(models.Model):
    """岗位: a role at an office, from and until; one person may hold several."""

    class Role(models.TextChoices):
        REVIEWER = "reviewer", "审核"
        LEAD = "lead", "负责人"
        OBSERVER = "observer", "查看"
        OPERATOR = "operator", "运维"

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    office = models.ForeignKey(Office, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=8, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="post_role", condition=Q(role__in=["reviewer", "lead", "observer", "operator"])
            ),
            models.CheckConstraint(name="post_period", condition=Q(until__isnull=True) | Q(until__gte=F("since"))),
            models.UniqueConstraint(fields=["user", "office", "role", "since"], name="post_once"),
        ]

    def __str__(self) -> str:
        return f"{self.office.name} {self.get_role_display()}"
