"""The words of a case, as in the glossary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseKind(models.TextChoices):
    CONSULTATION = "consultation", _("Consultation")
    SERVICE_REQUEST = "service_request", _("Service request")
    FAULT_REPORT = "fault_report", _("Fault report")
    NEW_INSTALLATION = "new_installation", _("New installation")
    RELOCATION = "relocation", _("Relocation")
    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")
    COMMENDATION = "commendation", _("Commendation")
    DATA_REQUEST = "data_request", _("Personal data request")


class Channel(models.TextChoices):
    HOTLINE = "hotline", _("Hotline")
    HALL = "hall", _("Service hall")
    WEB = "web", _("Web")
    APP = "app", _("App")
    IMPORT = "import", _("Import")
    STAFF = "staff", _("Staff")
    BOOK = "book", _("Opinion book")
    OTHER = "other", _("Other")


class CaseState(models.TextChoices):
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    DISPATCHED = "dispatched", _("Dispatched")
    IN_PROGRESS = "in_progress", _("In progress")
    ANSWERED = "answered", _("Answered")
    AWAITING_EVALUATION = "awaiting_evaluation", _("Awaiting evaluation")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")
    MERGED = "merged", _("Merged")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOID = "void", _("Void")


IN_WORK = frozenset(
    {CaseState.RECEIVED, CaseState.ACCEPTED, CaseState.DISPATCHED, CaseState.IN_PROGRESS}
)
SETTLED = frozenset({CaseState.ANSWERED, CaseState.AWAITING_EVALUATION})
OPEN = IN_WORK | SETTLED
ENDED = frozenset(CaseState) - OPEN
UNCOUNTED = frozenset({CaseState.WITHDRAWN, CaseState.MERGED, CaseState.VOID})  # outside KPIs


class UrgeSource(models.TextChoices):
    """Who pressed for the matter (催单人)."""

    CUSTOMER = "customer", _("Customer")
    OWNER_UNIT = "owner_unit", _("Owner's unit")
    LEADER = "leader", _("Leader")


class RatingReason(models.TextChoices):
    """What a customer may add to a judgement with one tap (评价原因)."""

    KIND = "kind", _("Friendly")
    ON_TIME = "on_time", _("Came on time")
    CLEAR = "clear", _("Explained well")
    UNKIND = "unkind", _("Unfriendly")
    SLOW = "slow", _("Took too long")
    UNCLEAR = "unclear", _("Not explained")
    NOT_SOLVED = "not_solved", _("Problem not solved")


class WaitReason(models.TextChoices):
    """What a matter waits for, as words a clerk picks (等候原因)."""

    CUSTOMER_ABSENT = "customer_absent", _("Customer not available")
    CUSTOMER_DOCUMENTS = "customer_documents", _("Customer to supply papers")
    CUSTOMER_APPOINTMENT = "customer_appointment", _("Customer wants a later date")
    OTHER_DEPARTMENT = "other_department", _("Another department has to act")
    INTERNAL_REQUEST = "internal_request", _("A department was asked and has to answer")
    PARTNER = "partner", _("Partner has to act")
    SPARE_PART = "spare_part", _("Spare part on order")
    WEATHER = "weather", _("Weather")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    OTHER = "other", _("Other reason")


class WaitingFor(models.TextChoices):
    """Whom the hold names while a matter waits (等待对象)."""

    CUSTOMER = "customer", _("Customer")
    DEPARTMENT = "department", _("Department")
    PARTNER = "partner", _("Partner")
    WEATHER = "weather", _("Weather")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    OTHER = "other", _("Other")
