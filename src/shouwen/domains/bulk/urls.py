from __future__ import annotations

from django.urls import path

from shouwen.domains.bulk import views

app_name = "bulk"
urlpatterns = [
    path("runs/", views.runs, name="runs"),
    path("runs/<int:pk>/", views.run, name="run"),
    path("runs/<int:pk>/undo", views.undo, name="undo"),
    path("macro/pick", views.pick_macro, name="pick_macro"),
    path("macro/<int:macro>/ask", views.ask_macro, name="ask_macro"),
    path("macro/<int:macro>/", views.do_macro, name="do_macro"),
    *(path(f"{verb}/ask", view, name=f"ask_{verb}") for verb, view in views.ASK.items()),
    *(path(f"{verb}/", view, name=verb) for verb, view in views.DO.items()),
]
