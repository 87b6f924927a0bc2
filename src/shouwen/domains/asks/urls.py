from __future__ import annotations

from django.urls import path

from shouwen.domains.asks.views import quick, rating
from shouwen.domains.asks.views import requests as views

app_name = "asks"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("quick", quick.quick, name="quick"),
    path("quick/guess", quick.guess, name="guess"),
    path("quick/by-phone", quick.by_phone, name="by_phone"),
    path("duties", quick.duties, name="duties"),
    path("case/<int:pk>/ask", views.ask, name="ask"),
    path("<int:pk>/", views.request_page, name="request"),
    path("answers", rating.arrived, name="answers"),
    path("<int:pk>/rate", rating.rate, name="rate"),
    path("<int:pk>/seen", rating.seen, name="seen"),
    *(path(f"<int:pk>/{name}", view, name=name) for name, view in views.VERB_VIEWS.items()),
]
