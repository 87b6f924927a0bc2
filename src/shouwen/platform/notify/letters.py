"""What a delivery says outside the house: numbers and times, no customer's name or telephone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, ngettext

from shouwen.platform.notify import outsiders, words
from shouwen.platform.notify.choices import ChannelKind
from shouwen.platform.notify.models import Channel, Delivery, Template
from shouwen.platform.notify.senders import Letter
from shouwen.platform.notify.senders.robot import MARKDOWN_BYTES
from shouwen.platform.org import queries as org
from shouwen.platform.ui.components.words import short_time

PLACES = ("matter", "title", "what", "due", "unit", "link")
"""What a template may use, as {matter}."""
_PLACE = re.compile(r"\{([a-z]+)\}")
_MARKUP = str.maketrans(
    {"<": "＜", ">": "＞", "[": "［", "]": "］", "`": "＇", "*": "＊", "_": "＿"}
)


class NoTemplate(Exception):
    """The channel sends approved templates only, and there is none for this kind of notice."""


def letter(delivery: Delivery, channel: Channel, *, to: str, at: datetime) -> Letter:
    """One delivery as its channel sends it."""
    with translation.override(_language(delivery)):
        places = _places([delivery])[delivery.pk]
        template = _template(channel, delivery.kind)
        if channel.kind == ChannelKind.SMS and (template is None or not template.provider_id):
            raise NoTemplate
        body = (template.body if template else "") or _line(delivery, channel)
        subject = (template.subject if template else "") or "{what} {matter}"
        return Letter(
            uid=delivery.uid.hex,
            to=to,
            at=at,
            kind=delivery.kind,
            subject=fill(subject, places) if channel.kind == ChannelKind.EMAIL else "",
            text=fill(body, _plain(places) if channel.kind == ChannelKind.ROBOT else places),
            template=template.provider_id if template else "",
            variables={
                name: fill(text, places)
                for name, text in (template.variables if template else {}).items()
            },
            payload=payload(delivery),
        )


def digest(deliveries: Sequence[Delivery], *, uid: str, at: datetime) -> tuple[Letter, int]:
    """Several alarms as one message of a group robot, and how many of them fit into it."""
    with translation.override(settings.LANGUAGE_CODE):
        places = _places(deliveries)
        lines: list[str] = []
        size = 200
        for delivery in deliveries:
            line = "> " + fill(_line(delivery), _plain(places[delivery.pk]))
            size += len(line.encode()) + 1
            if size > MARKDOWN_BYTES and lines:
                break
            lines.append(line)
        n = len(lines)
        head = ngettext("%(n)d reminder", "%(n)d reminders", n) % {"n": n}
    text = "\n".join(lines)
    return Letter(uid=uid, to="", at=at, kind="notify.digest", subject=head, text=text), n


def payload(delivery: Delivery) -> dict[str, Any]:
    """What a webhook says: ids and codes; whoever may know more asks the API."""
    data = {"subject": f"{delivery.subject_kind}:{delivery.subject_id}", **delivery.params}
    if delivery.clock_id is not None:
        data |= {"clock": delivery.clock_id, "step": delivery.step, "late": delivery.late}
    stamp = delivery.queued_at.isoformat(timespec="seconds")
    return {"type": delivery.kind, "timestamp": stamp, "data": data}


def fill(text: str, places: Mapping[str, str]) -> str:
    """The text with {places} replaced; anything else in braces stays as it is."""
    return _PLACE.sub(lambda m: places.get(m[1], m[0]), text).strip()


def _line(delivery: Delivery, channel: Channel | None = None) -> str:
    dated = bool(delivery.params.get("due_at"))
    if outsiders.goes_outside(delivery.kind):
        return "{what} {matter}, {due}: {link}" if dated else "{what} {matter}: {link}"
    line = gettext("{matter} {what}, due {due}") if dated else "{matter} {what}"
    if channel is not None and channel.kind in (ChannelKind.EMAIL, ChannelKind.ROBOT):
        return f"{line}\n{{link}}"
    return line


def _plain(places: Mapping[str, str]) -> dict[str, str]:
    """Without what a robot would take for a link, a mention or markup; addresses stay."""
    return {
        n: v if n == "link" else " ".join(v.translate(_MARKUP).split()) for n, v in places.items()
    }


def _places(deliveries: Sequence[Delivery]) -> dict[int, dict[str, str]]:
    wanted: dict[str, set[int]] = {}
    for delivery in deliveries:
        wanted.setdefault(delivery.subject_kind, set()).add(delivery.subject_id)
    names = {kind: words.present(kind, ids) for kind, ids in wanted.items()}
    units = org.names({d.params["unit"] for d in deliveries if d.params.get("unit")})
    return {d.pk: _filled(d, names[d.subject_kind][d.subject_id], units) for d in deliveries}


def _filled(delivery: Delivery, named: words.Named, units: Mapping[int, str]) -> dict[str, str]:
    unit = delivery.params.get("unit")
    due = parse_datetime(str(delivery.params.get("due_at") or ""))
    token = delivery.notice.token if delivery.notice else None
    path = f"/n/{token}/" if token else named.url
    if outside := outsiders.goes_outside(delivery.kind):
        outsider = outsiders.find(delivery)
        path = outsider.path if outsider else ""
    return {
        "matter": named.number or named.title,
        "title": "" if outside else named.title,
        "what": str(words.sentence(delivery.kind, delivery.params).text),
        "due": str(short_time(due, org.zone_of(unit).key)) if due else "—",
        "unit": units.get(unit, "") if unit else "",
        "link": f"{settings.PUBLIC_URL}{path}" if path else "",
    }


def _template(channel: Channel, kind: str) -> Template | None:
    found = {t.kind: t for t in Template.objects.filter(channel=channel, kind__in=["", kind])}
    return found.get(kind) or found.get("")


def _language(delivery: Delivery) -> str:
    if outsider := outsiders.find(delivery):
        return outsider.language or settings.LANGUAGE_CODE
    account = delivery.staff.account if delivery.staff else None
    return (account.locale if account else "") or settings.LANGUAGE_CODE
