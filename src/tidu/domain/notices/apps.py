from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tidu.domain.notices"
    label = "notices"
    verbose_name = "公告"
