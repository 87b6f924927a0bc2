from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "shouwen.platform.notify"
    label = "notify"
