from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "tidu.domain.enterprises"
    label = "enterprises"
    verbose_name = "企业"
