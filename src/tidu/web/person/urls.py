from django.urls import path

from tidu.web.person import home

app_name = "person"
urlpatterns = [path("", home.home, name="home")]
