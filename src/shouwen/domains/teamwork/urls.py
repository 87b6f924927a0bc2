from __future__ import annotations

from django.urls import path

from shouwen.domains.teamwork import views

app_name = "teamwork"
urlpatterns = [
    path("case/<int:pk>/here", views.here, name="here"),
    path("case/<int:pk>/assign", views.assign, name="assign"),
    path("tasks/<int:pk>/", views.task, name="task"),
    *(path(f"tasks/<int:pk>/{name}", view, name=name) for name, view in views.TASK_VIEWS.items()),
    path("case/<int:pk>/put_under", views.put_under, name="put_under"),
    path("case/<int:pk>/relate", views.relate, name="relate"),
    path("case/<int:pk>/part", views.part, name="part"),
    path("case/<int:pk>/take_under", views.take_under, name="take_under"),
    path("case/<int:pk>/answer_children", views.answer_children, name="answer_children"),
    path("case/<int:pk>/note_children", views.note_children, name="note_children"),
]
