from __future__ import annotations

from django.urls import path

from shouwen.domains.rulings import views

app_name = "rulings"
urlpatterns = [
    path("", views.rulings, name="list"),
    path("pairs", views.pairs, name="pairs"),
    path("between", views.between, name="between"),
    path("case/<int:pk>/send_back", views.send_back, name="send_back"),
    path("case/<int:pk>/ask_arbitration", views.ask_arbitration, name="ask_arbitration"),
    path("<int:pk>/agree", views.agree, name="agree"),
    path("<int:pk>/refuse", views.refuse, name="refuse"),
    path("<int:pk>/arbitrate", views.arbitrate, name="arbitrate"),
]
