from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "tidu.domain.messages"
    label = "messages"
    verbose_name = "消息"
