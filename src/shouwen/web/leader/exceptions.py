"""The exceptions a shift leader works off: overdue, due soon, urged, angry, to escalate."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shouwen.domains.cases import rules, verbs
from shouwen.domains.cases.choices import CaseState
from shouwen.domains.cases.lists.queries import worklist
from shouwen.domains.cases.lists.queries.narrowing import Filters
from shouwen.domains.cases.lists.queries.tabs import URGES
from shouwen.domains.cases.queries import rows as rows_of
from shouwen.domains.cases.queries.rows import Line
from shouwen.domains.rulings import queries as rulings
from shouwen.domains.rulings import rules as rulings_rules
from shouwen.domains.rulings.queries import Line as Returned
from shouwen.platform.access.acting import Acting
from shouwen.platform.ui.components.lists import Tab

LABELS: dict[str, Promise] = {
    "overdue": _("Overdue"),
    "soon": _("Due in 2 hours"),
    "urged": _("Urged"),
    "angry": _("Angry"),
    "escalate": _("To escalate"),
}
TO_RULE = "to_rule"
"""The tab of returned cases that wait for a ruling; only for who rules."""
FIRST = "overdue"
_TONES = {"overdue": "late", "soon": "warn", "angry": "mood", TO_RULE: "warn"}
_NOT_SENT = {CaseState.RECEIVED, CaseState.ACCEPTED}


@dataclass(frozen=True, slots=True)
class Row:
    """One exception: the case, why it is here, and the two verbs that most likely help."""

    line: Line
    why: list[tuple[str, str]]
    verbs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Exceptions:
    """One tab with its rows, and how many rows the others have."""

    key: str
    tabs: list[Tab]
    rows: list[Row]
    total: int
    more: bool
    returns: list[Returned] | None = None

    @property
    def decisions(self) -> list[tuple[Returned, str]]:
        """The returns with the decision this post takes on each."""
        return [(line, "rule") for line in self.returns or ()]

    @property
    def label(self) -> str:
        return str(LABELS.get(self.key, _("To be ruled")))


def exceptions(key: str, acting: Acting, *, at: datetime) -> Exceptions:
    """The rows of this tab, shortest time left first, the urged ones by urges; with the counts of all."""
    decides = acting.may(rulings_rules.RULE)
    key = key if key in LABELS or (decides and key == TO_RULE) else FIRST
    found = {view.key: view for view in worklist.views(at=at)}
    wanted = [found[name] for name in LABELS]
    counts = worklist.counts(wanted, scope=acting.scope, filters=Filters(), person=None)
    tabs = [_tab(name, counts[name], current=name == key) for name in LABELS]
    if decides:
        waiting = rulings.counts(scope=acting.scope)["to_rule"]
        tabs.append(_tab(TO_RULE, waiting, current=key == TO_RULE))
        counts[TO_RULE] = waiting
    if key == TO_RULE:
        rows, more = rulings.page(TO_RULE, scope=acting.scope)
        return Exceptions(key, tabs, [], counts[key], more, returns=rulings.lines(rows))
    view = replace(found[key], order=URGES) if key == "urged" else found[key]
    page = worklist.page(view, scope=acting.scope, filters=Filters(), person=None)
    lines = rows_of.lines([r.case_id for r in page.rows])
    return Exceptions(
        key=key,
        tabs=tabs,
        rows=[Row(line, _why(line), _likeliest(line, acting)) for line in lines],
        total=counts[key],
        more=page.more,
    )


def overdue_count(acting: Acting, *, at: datetime) -> int:
    """How many cases of the leader's units are past due: the number in the rail."""
    view = next(view for view in worklist.views(at=at) if view.key == FIRST)
    return worklist.counts([view], scope=acting.scope, filters=Filters(), person=None)[FIRST]


def _tab(name: str, count: int, *, current: bool) -> Tab:
    return Tab(
        label=str(LABELS.get(name, _("To be ruled"))),
        url=f"?tab={name}",
        count=count if count <= worklist.MOST else f"{worklist.MOST - 1}+",
        tone=_TONES.get(name, "") if count else "",
        current=current,
        key=name,
    )


def _why(line: Line) -> list[tuple[str, str]]:
    """At most two reasons, the most pressing first."""
    case = line.case
    found = [tag for tag in line.tags if tag[1] in {"mood", "late"}]
    if case.urges:
        found.append((gettext("Urged %(n)s×") % {"n": case.urges}, "warn"))
    if case.state in _NOT_SENT:
        found.append((gettext("Not dispatched"), "late"))
    found += [tag for tag in line.tags if tag not in found]
    return found[:2]


def _likeliest(line: Line, acting: Acting) -> list[str]:
    """Press whoever has it and take it over; what is upset or with nobody is given away instead."""
    waiting = line.clock is not None and line.clock.is_waiting
    can = {verb.name for verb in verbs.allowed(line.case, acting, waiting=waiting)}
    if acting.may(rules.LEAD) and "dispatch" in can and acting.staff_id != line.case.handler_id:
        can.add("take")
    if acting.may(rules.LEAD) and line.clock is not None:
        can.add("escalate")
    upset = line.case.is_angry or line.case.to_escalate or line.case.state in _NOT_SENT
    order = ["take", "dispatch", "urge"] if upset else ["urge", "take", "dispatch"]
    return [name for name in order if name in can][:2] + [n for n in ["escalate"] if n in can]
