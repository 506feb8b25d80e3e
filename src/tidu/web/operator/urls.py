from django.urls import path

from tidu.web.operator.views import home

app_name = "operator"
urlpatterns = [path("", home.home, name="home")]
