from django.urls import path

from tidu.web.officer.views import (
    announcements,
    decisions,
    files,
    imports,
    notices,
    queue,
    records,
    revealing,
    review,
    rules,
    windows,
)

app_name = "officer"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("pass/", decisions.pass_several, name="pass_several"),
    path("notices/", notices.notices, name="notices"),
    path("notices/publish/", notices.publish, name="publish_notice"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("notices/<int:notice_id>/announce/", notices.announce_result, name="announce"),
    path("records/", records.records, name="records"),
    path("windows/", windows.windows, name="windows"),
    path("windows/new/", windows.window_new, name="window_new"),
    path("windows/<slug:code>/", windows.window, name="window"),
    path("announcements/", announcements.announcements, name="announcements"),
    path("announcements/new/", announcements.announcement_new, name="announcement_new"),
    path("announcements/settings/", announcements.announcement_settings, name="announcement_settings"),
    path("announcements/<int:pk>/withdraw/", announcements.announcement_withdraw, name="announcement_withdraw"),
    path("digital/", imports.imports, name="digital_results"),
    path("digital/example/<slug:of>.csv", imports.example, name="digital_example"),
    path("digital/check/", imports.check, name="digital_results_check"),
    path("digital/accept/", imports.confirm, name="digital_results_accept"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:edition_id>/", rules.rule, name="rule"),
    path("<slug:number>/", review.review, name="review"),
    path("<slug:number>/decide/", decisions.decide_one, name="decide"),
    path("<slug:number>/reveal/", revealing.reveal_one, name="reveal"),
    path("<slug:number>/files/<uuid:file_id>/", files.file, name="file"),
]
