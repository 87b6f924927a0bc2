"""The set-up of channels and their templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access import vault
from shouwen.platform.journal.actions import record
from shouwen.platform.notify.choices import ChannelKind
from shouwen.platform.notify.errors import CodeTaken
from shouwen.platform.notify.events import ChannelChanged
from shouwen.platform.notify.models import Channel, Health, Template
from shouwen.platform.notify.senders.robot import PER_MINUTE


@transaction.atomic
def create_channel(
    code: str,
    kind: str,
    *,
    name: str,
    config: Mapping[str, Any] | None = None,
    secret: Mapping[str, str] | None = None,
    enabled: bool = False,
    allow_private: bool = False,
    per_minute: int | None = None,
    by: Actor,
    at: datetime,
) -> Channel:
    """新建通道; a robot sends twenty messages a minute unless told otherwise."""
    if per_minute is None and kind == ChannelKind.ROBOT:
        per_minute = PER_MINUTE
    try:
        with transaction.atomic():
            channel = Channel.objects.create(
                code=code,
                kind=kind,
                name=name,
                config=dict(config or {}),
                secret=vault.seal_set(dict(secret or {})),
                hint=hint_of(secret or {}),
                enabled=enabled,
                allow_private=allow_private,
                per_minute=per_minute,
            )
    except IntegrityError as error:
        raise CodeTaken(code=code) from error
    Health.objects.create(channel=channel)
    _record(channel, ("created",), by, at)
    return channel


@transaction.atomic
def edit_channel(
    channel_id: int,
    *,
    secret: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
    **fields: Any,
) -> Channel:
    """Change what is given; words of ``secret`` that are empty keep what they were.

    Whatever is changed, the breaker starts afresh: the cause of its rest may be gone.
    """
    channel = Channel.objects.select_for_update().get(pk=channel_id)
    changed = [name for name, value in fields.items() if getattr(channel, name) != value]
    for name in changed:
        setattr(channel, name, fields[name])
    if fresh := {name: value for name, value in (secret or {}).items() if value}:
        known = {} if channel.secret == "" else _known(channel.secret)
        channel.secret = vault.seal_set({**known, **fresh})
        channel.hint = hint_of({**known, **fresh})
        changed.append("secret")
    if changed:
        channel.save()
        Health.objects.filter(channel=channel).update(opened_until=None, failures=0, cool_seconds=0)
        _record(channel, tuple(changed), by, at)
    return channel


@transaction.atomic
def set_template(
    channel_id: int,
    kind: str,
    *,
    provider_id: str = "",
    variables: Mapping[str, str] | None = None,
    subject: str = "",
    body: str = "",
    by: Actor,
    at: datetime,
) -> Template:
    """模板 for one kind of notice on one channel, new or changed."""
    row, _ = Template.objects.update_or_create(
        channel_id=channel_id,
        kind=kind,
        defaults={
            "provider_id": provider_id,
            "variables": dict(variables or {}),
            "subject": subject,
            "body": body,
        },
    )
    _record(row.channel, ("template",), by, at)
    return row


@transaction.atomic
def remove_template(template_id: int, *, by: Actor, at: datetime) -> None:
    row = Template.objects.select_related("channel").get(pk=template_id)
    row.delete()
    _record(row.channel, ("template",), by, at)


def _known(token: str) -> dict[str, Any]:
    """What was sealed before; with its key lost it is entered anew, whole."""
    try:
        return vault.unseal_set(token)
    except vault.Unreadable:
        return {}


def hint_of(secret: Mapping[str, str]) -> str:
    """As much of a secret address as helps to recognise it: the host and its last four characters."""
    url = secret.get("url", "")
    if not url:
        return "********" if secret else ""
    return f"{urlsplit(url).hostname or ''} …{url[-4:]}"[:80]


def _record(channel: Channel, fields: tuple[str, ...], by: Actor, at: datetime) -> None:
    fact = ChannelChanged(subject=Subject("channel", channel.pk), code=channel.code, fields=fields)
    record(fact, by=by, at=at)
