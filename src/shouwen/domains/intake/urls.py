"""The addresses of the front desk."""

from __future__ import annotations

from django.urls import path

from shouwen.domains.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.desk, name="new"),
    path("caller/", views.find, name="find"),
    path("limits/", views.limits, name="limits"),
    path("similar/", views.similar, name="similar"),
    path("urge/<int:pk>/", views.urge, name="urge"),
]
