"""收件: another system opens a matter here, adds words to it or urges it; each delivery is done once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.hooks import queries, signing
from shouwen.domains.hooks.choices import Outcome
from shouwen.domains.hooks.errors import (
    DeliveryRefused,
    OtherContents,
    ReferenceUnknown,
    SwitchedOff,
    TooMany,
)
from shouwen.domains.hooks.events import SecretChanged, SourceOpened, SourceSwitched
from shouwen.domains.hooks.models import Delivery, Matter, Source
from shouwen.domains.hooks.reading import Wanted, read
from shouwen.domains.intake.actions import NewCaller, take_in
from shouwen.kernel.actor import Actor
from shouwen.kernel.errors import Refused
from shouwen.kernel.subject import Subject
from shouwen.platform.access.scope import Scope
from shouwen.platform.access.vault import seal
from shouwen.platform.journal.actions import record
from shouwen.platform.org.queries import below

OVERLAP = timedelta(hours=24)
"""So long the former secret still holds after a change."""
SIGNED_A_MINUTE, UNSIGNED_A_MINUTE = 120, 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender is told."""

    status: int
    outcome: Outcome
    code: str = ""
    message: str = ""
    case: Case | None = None


def receive(source: Source, *, timestamp: str, signature: str, body: bytes, at: datetime) -> Answer:
    """One delivery: checked, done once, and kept with its result; what is refused leaves nothing else."""
    digest = hashlib.sha256(body).digest()
    signed, wanted = False, None
    try:
        signing.check(source, timestamp, signature, body, at=at)
        signed = True
        if not source.active:
            raise SwitchedOff
        wanted = read(body)
        return _done(source, wanted, digest, at=at)
    except Refused as refusal:
        status = refusal.status if isinstance(refusal, DeliveryRefused) else 409
        why = str(refusal)[:300]
        if _worth_keeping(source, refusal, signed=signed, at=at):
            Delivery.objects.create(
                source=source,
                at=at,
                event=wanted.id if wanted else "",
                does=wanted.do if wanted else "",
                digest=digest,
                signed=signed,
                outcome=Outcome.REFUSED,
                code=refusal.code,
                why=why,
            )
        return Answer(status, Outcome.REFUSED, refusal.code, why)


def _worth_keeping(source: Source, refusal: Refused, *, signed: bool, at: datetime) -> bool:
    """Nobody fills our table: of unsigned deliveries some a minute are kept, of those too many one."""
    if isinstance(refusal, TooMany):
        return not queries.lately(source, at).filter(code=TooMany.code).exists()
    return signed or queries.lately(source, at).filter(signed=False).count() < UNSIGNED_A_MINUTE


@transaction.atomic
def _done(source: Source, wanted: Wanted, digest: bytes, *, at: datetime) -> Answer:
    """Deliveries of one source are done one after the other, so that each is done once."""
    Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    if queries.lately(source, at).filter(signed=True).count() >= SIGNED_A_MINUTE:
        raise TooMany(most=SIGNED_A_MINUTE)
    before = queries.done_before(source, wanted.id)
    if before is not None and bytes(before.digest) != digest:
        raise OtherContents
    case = before.case if before else _opened_before(source, wanted)
    outcome = Outcome.REPEATED if case else Outcome.DONE
    if case is None:
        by = Actor(via="api", unit=source.unit_id)
        case = (
            _open(source, wanted, by, at) if wanted.do == "open" else _add(source, wanted, by, at)
        )
    Delivery.objects.create(
        source=source,
        at=at,
        event=wanted.id,
        does=wanted.do,
        digest=digest,
        signed=True,
        outcome=outcome,
        case=case,
    )
    return Answer(200 if outcome == Outcome.REPEATED else 201, outcome, case=case)


def _opened_before(source: Source, wanted: Wanted) -> Case | None:
    """The case of this reference, where it is to be opened a second time under another id."""
    return queries.case_of(source, wanted.reference) if wanted.do == "open" else None


def _open(source: Source, wanted: Wanted, by: Actor, at: datetime) -> Case:
    case = take_in(
        kind=wanted.kind.value,
        channel=source.channel,
        title=wanted.title,
        text=wanted.text,
        caller=NewCaller(**wanted.customer.model_dump()),
        known_to=Scope(units=below(source.unit_id)),
        by=by,
        at=at,
    )
    Matter.objects.create(source=source, reference=wanted.reference, case=case)
    return case


def _add(source: Source, wanted: Wanted, by: Actor, at: datetime) -> Case:
    case = queries.case_of(source, wanted.reference)
    if case is None:
        raise ReferenceUnknown
    if wanted.do == "note":
        return cases.note(case.pk, text=wanted.text, by=by, at=at)
    cases.urge(case.pk, channel=source.channel, text=wanted.text, by=by, at=at)
    return case


# -- the sources -----------------------------------------------------------------------------------


@transaction.atomic
def open_source(
    *, code: str, name: str, unit_id: int, channel: str, by: Actor, at: datetime
) -> tuple[Source, str]:
    """新增来源: the source and its secret, which is shown this once."""
    secret = _new_secret()
    source = Source.objects.create(
        code=code, name=name, unit_id=unit_id, channel=channel, secret=seal(secret), created_at=at
    )
    record(SourceOpened(subject=subject(source.pk), unit_id=unit_id), by=by, at=at)
    return source, secret


@transaction.atomic
def change_secret(source_id: int, *, by: Actor, at: datetime) -> tuple[Source, str]:
    """更换密钥: the new one is shown this once; the one before still holds for a day."""
    source = Source.objects.select_for_update().get(pk=source_id)
    secret = _new_secret()
    source.former_secret, source.former_until = source.secret, at + OVERLAP
    source.secret = seal(secret)
    source.save(update_fields=["secret", "former_secret", "former_until"])
    record(SecretChanged(subject=subject(source.pk)), by=by, at=at)
    return source, secret


@transaction.atomic
def switch(source_id: int, *, active: bool, by: Actor, at: datetime) -> Source:
    """启用或停用: while it is off its deliveries are refused and can be seen."""
    source = Source.objects.select_for_update().get(pk=source_id)
    if source.active != active:
        source.active = active
        source.save(update_fields=["active"])
        record(SourceSwitched(subject=subject(source.pk), active=active), by=by, at=at)
    return source


def subject(source_id: int) -> Subject:
    return Subject("hook_source", source_id)


def _new_secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"
