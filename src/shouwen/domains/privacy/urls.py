from __future__ import annotations

from django.urls import path

from shouwen.domains.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.retention, name="retention"),
    path("case/<int:pk>/ask", views.ask, name="ask"),
    path("case/<int:pk>/hold", views.hold, name="hold"),
    path("holds/<int:pk>/lift", views.lift, name="lift"),
    path("rules/propose", views.propose, name="propose"),
    path("rules/<int:pk>/decide", views.decide, name="decide"),
    path("night", views.switch, name="switch"),
    path("requests/", views.requests, name="requests"),
    path("requests/<int:pk>/verify", views.verify, name="verify"),
    path("requests/<int:pk>/answer", views.answer, name="answer"),
    path("requests/<int:pk>/package.zip", views.package, name="package"),
]
