from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "shouwen.platform.clocks"
    label = "clocks"
