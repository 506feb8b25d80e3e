from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "tidu.domain.exchange"
    label = "exchange"
    verbose_name = "数据交换"
