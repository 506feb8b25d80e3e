from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "tidu.domain.files"
    label = "files"
    verbose_name = "附件"
