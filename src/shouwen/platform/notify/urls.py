from django.urls import path

from shouwen.platform.notify.views import notices

app_name = "notify"
urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/bell/", notices.bell, name="bell"),
    path("notices/all/acknowledge/", notices.acknowledge_all, name="acknowledge_all"),
    path("notices/<int:pk>/acknowledge/", notices.acknowledge, name="acknowledge"),
]
