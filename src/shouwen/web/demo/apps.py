from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "shouwen.web.demo"
    label = "demo"
