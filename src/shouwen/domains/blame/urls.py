from __future__ import annotations

from django.urls import path

from shouwen.domains.blame import views

app_name = "blame"
urlpatterns = [
    path("", views.period, name="period"),
    path("matters/", views.matters, name="matters"),
    path("file/<slug:kind>", views.file, name="file"),
]
