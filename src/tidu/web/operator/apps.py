from django.apps import AppConfig


class OperatorConfig(AppConfig):
    name = "tidu.web.operator"
    label = "web_operator"
