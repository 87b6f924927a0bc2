"""The addresses of the front desk and of imports."""

from __future__ import annotations

from django.urls import path

from shouwen.domains.intake.views import caller, calls, helping, importing, pop, types
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
    path("intake/types/", types.tree, name="types"),
    path("intake/types/new/", types.new, name="new_type"),
    path("intake/types/<int:pk>/", types.one, name="type"),
    path("intake/types/<int:pk>/rest", types.rest, name="rest_type"),
    path("imports/", importing.imports, name="imports"),
    path("imports/<int:pk>/", importing.upload, name="upload"),
    path("imports/<int:pk>/choose", importing.choose, name="choose"),
    path("imports/<int:pk>/import", importing.bring_in, name="bring_in"),
    path("imports/<int:pk>/undo", importing.take_back, name="take_back"),
    path("imports/<int:pk>/rejects.csv", importing.rejects, name="rejects"),
]
