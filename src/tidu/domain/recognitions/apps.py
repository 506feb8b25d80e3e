from django.apps import AppConfig


class RecognitionsConfig(AppConfig):
    name = "tidu.domain.recognitions"
    label = "recognitions"
    verbose_name = "认定"
