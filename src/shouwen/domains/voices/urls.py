from __future__ import annotations

from django.urls import path

from shouwen.domains.voices import views

app_name = "voices"
urlpatterns = [
    path("book/", views.book, name="book"),
    path("book/new", views.enter, name="enter"),
    path("book/<int:pk>/slip", views.slip, name="slip"),
    path("book/<int:pk>/pasted", views.pasted, name="pasted"),
    path("suggestions/", views.suggestions, name="suggestions"),
]
