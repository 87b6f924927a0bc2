"""What channels are called where their tests are listed among the deliveries."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from shouwen.platform.notify.models import Channel
from shouwen.platform.notify.words import Named


def channels_named(ids: Collection[int]) -> Mapping[int, Named]:
    rows = Channel.objects.filter(pk__in=ids).values_list("pk", "name", "code")
    return {pk: Named(name, reverse("notify:channel", args=[code])) for pk, name, code in rows}
