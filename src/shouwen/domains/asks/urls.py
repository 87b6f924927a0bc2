from __future__ import annotations

from django.urls import path

from shouwen.domains.asks import views

app_name = "asks"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("case/<int:pk>/ask", views.ask, name="ask"),
    path("<int:pk>/", views.request_page, name="request"),
    *(path(f"<int:pk>/{name}", view, name=name) for name, view in views.VERB_VIEWS.items()),
]
