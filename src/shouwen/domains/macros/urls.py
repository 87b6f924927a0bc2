from __future__ import annotations

from django.urls import path

from shouwen.domains.macros import views

app_name = "macros"
urlpatterns = [
    path("", views.macros, name="list"),
    path("new", views.add, name="add"),
    path("<int:macro>/edit", views.edit, name="edit"),
    path("<int:macro>/remove", views.remove, name="remove"),
    path("<int:macro>/restore", views.restore, name="restore"),
    path("case/<int:pk>/", views.pick, name="pick"),
    path("case/<int:pk>/<int:macro>", views.apply, name="apply"),
]
