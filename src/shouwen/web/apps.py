from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "shouwen.web"
    label = "web"

    def ready(self) -> None:
        from shouwen.platform.access import permissions
        from shouwen.web import rules

        permissions.register(rules.PERMISSIONS)
