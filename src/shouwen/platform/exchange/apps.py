from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "shouwen.platform.exchange"
    label = "exchange"
