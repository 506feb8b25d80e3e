from django.apps import AppConfig


class OfficerConfig(AppConfig):
    name = "tidu.web.officer"
    label = "web_officer"
