from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "shouwen.platform.org"
    label = "org"
