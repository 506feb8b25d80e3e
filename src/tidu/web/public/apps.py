from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "tidu.web.public"
    label = "web_public"
