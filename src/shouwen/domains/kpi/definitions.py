"""The definitions (口径) of the figures: what is counted, over what, in which period, to whose charge.

The rows behind each are put together in ``counting``, which needs Ibis and is loaded only where a
figure is compiled. Changing a definition raises ``VERSION``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.domains.kpi.choices import Shape, Subject

VERSION = "2025-10.2"

DIMENSIONS = ("kind", "category", "channel", "state", "waiting_for", "stage")
"""What rows can be broken down by, beside unit and period."""

RANKED_FROM = 30
"""Units with fewer in the denominator are listed without a rank (样本不足不排名)."""
RATERS = 5
"""So many persons have to have rated before a department is ranked by its answers."""
BEST = 5
"""The most points a rating can give."""

_STILL_TO_DO = _(
    "Cases whose late verdict an appeal struck are counted here: the work is still to be done."
)
_ANSWERER = _(
    "A case stands with whoever gave the first answer that did not hold; where all held, with whoever gave the last."
)

_SCALES = {Shape.RATE: 100, Shape.SCORE: 100, Shape.PER_MILLE: 1000}
_SIGNS = {Shape.RATE: "%", Shape.PER_MILLE: "‰"}


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One figure of the catalogue."""

    id: str
    code: str
    name: Promise
    formula: Promise
    shape: Shape
    better: Literal["higher", "lower", "neither"]
    live: bool = False  # of this moment only; periods do not matter
    subject: Subject = Subject.CASE  # what a drill opens
    floor: int = RANKED_FROM  # the smallest sample that is ranked
    remark: Promise | str = ""  # what a reader of the rows must know beside the formula

    @property
    def is_share(self) -> bool:
        """The numerator is counted out of the rows of the denominator."""
        return self.shape is Shape.RATE

    @property
    def is_rate(self) -> bool:
        """One number over another, printed out of a hundred or a thousand."""
        return self.scale > 1

    @property
    def scale(self) -> int:
        """What a rate is multiplied by to be printed."""
        return _SCALES.get(self.shape, 1)

    @property
    def sign(self) -> str:
        """What stands behind the printed number: a score is points out of a hundred."""
        return _SIGNS.get(self.shape, "")


