"""Addresses of the monitor and of the figures."""

from __future__ import annotations

from django.urls import path

from shouwen.domains.kpi import views

app_name = "kpi"
urlpatterns = [
    path("monitor/", views.monitor, name="monitor"),
    path("kpi/", views.catalogue, name="catalogue"),
    path("kpi/users/", views.users, name="users"),
    path("kpi/users/count", views.count_users, name="count_users"),
    path("kpi/<slug:code>/", views.figure, name="figure"),
    path("kpi/<slug:code>/rows/", views.rows, name="rows"),
    path("kpi/<slug:code>/rows.<slug:kind>", views.file, name="file"),
]
