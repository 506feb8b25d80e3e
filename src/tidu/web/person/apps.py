from django.apps import AppConfig


class PersonConfig(AppConfig):
    name = "tidu.web.person"
    label = "web_person"
