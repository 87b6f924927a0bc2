from django.apps import AppConfig


class KpiConfig(AppConfig):
    name = "shouwen.domains.kpi"
    label = "kpi"
