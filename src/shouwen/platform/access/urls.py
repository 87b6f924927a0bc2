from django.urls import path

from shouwen.platform.access.views import door, looks, profile, roles

app_name = "access"
urlpatterns = [
    path("login/", door.login, name="login"),
    path("session/", door.session, name="session"),
    path("logout/", door.logout, name="logout"),
    path("me/", profile.profile, name="profile"),
    path("me/preferences/", profile.preferences, name="preferences"),
    path("me/password/", door.password, name="password"),
    path("me/keys/", profile.issue_token, name="issue_token"),
    path("me/keys/<int:pk>/revoke/", profile.revoke_token, name="revoke_token"),
    path("settings/looks/", looks.looks, name="looks"),
    path("settings/roles/", roles.roles, name="roles"),
    path("settings/roles/add/", roles.create_role, name="create_role"),
    path("settings/roles/<int:pk>/", roles.role, name="role"),
    path("settings/roles/<int:pk>/permissions/", roles.set_permissions, name="role_permissions"),
]
