from django.db import models
from django.db.models import Q

from tidu.domain.regions.models import Region


class Announcement(models.Model):
    """公告: what ministry or province makes known; published from a moment on, never deleted."""

    class Issuer(models.TextChoices):
        MINISTRY = "ministry", "部级"
        PROVINCE = "province", "省级"

    issuer = models.CharField(max_length=8, choices=Issuer.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    document_number = models.CharField(max_length=60, blank=True)
    body = models.TextField()  # plain text; blank lines part paragraphs
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="announcement_issuer", condition=Q(issuer__in=["ministry", "province"])),
        ]
        indexes = [models.Index(fields=["issuer", "-published_at", "-id"], name="announcement_newest")]

    def __str__(self) -> str:
        return self.title


class Contact(models.Model):
    """Whom to ask: technical support or consultation, by region."""

    class Kind(models.TextChoices):
        SUPPORT = "support", "技术支持"
        CONSULT = "consult", "业务咨询"

    region = models.ForeignKey(Region, models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=40)
    hours = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="contact_kind", condition=Q(kind__in=["support", "consult"])),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.phone}"


class OutsideLink(models.Model):
    """A link that the ministry's office sets: 创客大赛."""

    key = models.SlugField(primary_key=True)
    name = models.CharField(max_length=60)
    url = models.URLField()
    note = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name
