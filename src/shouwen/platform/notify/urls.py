from django.urls import path

from shouwen.platform.notify import views

app_name = "notify"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("bell/", views.bell, name="bell"),
    path("all/acknowledge/", views.acknowledge_all, name="acknowledge_all"),
    path("<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
]
