"""How the API spells values, for every answer alike: instants in UTC, to the microsecond, with Z."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from ninja import Schema
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder


class Encoder(NinjaJSONEncoder):
    def default(self, o: Any) -> Any:
        return instant(o) if isinstance(o, datetime) else super().default(o)


class Renderer(JSONRenderer):
    encoder_class = Encoder
    json_dumps_params = {"ensure_ascii": False}


def instant(moment: datetime) -> str:
    """``2025-10-10T06:05:00.120000Z``; a whole second has no fraction."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def plain(answer: Schema) -> Any:
    """An answer as it will be sent, in JSON's own types."""
    return json.loads(json.dumps(answer.model_dump(), cls=Encoder))
