"""What happens to a case. Ids, codes, times and numbers only; words stand in journal texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """受理: first contact; owner and clocks begin here. Text: what the customer wants."""

    kind: ClassVar[str] = "cases.case.opened"
    case_kind: str
    channel: str
    category: str | None = None
    unit_id: int
    staff_id: int | None = None
    customer_id: int | None = None
    account_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseAccepted(Event):
    kind: ClassVar[str] = "cases.case.accepted"
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseDispatched(Event):
    """派单 or 改派 (``reassigned``). Text: instructions.

    ``returned``: back to the owner's unit, in entries from before a return had to say why.
    """

    kind: ClassVar[str] = "cases.case.dispatched"
    from_unit_id: int
    from_staff_id: int | None = None
    unit_id: int
    staff_id: int | None = None
    reassigned: bool = False
    returned: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseSentBack(Event):
    """退回: the unit that has the matter says it is not its own; nothing moves before the ruling.

    ``again`` when the first return of the instance was ruled on already. Text: why.
    """

    kind: ClassVar[str] = "cases.case.sent_back"
    unit_id: int
    staff_id: int | None = None
    reason: str
    to_unit_id: int
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseStarted(Event):
    kind: ClassVar[str] = "cases.case.started"
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseAnswered(Event):
    """答复: the matter is settled from our side. Text: the answer, visible to the customer."""

    kind: ClassVar[str] = "cases.case.answered"
    unit_id: int
    staff_id: int | None = None
    instance: int
    contacted: bool = False
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class EvaluationInvited(Event):
    kind: ClassVar[str] = "cases.case.evaluation_invited"
    instance: int


@dataclass(frozen=True, kw_only=True)
class CaseEvaluated(Event):
    """评价: the customer's own judgement, or what it was changed to. Text: what the customer said."""

    kind: ClassVar[str] = "cases.case.evaluated"
    instance: int
    score: int
    solved: bool
    channel: str
    changed: bool | None = None


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    kind: ClassVar[str] = "cases.case.closed"
    instance: int
    evaluated: bool


@dataclass(frozen=True, kw_only=True)
class CaseReopened(Event):
    """重开: the same matter again, with new clocks as the ``policy`` says. Text: why.

    ``rating_id``: the judgement that reopened it by itself, of this ``score``; then without a text.
    """

    kind: ClassVar[str] = "cases.case.reopened"
    instance: int
    unit_id: int
    staff_id: int | None = None
    policy: str | None = None
    rating_id: int | None = None
    score: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseArchived(Event):
    """归档. ``failed``: the principles it does not keep; then the text says why it is archived anyway."""

    kind: ClassVar[str] = "cases.case.archived"
    failed: list[str] | None = None


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(Event):
    """撤回: the customer wants nothing more. Text: why."""

    kind: ClassVar[str] = "cases.case.withdrawn"
    from_state: str


@dataclass(frozen=True, kw_only=True)
class CaseVoided(Event):
    """作废: entered by mistake, out of every figure. Text: why."""

    kind: ClassVar[str] = "cases.case.voided"
    from_state: str


@dataclass(frozen=True, kw_only=True)
class CaseMerged(Event):
    """并单: ended in an older case, which survives. Text: why they are one matter."""

    kind: ClassVar[str] = "cases.case.merged"
    from_state: str
    into_id: int


@dataclass(frozen=True, kw_only=True)
class CaseJoined(Event):
    """A younger case (``case_id``) was merged into this one; nothing of this one moved."""

    kind: ClassVar[str] = "cases.case.joined"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseNoted(Event):
    """备注. Text: the note."""

    kind: ClassVar[str] = "cases.case.noted"
    visibility: str
    contacted: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseFileAdded(Event):
    """附件. Text: the file's name."""

    kind: ClassVar[str] = "cases.case.file_added"
    file_id: int
    size: int


@dataclass(frozen=True, kw_only=True)
class CaseFileRemoved(Event):
    """A file and its content are gone. Text: its name and why; none when its time was ``over``."""

    kind: ClassVar[str] = "cases.case.file_removed"
    file_id: int
    over: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseDeclared(Event):
    """申告, charged to who has the matter. Text: what the customer declared."""

    kind: ClassVar[str] = "cases.case.declared"
    declaration_id: int
    channel: str
    counted: bool
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseUrged(Event):
    """催单; not ``counted`` when repeated within the window. Text: what was said."""

    kind: ClassVar[str] = "cases.case.urged"
    urge_id: int
    source: str
    channel: str
    counted: bool
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseWaits(Event):
    """等候: somebody else has to act first. Text: details."""

    kind: ClassVar[str] = "cases.case.waits"
    waiting_for: str
    reason: str
    until: datetime
    unit_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseResumed(Event):
    kind: ClassVar[str] = "cases.case.resumed"


@dataclass(frozen=True, kw_only=True)
class CaseHandedOver(Event):
    """移交: somebody leaves; the successor answers for the matter from now on."""

    kind: ClassVar[str] = "cases.case.handed_over"
    from_staff_id: int
    to_staff_id: int
    to_unit_id: int
    as_owner: bool
    as_handler: bool


@dataclass(frozen=True, kw_only=True)
class CaseEscalated(Event):
    """升级改派: a step of a ladder gives the matter to this unit (and person), unless ``refused`` says why not."""

    kind: ClassVar[str] = "cases.case.escalated"
    clock: int
    step: int
    unit_id: int | None = None
    staff_id: int | None = None
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class SupervisionProposed(Event):
    """建议督办: a step of a ladder finds that somebody above should look into the matter."""

    kind: ClassVar[str] = "cases.supervision.proposed"
    clock: int
    step: int
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseRecorded(Event):
    """A matter taken over from another system as it stood (历史导入); nothing was re-enacted."""

    kind: ClassVar[str] = "cases.case.recorded"
    case_kind: str
    channel: str
    state: str
    opened_at: datetime
    unit_id: int
    given_at: datetime | None = None  # what the file said, where the opening came first


@dataclass(frozen=True, kw_only=True)
class CaseHistoryStep(Event):
    """One change of a matter in another system, recorded as told (历史变更); only what it moved.

    ``irregular`` steps are none of our lifecycle. ``given_at`` is the time the file gave where it lay
    before the step before it. ``fields`` names further fields that moved. Text: a note of the row.
    """

    kind: ClassVar[str] = "cases.case.history_step"
    state: str | None = None
    waiting_for: str | None = None
    unit_id: int | None = None
    reassignments: int | None = None
    reopens: int | None = None
    irregular: bool | None = None
    given_at: datetime | None = None
    fields: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class CaseCorrected(Event):
    """更正导入: a later file said otherwise; only these fields moved. Words are never in here."""

    kind: ClassVar[str] = "cases.case.corrected"
    fields: tuple[str, ...]
    state: str | None = None
    due_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    unit_id: int | None = None
