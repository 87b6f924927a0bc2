from __future__ import annotations

from django.urls import path

from shouwen.domains.appeals import views, views_evidence

app_name = "appeals"
urlpatterns = [
    path("", views.appeals, name="list"),
    path("terms", views.terms, name="terms"),
    path("file/<str:kind>", views.file, name="file"),
    path("case/<int:pk>/make", views.make, name="make"),
    path("<int:pk>/", views.appeal, name="appeal"),
    path("<int:pk>/files", views_evidence.present, name="present"),
    path("<int:pk>/files/<int:file_id>", views_evidence.download, name="evidence"),
    path("<int:pk>/decide", views.decide, name="decide"),
    path("<int:pk>/withdraw", views.withdraw, name="withdraw"),
]
