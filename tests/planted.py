"""One distinctive person in every corner of the installation: what must never be read in plain words.

The telephone number, the name, the address and the identity number are typed wherever people type: into
title, request, note, question, task, return, answer and evaluation of a case, in a file's rows and in a draft.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.timezone import now

from shouwen.domains.appeals import actions as appeals
from shouwen.domains.asks import actions as asks
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.domains.portal import actions as portal
from shouwen.domains.portal.choices import PROGRESS
from shouwen.domains.portal.tokens import token_of
from shouwen.domains.rulings import actions as rulings
from shouwen.domains.teamwork import actions as teamwork
from shouwen.kernel.actor import SYSTEM
from shouwen.platform.journal.actions import run_reaction
from shouwen.platform.notify.actions import create_channel
from tests.world import World

PHONE = "13987650817"
SPOKEN = "139-8765-0817"
NAME = "慕容雪见"
ADDRESS = "晴川市东河县人民路77弄12号903室"
ID_NO = "330106199003078817"
PLAIN = (PHONE, SPOKEN, NAME, ADDRESS, "77弄12号", ID_NO)
SAID = f"{NAME}来电，{PHONE}或{SPOKEN}，住{ADDRESS}，身份证{ID_NO}，光猫红灯"
STEP = timedelta(minutes=1)


@dataclass(frozen=True)
class Words:
    """What is typed about the person."""

    name: str = NAME
    address: str = ADDRESS
    said: str = SAID


PERSON = Words()


@dataclass
class Planted:
    """Where the person stands: ids by the name of what they belong to."""

    customer: int
    cases: list[int] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    task: int = 0
    ruling: int = 0
    appeal: int = 0
    token: str = ""


def plant(world: World, words: Words = PERSON) -> Planted:
    """The person, an open and an ended matter, and everything said about them."""
    at, since = now() - timedelta(hours=5), _latest_job()
    agent = world.actor("0101")
    person = customers.register(
        name=words.name, phone=PHONE, id_no=ID_NO, address=words.address, unit_id=world.units["DH"], by=agent, at=at
    )  # fmt: skip
    line = customers.add_account(
        person.pk, number="0801998817", address=words.address, product="宽带"
    )
    found = Planted(person.pk)
    create_channel("sms", "file", name="短信", config={}, enabled=True, by=SYSTEM, at=at)
    said = words.said
    found.cases = [
        _open(world, person, line, found, at, said),
        _ended(world, person, line, found, at, said),
    ]
    _reactions(since)
    return found


def _open(
    world: World, person: Customer, line: ServiceAccount, found: Planted, at: datetime, said: str
) -> int:
    agent, clerk = world.actor("0101"), world.actor("0112")
    case = _taken(world, person, line, at, said)
    cases.accept(case.pk, by=agent, at=at)
    cases.dispatch(case.pk, unit_id=world.units["QC-NET"], text=said, by=agent, at=at + STEP)
    cases.note(case.pk, text=said, by=clerk, at=at + 2 * STEP)
    cases.note(case.pk, text=said, visibility="customer", by=clerk, at=at + 3 * STEP)
    cases.urge(case.pk, source="customer", channel="hotline", text=said, by=agent, at=at + 4 * STEP)
    asked = asks.ask(case.pk, unit_id=world.units["QC-EXP"], text=said, blocking=False, by=clerk, at=at + 5 * STEP)  # fmt: skip
    asks.answer(asked.pk, text=said, by=world.actor("0104"), at=at + 6 * STEP)
    quick = asks.ask_quickly(unit_id=world.units["QC-EXP"], text=said, topic="", case_id=case.pk, by=agent, at=at + 7 * STEP)  # fmt: skip
    found.requests = [asked.pk, quick.pk]
    found.task = teamwork.assign(
        case.pk, unit_id=world.units["DH-01-G1"], text=said, by=clerk, at=at + 8 * STEP
    ).pk
    found.ruling = rulings.send_back(
        case.pk, reason="not_ours", proposed_unit_id=world.units["DH-01-G1"], text=said, by=clerk, at=at + 9 * STEP
    ).pk  # fmt: skip
    link = portal.send_link(case.pk, PROGRESS, key="planted", by=SYSTEM, at=now())
    found.token = token_of(link.nonce) if link else ""
    return case.pk


def _ended(
    world: World, person: Customer, line: ServiceAccount, found: Planted, at: datetime, said: str
) -> int:
    agent = world.actor("0101")
    case = _taken(world, person, line, at - timedelta(hours=3), said)
    cases.accept(case.pk, by=agent, at=at)
    cases.answer(case.pk, text=said, by=agent, at=at)
    cases.evaluate(case.pk, score=1, solved=False, text=said, by=world.actor("0105"), at=at + STEP)
    found.appeal = appeals.appeal(
        case.pk, about="rating", of=case.ratings.get().pk, ground="wrong_target", text=said, by=agent, at=at + 2 * STEP
    ).pk  # fmt: skip
    return case.pk


def _taken(world: World, person: Customer, line: ServiceAccount, at: datetime, said: str) -> Case:
    return cases.open_case(
        kind="fault_report",
        channel="hotline",
        title=said[:200],
        text=said,
        customer_id=person.pk,
        account_id=line.pk,
        by=world.actor("0101"),
        at=at,
    )


def _latest_job() -> int:
    """Jobs up to this one are of other tests: emptying the tables leaves the queue alone."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.aggregate(latest=Max("pk"))["latest"] or 0


def _reactions(since: int) -> None:
    """What follows from it: notices, reminders, messages; each job once, by hand."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    jobs = ProcrastinateJob.objects.filter(task_name="journal.react", pk__gt=since).order_by("pk")
    for args in list(jobs.values_list("args", flat=True)):
        run_reaction(**args)


def seen(answer: Any) -> list[str]:
    """Which of the planted words stand in an answer: its body, its headers, the files inside a packed one."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    texts = [body.decode("utf-8", "ignore"), *(f"{k}: {v}" for k, v in answer.headers.items())]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            texts = [packed.read(name).decode("utf-8", "ignore") for name in packed.namelist()]
    spelt = [re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text) for text in texts]
    return [word for word in PLAIN if any(word in text for text in spelt)]
