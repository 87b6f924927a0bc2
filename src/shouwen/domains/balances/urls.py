from __future__ import annotations

from django.urls import path

from shouwen.domains.balances import views

app_name = "balances"
urlpatterns = [path("", views.standings, name="standings")]
