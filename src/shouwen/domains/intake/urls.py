"""The addresses of the front desk."""

from __future__ import annotations

from django.urls import path

from shouwen.domains.intake.views import caller, calls, helping, pop
from shouwen.domains.intake.views.desk import again, fragments, opening

app_name = "intake"
urlpatterns = [
    path("intake/", opening.desk, name="new"),
    path("pop", pop.pop, name="pop"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<int:pk>/back", calls.call_back, name="call_back"),
    path("intake/caller/", opening.find, name="find"),
    path("intake/customer/<int:pk>/", caller.card, name="caller"),
    path("intake/customer/<int:pk>/unmask", caller.unmask, name="unmask"),
    path("intake/customer/<int:pk>/consent", caller.consent, name="consent"),
    path("intake/limits/", fragments.limits, name="limits"),
    path("intake/fields/", fragments.fields, name="fields"),
    path("intake/help/", helping.offered, name="help"),
    path("intake/official/<int:pk>/", helping.official, name="official"),
    path("intake/similar/", fragments.similar, name="similar"),
    path("intake/repeats/", fragments.repeats, name="repeats"),
    path("intake/repeat/<int:pk>/", again.repeat, name="repeat"),
    path("intake/urge/<int:pk>/", again.urge, name="urge"),
]
