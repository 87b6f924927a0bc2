from __future__ import annotations

from django.urls import path

from shouwen.domains.teamwork import views

app_name = "teamwork"
urlpatterns = [
    path("case/<int:pk>/here", views.here, name="here"),
]
