from django.urls import path

from shouwen.platform.calendars import views

app_name = "calendars"
urlpatterns = [
    path("", views.calendars, name="calendars"),
    path("add/", views.create, name="create"),
    path("roster/", views.follow_roster, name="follow_roster"),
    path("notice/", views.notice, name="notice"),
    path("<str:code>/", views.calendar, name="calendar"),
    path("<str:code>/next/", views.next_days, name="next_days"),
    path("<str:code>/day/", views.change_day, name="change_day"),
    path("<str:code>/week/", views.change_week, name="change_week"),
    path("<str:code>/versions/", views.versions, name="versions"),
    path("<str:code>/clocks/", views.move_clocks, name="move_clocks"),
]
