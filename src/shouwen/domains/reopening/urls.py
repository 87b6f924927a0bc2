from __future__ import annotations

from django.urls import path

from shouwen.domains.reopening import views

app_name = "reopening"
urlpatterns = [
    path("rules", views.rules_of_reopening, name="rules"),
    path("case/<int:pk>/follow_up", views.follow_up, name="follow_up"),
]
