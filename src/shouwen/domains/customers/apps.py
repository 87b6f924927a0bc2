from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "shouwen.domains.customers"
    label = "customers"
