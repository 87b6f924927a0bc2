"""The addresses of imports."""

from __future__ import annotations

from django.urls import path

from shouwen.domains.imports import views

app_name = "imports"
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<int:pk>/", views.upload, name="upload"),
    path("imports/<int:pk>/choose", views.choose, name="choose"),
    path("imports/<int:pk>/import", views.bring_in, name="bring_in"),
    path("imports/<int:pk>/undo", views.take_back, name="take_back"),
    path("imports/<int:pk>/rejects.csv", views.rejects, name="rejects"),
]
