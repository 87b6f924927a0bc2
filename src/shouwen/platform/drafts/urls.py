"""The address of drafts."""

from __future__ import annotations

from django.urls import path

from shouwen.platform.drafts import views

app_name = "drafts"
urlpatterns = [path("drafts/", views.draft, name="draft")]
