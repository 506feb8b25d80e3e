from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "tidu.domain.retention"
    label = "retention"
    verbose_name = "保存期限"
