from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "tidu.kit"
    label = "kit"
    verbose_name = "公用"
