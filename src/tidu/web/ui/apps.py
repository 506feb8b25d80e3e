from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "tidu.web.ui"
    label = "web_ui"
