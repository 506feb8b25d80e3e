from django.urls import path

from tidu.web.operator.views import accounts, checks, home, log, outbox, retention

app_name = "operator"
urlpatterns = [
    path("", home.home, name="home"),
    path("checks/", checks.queue, name="checks"),
    path("checks/<str:number>/", checks.check, name="check"),
    path("checks/<str:number>/files/<uuid:file_id>/", checks.file, name="check_file"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:user_id>/", accounts.account, name="account"),
    path("accounts/<int:user_id>/unlock/", accounts.unlock_account, name="unlock"),
    path("accounts/<int:user_id>/region/", accounts.move_enterprise, name="move_region"),
    path("accounts/<int:user_id>/erase/", retention.erase_account, name="erase"),
    path("retention/", retention.rules, name="retention"),
    path("log/", log.log, name="log"),
    path("log/export/", log.log_export, name="log_export"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:message_id>/", outbox.outgoing, name="outgoing"),
]
