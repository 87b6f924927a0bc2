from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "shouwen.domains.intake"
    label = "intake"
