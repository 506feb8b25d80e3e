from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "tidu.domain.verification"
    label = "verification"
    verbose_name = "核验"
