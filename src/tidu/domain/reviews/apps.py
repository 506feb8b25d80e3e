from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "tidu.domain.reviews"
    label = "reviews"
    verbose_name = "审核"
