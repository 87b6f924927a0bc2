from __future__ import annotations

from django.urls import path

from shouwen.domains.care import views

app_name = "care"
urlpatterns = [
    path("", views.care, name="list"),
    path("new", views.write, name="write"),
    path("<int:pk>/read", views.read, name="read"),
    path("<int:pk>/followed", views.followed, name="followed"),
]
