from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "shouwen.domains.calls"
    label = "calls"

    def ready(self) -> None:
        from shouwen.domains.calls import rules
        from shouwen.platform.access import permissions

        permissions.register(rules.PERMISSIONS)
