from __future__ import annotations

from django.urls import path

from shouwen.domains.watching import views

app_name = "watching"
urlpatterns = [
    path("", views.watched, name="list"),
    path("people", views.people, name="people"),
    path("case/<int:pk>/watch", views.watch, name="watch"),
    path("case/<int:pk>/unwatch", views.unwatch, name="unwatch"),
]
