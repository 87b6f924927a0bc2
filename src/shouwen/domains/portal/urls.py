from django.urls import path

from shouwen.domains.portal.views import page

app_name = "portal"
urlpatterns = [
    path("<str:token>/", page.page, name="page"),
    path("<str:token>/enter/", page.enter, name="enter"),
    path("<str:token>/urge/", page.urge, name="urge"),
    path("<str:token>/appointment/", page.appointment, name="appointment"),
    path("<str:token>/appointment/cancel/", page.call_off, name="call_off"),
    path("<str:token>/evaluate/", page.evaluate, name="evaluate"),
    path("<str:token>/messages/", page.opt, name="opt"),
]
