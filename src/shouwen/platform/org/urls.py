from django.urls import path

from shouwen.platform.org.views import post, staff, units

app_name = "org"
urlpatterns = [
    path("", units.units, name="units"),
    path("post/", post.choose_post, name="choose_post"),
    path("units/add/", units.create, name="create_unit"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/rename/", units.rename, name="rename_unit"),
    path("units/<int:pk>/zone/", units.zone, name="set_zone"),
    path("units/<int:pk>/area/", units.area, name="set_area"),
    path("units/<int:pk>/move/", units.move, name="move_unit"),
    path("units/<int:pk>/close/", units.close, name="close_unit"),
    path("units/<int:pk>/contact/", units.contact, name="set_contact"),
    path("staff/", staff.staff_list, name="staff_list"),
    path("staff/add/", staff.hire, name="hire"),
    path("staff/<int:pk>/", staff.staff, name="staff"),
    path("staff/<int:pk>/rename/", staff.rename, name="rename_staff"),
    path("staff/<int:pk>/phone/", staff.phone, name="set_work_phone"),
    path("staff/<int:pk>/appoint/", staff.appoint, name="appoint"),
    path(
        "staff/<int:pk>/posts/<int:appointment>/end/", staff.end_appointment, name="end_appointment"
    ),
    path("staff/<int:pk>/leave/", staff.leave, name="leave"),
    path("staff/<int:pk>/login/", staff.open_account, name="open_account"),
    path("staff/<int:pk>/login/reset/", staff.reset_password, name="reset_password"),
    path("staff/<int:pk>/login/active/", staff.set_active, name="set_active"),
]
