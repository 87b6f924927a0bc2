"""Addresses of the bulletins."""

from __future__ import annotations

from django.urls import path

from shouwen.domains.bulletins import views

app_name = "bulletins"
urlpatterns = [
    path("", views.latest, name="latest"),
    path("<int:unit>/<str:period>/", views.bulletin, name="bulletin"),
    path("<int:unit>/<str:period>/draft/", views.draft, name="draft"),
    path("<int:unit>/<str:period>/freeze/", views.freeze, name="freeze"),
    path("<int:unit>/<str:period>/file.<str:kind>", views.file, name="file"),
    path("<int:unit>/<str:period>/<str:part>/<str:line>/<str:column>/", views.rows, name="rows"),
]
