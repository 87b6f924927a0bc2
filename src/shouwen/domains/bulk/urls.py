from __future__ import annotations

from django.urls import path

from shouwen.domains.bulk import views

app_name = "bulk"
urlpatterns = [
    path("runs/", views.runs, name="runs"),
    path("runs/<int:pk>/", views.run, name="run"),
    path("runs/<int:pk>/undo", views.undo, name="undo"),
    *(path(f"{verb}/ask", view, name=f"ask_{verb}") for verb, view in views.ASK.items()),
    *(path(f"{verb}/", view, name=verb) for verb, view in views.DO.items()),
]
