"""What leaves the demo branch: nothing. Its text messages are lines of a file, so that the pages live."""

from __future__ import annotations

import zlib
from datetime import datetime, time

from django.db import transaction

from shouwen.domains.cases.choices import CaseKind, CaseState
from shouwen.domains.cases.models import Case
from shouwen.domains.portal.actions import send_link
from shouwen.domains.portal.choices import EVALUATE, PROGRESS
from shouwen.kernel.actor import Actor
from shouwen.platform.journal.actions import run_reaction
from shouwen.platform.journal.models import Entry
from shouwen.platform.notify import actions
from shouwen.platform.notify.choices import AddressKind, ChannelKind
from shouwen.platform.notify.models import Address, Channel
from shouwen.platform.org.models import Staff

CODE = "sms"
UNREACHABLE = "0000"
"""Numbers with this ending are refused by the demo's gateway, to show a failure."""
LINKS = 3
"""So many customers of each of two states have a link."""
TOLD = 8
"""So many of the newest open complaints have their assignment told."""
REACTION = "cases.tell_of_assignment"


@transaction.atomic
def furnish(*, by: Actor, at: datetime) -> None:
    """The channel, and a number for everybody; safe to run again."""
    if not Channel.objects.filter(code=CODE).exists():
        actions.create_channel(
            CODE,
            ChannelKind.FILE,
            name="短信（演示，只写入文件）",
            config={"refuse": UNREACHABLE},
            enabled=True,
            by=by,
            at=at,
        )
    for staff in Staff.objects.filter(account__is_demo=True, addresses__isnull=True).order_by("pk"):
        number = f"100{1 + zlib.crc32(staff.number.encode()) % 99_999_998:08d}"
        actions.set_address(staff.pk, AddressKind.PHONE, number, by=by, at=at)


@transaction.atomic
def tell(*, by: Actor, at: datetime) -> None:
    """Tell of the newest complaints: most arrive, one number does not answer, one person is quiet."""
    found = Case.objects.filter(
        kind=CaseKind.COMPLAINT,
        state__in=[CaseState.DISPATCHED, CaseState.IN_PROGRESS],
        handler__isnull=False,
    )
    newest = list(found.order_by("-pk").values_list("pk", "handler_id")[:TOLD])
    handlers = list(dict.fromkeys(handler for _, handler in newest))
    if len(handlers) > 2:
        number = f"1000000{UNREACHABLE}"
        actions.set_address(handlers[1], AddressKind.PHONE, number, by=by, at=at)
        actions.set_quiet(time(0, 0), time(23, 59), staff_id=handlers[2], by=by, at=at)
    for case, _ in newest:
        entry = (
            Entry.objects.filter(subject_kind="case", subject_id=case, kind="cases.case.dispatched")
            .order_by("-seq")
            .first()
        )
        if entry is not None:
            run_reaction(entry_id=entry.pk, reaction=REACTION)


@transaction.atomic
def invite_customers(*, by: Actor, at: datetime) -> None:
    """Customers of the newest open matters have the link to their own page, as lines of the file."""
    for state, message in (
        (CaseState.IN_PROGRESS, PROGRESS),
        (CaseState.AWAITING_EVALUATION, EVALUATE),
    ):
        newest = Case.objects.filter(state=state, customer__isnull=False).order_by("-pk")[:LINKS]
        for pk in newest.values_list("pk", flat=True):
            send_link(pk, message, key=f"demo:{pk}:{message}", by=by, at=at)


@transaction.atomic
def take_down(*, by: Actor, at: datetime) -> None:
    """The demo's channel is switched off, its numbers are forgotten."""
    for channel in Channel.objects.filter(code=CODE, kind=ChannelKind.FILE, enabled=True):
        actions.edit_channel(channel.pk, enabled=False, by=by, at=at)
    for address in Address.objects.filter(staff__account__is_demo=True).order_by("pk"):
        actions.forget_address(address.staff_id, address.kind, by=by, at=at)
