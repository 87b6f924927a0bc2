"""文件: writes what would be sent as lines of JSON into the home; for demonstrations and drills."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from shouwen.platform.notify.choices import Result
from shouwen.platform.notify.senders.letter import Letter, Opened, Outcome, failed


class File:
    """Nothing leaves the machine. ``refuse``: numbers with this ending are refused, to show it."""

    repeatable = False

    def send(self, letter: Letter, channel: Opened) -> Outcome:
        refused = str(channel.config.get("refuse", ""))
        if refused and letter.to.endswith(refused):
            return Outcome(Result.REFUSED, "not_a_number")
        line = {
            "id": letter.uid,
            "at": letter.at.isoformat(timespec="seconds"),
            "to": letter.to,
            "kind": letter.kind,
            "text": letter.text,
        }
        try:
            _append(_file(channel), json.dumps(line, ensure_ascii=False) + "\n")
        except OSError:
            return failed("not_written")
        return Outcome(Result.DELIVERED)

    def receipts(self, config: Mapping[str, Any]) -> bool:
        return True

    def ask(self, letter: Letter, channel: Opened) -> Outcome | None:
        """The file itself is the receipt."""
        try:
            with _file(channel).open(encoding="utf-8") as lines:
                found = any(letter.uid in line for line in lines)
        except OSError:
            found = False
        return Outcome(Result.DELIVERED if found else Result.FAILED)


def _file(channel: Opened) -> Path:
    return Path(settings.HOME) / "outbox" / f"{channel.code}.jsonl"


def _append(file: Path, line: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)
