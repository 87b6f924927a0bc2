from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "shouwen.web"
    label = "web"
