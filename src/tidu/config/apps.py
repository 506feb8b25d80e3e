from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "tidu.config"
    label = "config"
