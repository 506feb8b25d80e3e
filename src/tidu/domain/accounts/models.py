from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import validate_email
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from tidu.domain.regions.models import Office
from tidu.kit.sealed import SealedField


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who can sign in. What they may do comes from memberships and posts, never from this row."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    phone = SealedField(max_length=20, blank=True)
    email = SealedField(max_length=254, blank=True, validators=[validate_email])
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    sessions_ended = models.PositiveIntegerField(default=0)  # one more ends every session there is

    USERNAME_FIELD = "username"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.username

    def get_session_auth_hash(self) -> str:
        """What a session must carry: another one once the password was changed or all sessions were ended."""
        return salted_hmac("accounts.session", f"{self.password} {self.sessions_ended}", algorithm="sha256").hexdigest()


class SignInName(models.Model):
    """What a person may type to say who they are; each value belongs to one account.

    `value` is the blind index of what is typed (`people.index_of`), `shown` its sealed copy.
    """

    class Kind(models.TextChoices):
        USERNAME = "username", "用户名"
        CREDIT_CODE = "credit_code", "统一社会信用代码"
        PHONE = "phone", "手机号"
        EMAIL = "email", "电子邮箱"
        ID_NUMBER = "id_number", "身份证号"

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_names")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=64, unique=True)
    shown = SealedField(max_length=254)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sign_in_name_kind",
                condition=Q(kind__in=["username", "credit_code", "phone", "email", "id_number"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"


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
    """岗位: a role at an office, from and until, both days included; one person may hold several.

    A post that stands in for another (代办) works as long as that one does, and everything done from it says so.
    """

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
    ended_at = models.DateTimeField(null=True, blank=True)  # taken away at once, whatever its days say
    stands_in_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="stand_ins")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="post_role", condition=Q(role__in=["reviewer", "lead", "observer", "operator"])
            ),
            models.CheckConstraint(name="post_period", condition=Q(until__isnull=True) | Q(until__gte=F("since"))),
            models.CheckConstraint(
                name="post_stand_in_ends", condition=Q(stands_in_for__isnull=True) | Q(until__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["user", "office", "role", "since"],
                condition=Q(stands_in_for=None, ended_at=None),
                name="post_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office.name} {self.get_role_display()}"


class SecondFactor(models.Model):
    """第二因素: what a person has besides the password, an app that shows codes or a security key.

    Until it is confirmed it opens nothing. `counted` is the newest time step of an app, or the newest count of a key:
    what has been used does not come again.
    """

    class Kind(models.TextChoices):
        APP = "app", "动态码"
        KEY = "key", "安全密钥"

    user = models.ForeignKey(User, models.CASCADE, related_name="second_factors")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    name = models.CharField(max_length=40)
    secret = SealedField(max_length=1024)  # of an app what both sides know; of a key its public part
    counted = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    is_synthetic = models.BooleanField(default=False)  # of a demo account: opens nothing outside a demo

    class Meta:
        constraints = [
            models.CheckConstraint(name="second_factor_kind", condition=Q(kind__in=["app", "key"])),
            models.UniqueConstraint(
                fields=["user"], condition=Q(kind="app", confirmed_at=None), name="second_factor_one_begun"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """恢复码: opens once in place of the second factor; shown once, kept as a digest."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return "used" if self.used_at else "unused"


class Invitation(models.Model):
    """邀请: lets a new officer set their first password, once, with a link that only they were given."""

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.until:%Y-%m-%d %H:%M}"


class Session(models.Model):
    """登录会话: one browser and what is remembered about it; somebody's from their signing in on.

    The key stands in the browser's cookie alone, here only its digest. A session that is over stays for a day, so that
    what was still being typed in it is known to be its owner's.
    """

    key_digest = models.CharField(max_length=64, primary_key=True)
    data = models.TextField()
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)  # in words: Windows 上的 Chrome
    address = models.CharField(max_length=45, blank=True)  # never whole
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.device} {self.begun_at:%Y-%m-%d %H:%M}"


class OutsideIdentity(models.Model):
    """法人身份: somebody of an identity service who has signed in to an account; kept as a blind index."""

    user = models.ForeignKey(User, models.CASCADE, related_name="outside_identities")
    subject = models.CharField(max_length=64)
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "subject"], name="outside_identity_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.bound_at:%Y-%m-%d}"


class Code(models.Model):
    """验证码: six digits sent to a phone or an e-mail address, kept as a digest; the newest of its purpose counts."""

    class Purpose(models.TextChoices):
        REGISTER = "register", "注册"
        SIGN_IN = "sign_in", "登录"
        RECOVER = "recover", "找回账户"
        CHANGE_PHONE = "change_phone", "更换手机号"
        CHANGE_EMAIL = "change_email", "更换邮箱"
        INVITE = "invite", "加入企业"
        STEP_UP = "step_up", "确认重要操作"

    purpose = models.CharField(max_length=16)  # without choices: one more purpose is no change of the table
    to_blind = models.CharField(max_length=64)
    nonce = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    account = models.BigIntegerField(default=0)  # whose it is, where it is somebody's
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["purpose", "to_blind", "-id"], name="code_newest"),
            models.Index(fields=["ends_at"], name="code_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.sent_at:%Y-%m-%d %H:%M}"
