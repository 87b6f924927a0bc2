from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "shouwen.domains.customers"
    label = "customers"

    def ready(self) -> None:
        from shouwen.domains.customers import rules
        from shouwen.platform.access import permissions

        permissions.register(rules.PERMISSIONS, rules.PRESETS)
