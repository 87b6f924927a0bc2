from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulkConfig(AppConfig):
    name = "shouwen.domains.bulk"
    label = "bulk"
    verbose_name = _("Bulk runs")

    def ready(self) -> None:
        from shouwen.domains.bulk import bar
        from shouwen.domains.cases import parts

        parts.register_bar("bulk", bar.bar)
