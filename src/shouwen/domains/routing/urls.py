from __future__ import annotations

from django.urls import path

from shouwen.domains.routing import views

app_name = "routing"
urlpatterns = [
    path("", views.routes, name="routes"),
    path("add", views.add, name="add"),
    path("<int:pk>/end", views.end, name="end"),
]
