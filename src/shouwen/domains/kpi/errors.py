"""Why a question about figures cannot be answered as it was put."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.kernel.errors import Refused


class UnitUnknown(Refused):
    code = "unit_unknown"
    message = _("No unit has the code %(code)s.")


class RootUnclear(Refused):
    code = "root_unclear"
    message = _("Name the unit reported on (--under): there is not one root unit but %(roots)s.")


class FigureUnknown(Refused):
    code = "figure_unknown"
    message = _("No figure is called %(kpi)s.")
