from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tidu.domain.accounts"
    label = "accounts"
    verbose_name = "账户与岗位"
