from django.urls import path

from tidu.web.public.views import by_hand, join, recover

urlpatterns = [
    path("recover/", recover.recover, name="recover"),
    path("recover/person/", recover.recover_person, name="recover_person"),
    path("recover/password/", recover.recover_password, name="recover_password"),
    path("recover/phone/", recover.change_phone, name="change_phone"),
    path("recover/phone/new/", recover.change_phone_new, name="change_phone_new"),
    path("recover/phone/by-hand/", by_hand.phone_by_hand, name="phone_by_hand"),
    path("recover/contested/", by_hand.contested, name="contested"),
    path("recover/progress/", by_hand.progress, name="progress"),
    path("recover/done/", recover.recovered, name="recovered"),
    path("join/", join.join_code, name="join"),
    path("join/<str:code>/", join.join_by, name="join_by"),
]
