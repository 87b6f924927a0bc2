"""One distinctive person in every corner of the installation: what must never be read in plain words.

The telephone number, the name, the address and the identity number are typed wherever people type: into
title, request, note, question, task, return, answer and evaluation of a case, as a call, into the opinion book,
as a suggestion, in the name of a file, in what is brought in, in the reason of a legal hold, in a draft, as a note
about a colleague, in the scope of an export and the reason for a larger one, as a leader's reason to escalate;
the matter has papers and a visit.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.timezone import localdate, now

from shouwen.domains.appeals import actions as appeals
from shouwen.domains.asks import actions as asks
from shouwen.domains.balances import actions as balances
from shouwen.domains.calls import actions as calls
from shouwen.domains.calls.calling import Ringing
from shouwen.domains.care import actions as care
from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case
from shouwen.domains.cases.queries import climbing
from shouwen.domains.customers import actions as customers
from shouwen.domains.customers.models import Customer, ServiceAccount
from shouwen.domains.imports import uploads
from shouwen.domains.intake.actions import NewCaller
from shouwen.domains.papers import actions as papers
from shouwen.domains.portal import actions as portal
from shouwen.domains.portal.choices import PROGRESS
from shouwen.domains.portal.queries.appointing import windows
from shouwen.domains.portal.tokens import token_of
from shouwen.domains.privacy import actions as privacy
from shouwen.domains.rulings import actions as rulings
from shouwen.domains.teamwork import actions as teamwork
from shouwen.domains.voices import actions as voices
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.subject import Subject
from shouwen.platform.access.scope import EVERYTHING
from shouwen.platform.drafts import actions as drafts
from shouwen.platform.exports import actions as exports
from shouwen.platform.files import storage
from shouwen.platform.journal.actions import run_reaction
from shouwen.platform.notify.actions import create_channel
from shouwen.platform.org.commanding import acting_as
from tests.world import World

PHONE = "13987650817"
SPOKEN = "139-8765-0817"
NAME = "慕容雪见"
ADDRESS = "晴川市东河县人民路77弄12号903室"
ID_NO = "330106199003078817"
PLAIN = (PHONE, SPOKEN, NAME, ADDRESS, "77弄12号", ID_NO)
SAID = f"{NAME}来电，{PHONE}或{SPOKEN}，住{ADDRESS}，身份证{ID_NO}，光猫红灯"
NUMBERS = f"用户{PHONE}或{SPOKEN}，身份证{ID_NO}"
"""What can be covered where nobody knows whose name and address it is."""
FILE_NAME = f"{NAME}{PHONE}.png"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
STEP = timedelta(minutes=1)
DAY = timedelta(days=1)


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
    unit: int
    cases: list[int] = field(default_factory=list)
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
    found = Planted(person.pk, world.units["QC"])
    create_channel("sms", "file", name="短信", config={}, enabled=True, by=SYSTEM, at=at)
    said = words.said
    found.cases = [
        _open(world, person, line, found, at, said),
        _ended(world, person, line, found, at, said),
    ]
    _elsewhere(world, found, at, words)
    _kept(world, found, at, words)
    _reactions(since)
    return found


def _elsewhere(world: World, found: Planted, at: datetime, words: Words) -> None:
    """The person where no matter of the front desk is: on the telephone, in the book, in files, in requests."""
    agent, clerk, said = world.actor("0101"), world.actor("0112"), words.said
    missed, running = Ringing(PHONE, "planted-1"), Ringing(PHONE, "planted-2")
    calls.told(missed, "hangup", agent_id=world.staff["0101"], at=at)
    calls.told(running, "answer", agent_id=world.staff["0101"], at=now() - STEP)
    writer = NewCaller(name=words.name, phone=PHONE, address=words.address)
    voices.enter(
        world.units["DH-01-H"], book="1", number=1, written_on=at.date(), kind="complaint", text=said,
        writer=writer, by=clerk, at=at,
    )  # fmt: skip
    about_somebody = said.replace(words.name, "用户")  # whose name it is nobody can know
    voices.suggest(world.staff["0112"], text=about_somebody, named=True, by=clerk, at=at)
    privacy.ask_beside(found.cases[0], wish="copy", checked="papers", by=agent, at=at + 10 * STEP)
    privacy.hold(Subject("case", found.cases[1]), reason=said, by=SYSTEM, at=at + 10 * STEP)
    balances.take(
        [balances.News("0801998817", -12_300, at)], source="计费", scope=EVERYTHING, at=at + STEP
    )
    with storage.receive([PICTURE], name=FILE_NAME) as picture:
        cases.add_file(found.cases[0], picture, by=agent, at=at + 11 * STEP)
    rows = f"工单号,电话,姓名,地址,内容\nX1,{PHONE},{words.name},{words.address},{said}\n"
    uploads.receive(
        [rows.encode()], name="登记表.csv", account_id=world.administrator.pk, post_id=None, at=at
    )


def _kept(world: World, found: Planted, at: datetime, words: Words) -> None:
    """The person in what is kept beside the matters: papers, a visit, files taken, views, macros, drafts, notes."""
    clerk, leader = world.actor("0112"), world.actor("0102")
    case, acting = found.cases[0], acting_as(leader, at=now())
    coming = climbing.next_step(Case.objects.get(pk=case), at=now())
    assert acting is not None and coming is not None
    cases.escalate_now(
        case, clock=coming.clock, step=coming.step, text=words.said, by=leader, at=now()
    )
    needed = papers.set_list(
        "fault_report", "", [papers.Line(name="身份证", note="与户主一致", form="both")],
        since=localdate(at) - 2 * DAY, why="制度", by=world.actor("0109"), at=at - 3 * DAY,
    )  # fmt: skip
    papers.tick(case, needed.papers.get().pk, taken=True, seen=None, by=clerk, at=at + 12 * STEP)
    start, _end = windows(Case.objects.get(pk=case), at=now())[0]
    portal.appoint(case, start, seen=None, by=clerk, at=now())
    leader_account, manager = world.account("0102").pk, world.actor("0103")
    exports.take(acting, "cases.list", "csv", rows=2, scope=NUMBERS, at=now())
    exports.grant(leader_account, rows=10, reason=NUMBERS, by=manager, at=now())
    drafts.keep(world.account("0101").pk, "intake", {"text": words.said}, at=now())
    care.write(world.staff["0101"], text=words.said, by=leader, at=at + 13 * STEP)


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
    asks.ask_quickly(unit_id=world.units["QC-EXP"], text=said, topic="", case_id=case.pk, by=agent, at=at + 7 * STEP)  # fmt: skip
    teamwork.assign(case.pk, unit_id=world.units["DH-01-G1"], text=said, by=clerk, at=at + 8 * STEP)
    rulings.send_back(
        case.pk, reason="not_ours", proposed_unit_id=world.units["DH-01-G1"], text=said, by=clerk, at=at + 9 * STEP
    )  # fmt: skip
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
    row = appeals.appeal(
        case.pk, about="rating", of=case.ratings.get().pk, ground="wrong_target", text=said, by=agent, at=at + 2 * STEP
    )  # fmt: skip
    with storage.receive([PICTURE + b"1"], name=FILE_NAME) as proof:
        appeals.present(row.pk, proof, by=agent, at=at + 3 * STEP)
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


def seen(answer: Any, words: Iterable[str] = PLAIN) -> list[str]:
    """Which of the planted words stand in an answer: its body, its headers, the files inside a packed one."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    texts = [body.decode("utf-8", "ignore"), *(f"{k}: {v}" for k, v in answer.headers.items())]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            texts = [packed.read(name).decode("utf-8", "ignore") for name in packed.namelist()]
    spelt = [re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text) for text in texts]
    return [word for word in words if any(word in text for text in spelt)]
