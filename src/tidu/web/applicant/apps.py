from django.apps import AppConfig


class ApplicantConfig(AppConfig):
    name = "tidu.web.applicant"
    label = "web_applicant"
