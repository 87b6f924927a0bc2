"""The addresses of the types of matters."""

from __future__ import annotations

from django.urls import path

from shouwen.domains.mattertypes import views

app_name = "mattertypes"
urlpatterns = [
    path("intake/types/", views.tree, name="types"),
    path("intake/types/new/", views.new, name="new_type"),
    path("intake/types/<int:pk>/", views.one, name="type"),
    path("intake/types/<int:pk>/rest", views.rest, name="rest_type"),
]
