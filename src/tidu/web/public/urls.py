from django.urls import path

from tidu.web.public.views import (
    announcements,
    apply,
    certificate,
    contacts,
    contest,
    digital,
    guide,
    home,
    look_up,
    notices,
    posts,
    programme,
    regions,
    register,
    sign_in,
)

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("region/<str:code>/", regions.choose_region, name="choose_region"),
    path("regions/<str:code>/below/", regions.regions_below, name="regions_below"),
    path("announcements/", announcements.announcements, name="announcements"),
    path("announcements/<int:pk>/", announcements.announcement, name="announcement"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("lookup/", look_up.look_up, name="look_up"),
    path("certificates/<str:number>/", certificate.certificate, name="certificate"),
    path("apply/", apply.apply, name="apply"),
    path("programmes/<str:edition_id>/", programme.programme, name="programme"),
    path("digital/", digital.digital, name="digital"),
    path("contest/", contest.contest, name="contest"),
    path("guide/", guide.guide, name="guide"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("posts/", posts.posts, name="posts"),
    path("register/", register.register, name="register"),
    path("register/credit-code/", register.check_credit_code, name="check_credit_code"),
]
