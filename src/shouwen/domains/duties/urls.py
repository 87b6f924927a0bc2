from __future__ import annotations

from django.urls import path

from shouwen.domains.duties import views, views_files

app_name = "duties"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("export/<str:kind>", views.file, name="file"),
    path("import", views_files.bring, name="bring"),
    path("unit/<int:unit>/", views.register, name="register"),
    path("unit/<int:unit>/draft", views.draft, name="draft"),
    path("unit/<int:unit>/publish", views.publish, name="publish"),
    path("<int:pk>/change", views.change, name="change"),
    path("<int:pk>/discard", views.discard, name="discard"),
    path("<int:pk>/end", views.end, name="end"),
]
