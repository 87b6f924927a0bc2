"""Addresses of limits and ladders."""

from __future__ import annotations

from django.urls import path

from shouwen.platform.policies.views import asking, ladders, limits

app_name = "policies"
urlpatterns = [
    path("limits/", limits.limits, name="limits"),
    path("limits/install/", limits.install, name="install"),
    path("limits/replay/", asking.replay_page, name="replay"),
    path("limits/why/<str:subject>/", asking.why, name="why"),
    path("limits/<slug:code>/new/", limits.new_limit, name="new_limit"),
    path("limits/<slug:code>/<int:rank>/", limits.limit, name="limit"),
    path("limits/<slug:code>/<int:rank>/versions/", limits.versions, name="versions"),
    path("limits/<slug:code>/<int:rank>/stop/", limits.stop_limit, name="stop_limit"),
    path("limits/<slug:code>/<int:rank>/move/", limits.move_open, name="move_open"),
    path("ladders/<slug:code>/add/", ladders.add_step, name="add_step"),
    path("ladders/<slug:code>/<int:n>/", ladders.edit_step, name="edit_step"),
    path("ladders/<slug:code>/<int:n>/remove/", ladders.remove_step, name="remove_step"),
]
