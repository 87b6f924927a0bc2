"""What happens to an internal request. Ids, codes and times only; words stand in journal texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class RequestAsked(Event):
    """部门问询 or 快速求助: one department is asked. Text: the question.

    ``staff_id`` is whom a quick ask went to first, ``waiting`` that the customer stands by.
    """

    kind: ClassVar[str] = "asks.request.asked"
    case_id: int | None
    from_unit_id: int
    from_staff_id: int | None = None
    unit_id: int
    staff_id: int | None = None
    blocking: bool
    quick: bool = False
    waiting: bool = False
    by_phone: bool = False
    duty_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class RequestAccepted(Event):
    kind: ClassVar[str] = "asks.request.accepted"
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class RequestNoted(Event):
    """进展; ``progress`` when the department itself said how far it is. Text: the note."""

    kind: ClassVar[str] = "asks.request.noted"
    progress: bool


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(Event):
    """答复 to the unit that asked. Text: the answer."""

    kind: ClassVar[str] = "asks.request.answered"
    case_id: int | None
    unit_id: int
    staff_id: int | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class RequestReturned(Event):
    """退回: the department says that it is not its matter. Text: why."""

    kind: ClassVar[str] = "asks.request.returned"
    case_id: int | None
    unit_id: int
    staff_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class RequestGivenUp(Event):
    """Nobody reached (NOT_REACHED) or no clear answer (UNCLEAR); counts against the department."""

    kind: ClassVar[str] = "asks.request.given_up"
    case_id: int | None
    unit_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class RequestWithdrawn(Event):
    """撤回: the answer is no longer needed, or the case has ended (``because``). Text: why."""

    kind: ClassVar[str] = "asks.request.withdrawn"
    case_id: int | None
    unit_id: int
    because: str | None = None


@dataclass(frozen=True, kw_only=True)
class RequestFollowed(Event):
    """The case was merged into an older one; the request goes on there, and holds nothing up."""

    kind: ClassVar[str] = "asks.request.followed"
    from_case_id: int
    case_id: int


@dataclass(frozen=True, kw_only=True)
class RequestHandedOver(Event):
    """移交: somebody leaves; the successor answers, or waits for the answer, from now on."""

    kind: ClassVar[str] = "asks.request.handed_over"
    from_staff_id: int
    to_staff_id: int


@dataclass(frozen=True, kw_only=True)
class RequestPassedOn(Event):
    """转 B 角、转值班: nobody accepted a quick ask in time; ``why`` names whom it went to, and as what."""

    kind: ClassVar[str] = "asks.request.passed_on"
    unit_id: int
    from_staff_id: int | None = None
    staff_id: int
    step: int
    why: str


@dataclass(frozen=True, kw_only=True)
class RequestBecameCase(Event):
    """转工单: the question of a quick ask is the customer's matter; it goes on under a case of its own."""

    kind: ClassVar[str] = "asks.request.became_case"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerRated(Event):
    """一线评分: what whoever asked thinks of the answer, 1 to 5."""

    kind: ClassVar[str] = "asks.answer.rated"
    unit_id: int
    score: int
