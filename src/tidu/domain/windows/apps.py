from django.apps import AppConfig


class WindowsConfig(AppConfig):
    name = "tidu.domain.windows"
    label = "windows"
    verbose_name = "申报时间"
