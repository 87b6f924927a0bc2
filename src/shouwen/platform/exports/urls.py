from __future__ import annotations

from django.urls import path

from shouwen.platform.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.uses, name="uses"),
    path("grant/", views.grant, name="grant"),
    path("quota/", views.set_quota, name="set_quota"),
]
