from __future__ import annotations

from django.urls import path

from shouwen.domains.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("case/<int:pk>/tick", views.tick, name="tick"),
    path("case/<int:pk>/slip", views.slip, name="slip"),
]
