from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "tidu.domain.declarations"
    label = "declarations"
    verbose_name = "申报"
