from django.urls import path

from tidu.web.applicant.views import (
    checking,
    declaration,
    declarations,
    enterprise,
    evidence,
    fill,
    home,
    messages,
    openings,
    papers,
    reading,
    saving,
    verification,
)

app_name = "applicant"
urlpatterns = [
    path("", home.home, name="home"),
    path("enterprise/", enterprise.enterprise, name="enterprise"),
    path("verification/", verification.verification, name="verification"),
    path("verification/licence/", verification.licence, name="licence"),
    path("verification/licence/file/", verification.licence_file, name="licence_file"),
    path("declarations/", declarations.declarations, name="declarations"),
    path("declarations/begin/<str:code>/", declarations.begin_declaration, name="begin"),
    path("declarations/<str:number>/", declaration.declaration, name="declaration"),
    path("declarations/<str:number>/withdraw/", declaration.withdraw_declaration, name="withdraw"),
    path("declarations/<str:number>/check/", checking.check, name="check"),
    path("declarations/<str:number>/submit/", checking.submit_declaration, name="submit"),
    path("declarations/<str:number>/receipt/<int:sequence>/", checking.receipt, name="receipt"),
    path("declarations/<str:number>/paper/<int:sequence>/", papers.paper, name="paper"),
    path("declarations/<str:number>/paper/<int:sequence>/file/", papers.paper_file, name="paper_file"),
    path("declarations/<str:number>/read/", reading.read, name="read"),
    path("declarations/<str:number>/files/<uuid:file_id>/", evidence.file, name="file"),
    path("declarations/<str:number>/<str:section>/", fill.fill, name="fill"),
    path("declarations/<str:number>/<str:section>/save/", saving.save, name="save"),
    path("declarations/<str:number>/<str:section>/panel/", saving.panel, name="panel"),
    path("declarations/<str:number>/<str:section>/files/<str:field>/", evidence.attach_file, name="attach"),
    path(
        "declarations/<str:number>/<str:section>/files/<str:field>/<uuid:file_id>/remove/",
        evidence.detach_file,
        name="detach",
    ),
    path("openings/", openings.openings, name="openings"),
    path("messages/", messages.messages, name="messages"),
    path("messages/<int:message_id>/", messages.message, name="message"),
]