CATALOGUE: tuple[Definition, ...] = (
    Definition(
        id="K12",
        code="internal_satisfaction",
        name=_("Internal satisfaction"),
        formula=_(
            "Points the front line gave answers in the period ÷ five an answer; of several ratings the last; ranked from five raters"
        ),
        shape=Shape.SCORE,
        better="higher",
        subject=Subject.REQUEST,
        floor=RATERS,
    ),
    Definition(
        id="K14",
        code="on_time_rate",
        name=_("On-time rate"),
        formula=_("Finished by the due time ÷ fell due in the period"),
        shape=Shape.RATE,
        better="higher",
    ),
    Definition(
        id="K15",
        code="overdue_rate",
        name=_("Overdue rate"),
        formula=_("Finished late or still open past the due time ÷ fell due in the period"),
        shape=Shape.RATE,
        better="lower",
    ),
    Definition(
        id="K16",
        code="overdue_open",
        name=_("Open and overdue"),
        formula=_("Open at the end of the period and past the due time, out of all open"),
        shape=Shape.STOCK,
        better="lower",
        remark=_STILL_TO_DO,
    ),
    Definition(
        id="K17",
        code="first_response_on_time",
        name=_("First response on time"),
        formula=_("First response within its limit ÷ due for a response in the period"),
        shape=Shape.RATE,
        better="higher",
    ),
    Definition(
        id="K19",
        code="urge_rate",
        name=_("Urge rate"),
        formula=_("Urges in the period ÷ cases created in it"),
        shape=Shape.RATE,
        better="lower",
    ),
    Definition(
        id="K19C",
        code="urged_case_rate",
        name=_("Share of urged cases"),
        formula=_("Cases with at least one urge in the period ÷ cases created in it"),
        shape=Shape.RATE,
        better="lower",
    ),
    Definition(
        id="K20",
        code="declaration_rate",
        name=_("Declaration rate"),
        formula=_(
            "Declarations in the period, a line once in 24 hours ÷ users, the mean of those at its start and its end"
        ),
        shape=Shape.PER_MILLE,
        better="lower",
    ),
    Definition(
        id="K36",
        code="avg_resolution_time",
        name=_("Mean resolution time"),
        formula=_("Sum of opening to finish ÷ finished in the period, with P50, P90 and maximum"),
        shape=Shape.MEAN,
        better="lower",
    ),
    Definition(
        id="K52",
        code="backoffice_reply_on_time",
        name=_("Departments' replies on time"),
        formula=_(
            "Internal requests answered within the limit ÷ due in the period; nobody reached and no clear answer are due and missed"
        ),
        shape=Shape.RATE,
        better="higher",
        subject=Subject.REQUEST,
    ),
    Definition(
        id="K54",
        code="e_workorder_usage",
        name=_("Requests in writing"),
        formula=_(
            "Requests made here ÷ all requests of the period, recorded calls among them; charged to who asked"
        ),
        shape=Shape.RATE,
        better="higher",
        subject=Subject.REQUEST,
    ),
    Definition(
        id="N01",
        code="cases_created",
        name=_("Cases created"),
        formula=_("Cases opened in the period"),
        shape=Shape.COUNT,
        better="neither",
    ),
    Definition(
        id="N02",
        code="cases_finished",
        name=_("Cases finished"),
        formula=_("Cases first answered, else closed, in the period"),
        shape=Shape.COUNT,
        better="neither",
    ),
    Definition(
        id="N03",
        code="cases_due",
        name=_("Cases fallen due"),
        formula=_("Cases whose resolution limit ended in the period"),
        shape=Shape.COUNT,
        better="neither",
    ),
    Definition(
        id="N04",
        code="complaints",
        name=_("Complaints"),
        formula=_("Complaints opened in the period"),
        shape=Shape.COUNT,
        better="lower",
    ),
    Definition(
        id="N05",
        code="urges",
        name=_("Urges"),
        formula=_("Counted urges in the period, charged to who had the matter then"),
        shape=Shape.COUNT,
        better="lower",
    ),
    Definition(
        id="N06",
        code="dissatisfied",
        name=_("Dissatisfied customers"),
        formula=_("Judgements of one or two stars out of five in the period"),
        shape=Shape.COUNT,
        better="lower",
    ),
    Definition(
        id="N07",
        code="hold_hours",
        name=_("Hours held"),
        formula=_("Calendar hours of the period in which a unit had the matter, by stage or wait"),
        shape=Shape.HOURS,
        better="neither",
    ),
    Definition(
        id="N08",
        code="overdue_now",
        name=_("Open and overdue now"),
        formula=_("Unfinished now and past the due time"),
        shape=Shape.COUNT,
        better="lower",
        live=True,
        remark=_STILL_TO_DO,
    ),
    Definition(
        id="N09",
        code="due_soon",
        name=_("Due within 2 hours"),
        formula=_("Unfinished now and due within two hours"),
        shape=Shape.COUNT,
        better="lower",
        live=True,
    ),
    Definition(
        id="N10",
        code="declarations",
        name=_("Declarations"),
        formula=_(
            "Declarations in the period, a line once in 24 hours, charged to who had the matter"
        ),
        shape=Shape.COUNT,
        better="lower",
    ),
    Definition(
        id="N11",
        code="reworks",
        name=_("Reworks"),
        formula=_(
            "Answers that did not hold, reopened as rework in the period, charged to who gave them"
        ),
        shape=Shape.COUNT,
        better="lower",
    ),
    Definition(
        id="N12",
        code="rework_rate",
        name=_("Rework rate"),
        formula=_("Cases reworked since ÷ cases first answered, else closed, in the period"),
        shape=Shape.RATE,
        better="lower",
        remark=_ANSWERER,
    ),
)
_BY_NAME = {name: one for one in CATALOGUE for name in (one.id.lower(), one.code)}


def find(name: str) -> Definition | None:
    """A definition by its id or its code, K14 or on_time_rate."""
    return _BY_NAME.get(name.lower())
