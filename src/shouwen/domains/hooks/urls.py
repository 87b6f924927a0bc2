from __future__ import annotations

from django.urls import path

from shouwen.domains.hooks import views

app_name = "hooks"
urlpatterns = [
    path("", views.sources, name="sources"),
    path("new", views.add, name="add"),
    path("<int:pk>/", views.source, name="source"),
    path("<int:pk>/secret", views.change_secret, name="change_secret"),
    path("<int:pk>/switch", views.switch, name="switch"),
    path("in/<slug:code>", views.deliver, name="deliver"),
]
