"""Every address, by audience."""

from django.urls import include, path

urlpatterns = [
    path("", include("tidu.web.public.urls")),
    path("my/", include("tidu.web.applicant.urls")),
    path("me/", include("tidu.web.person.urls")),
    path("desk/", include("tidu.web.officer.urls")),
    path("operate/", include("tidu.web.operator.urls")),
]

# 400, 403 and 404 are Django's own, with the templates of the kit
handler500 = "tidu.web.public.views.errors.server_error"
