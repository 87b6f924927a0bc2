from __future__ import annotations

from django.urls import path

from shouwen.domains.profiles import views

app_name = "profiles"
urlpatterns = [
    path("<int:pk>/profile/", views.edit, name="edit"),
    path("<int:pk>/profile/begin", views.begin, name="begin"),
    path("<int:pk>/profile/look", views.look, name="look"),
    path("<int:pk>/profile/discard", views.discard, name="discard"),
]
