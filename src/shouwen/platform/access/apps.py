from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "shouwen.platform.access"
    label = "access"
