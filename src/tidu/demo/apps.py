from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "tidu.demo"
    label = "demo"
