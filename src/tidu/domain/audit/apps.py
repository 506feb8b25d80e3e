from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "tidu.domain.audit"
    label = "audit"
    verbose_name = "操作日志"
