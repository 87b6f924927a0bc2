from django.urls import path

from shouwen.platform.notify.views import channels, deliveries, notices, settings

app_name = "notify"
urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/bell/", notices.bell, name="bell"),
    path("notices/all/acknowledge/", notices.acknowledge_all, name="acknowledge_all"),
    path("notices/<int:pk>/acknowledge/", notices.acknowledge, name="acknowledge"),
    path("notices/settings/", settings.settings, name="settings"),
    path("n/<slug:token>/", notices.opened, name="opened"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/resend/", deliveries.resend, name="resend"),
    path("deliveries/<int:pk>/cancel/", deliveries.cancel, name="cancel"),
    path("channels/", channels.channels, name="channels"),
    path("channels/add/", channels.create, name="create_channel"),
    path("channels/quiet/", settings.unit_quiet, name="unit_quiet"),
    path("channels/<slug:code>/", channels.channel, name="channel"),
    path("channels/<slug:code>/test/", channels.test, name="test_channel"),
    path("channels/<slug:code>/templates/", channels.template, name="template"),
    path("channels/<slug:code>/templates/remove/", channels.untemplate, name="remove_template"),
]
