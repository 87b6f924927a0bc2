"""A call that rings in: who it says it is, and which draft belongs to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from shouwen.platform.access.masking import mask_phone

DRAFT = "intake"
"""The draft of the front desk itself; each call that pops up has one of its own beside it."""
SHORTEST = 7
"""Fewer digits are an extension, not a caller's number."""
_OWN = re.compile(r"pop-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Ringing:
    """What the telephone system says of a call."""

    number: str
    call_id: str

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Ringing:
        """From the address ``/pop?ani=…&call_id=…``; what cannot be so is left out."""
        call_id = re.sub(r"[^\w.:-]", "", str(said.get("call_id") or ""), flags=re.ASCII)[:64]
        return cls(local(str(said.get("ani") or "")), call_id)

    @property
    def shown(self) -> str:
        return mask_phone(self.number)

    @property
    def draft(self) -> str:
        """A name that tells neither the number nor the call."""
        name = self.call_id or self.number
        return f"pop-{sha256(name.encode()).hexdigest()[:16]}"

    @property
    def searchable(self) -> bool:
        return len(self.number) >= SHORTEST


def local(number: str) -> str:
    """A number as customers give it: digits without +86, and no 0 before a mobile number."""
    digits = "".join(c for c in number if c in "0123456789")[:20]
    return re.sub(r"^(?:0086|86|0)(?=1[3-9]\d{9}$)", "", digits)


def draft_of(sent: Mapping[str, Any]) -> str:
    """Which draft a form belongs to: that of its own call, else the desk's."""
    name = str(sent.get("draft") or "")
    return name if _OWN.fullmatch(name) else DRAFT
