"""What the staff does with customers' links; apart from the customer's own addresses."""

from __future__ import annotations

from django.urls import path

from shouwen.domains.portal.views import appointing, staff

app_name = "links"
urlpatterns = [
    path("case/<int:pk>/send", staff.send, name="send"),
    path("case/<int:pk>/appointment", appointing.appoint, name="appoint"),
    path("case/<int:pk>/appointment/cancel", appointing.cancel, name="cancel"),
    path("<int:pk>/revoke", staff.revoke, name="revoke"),
    path("terms", staff.terms, name="terms"),
]
