from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "shouwen.platform.numbering"
    label = "numbering"
