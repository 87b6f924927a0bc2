"""``shouwen secrets``: what seals passwords and telephone numbers, and a change of its key.

Keys from SHOUWEN_SECRETS_KEY are the operator's to change; here they are only used.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TextIO

from shouwen.config import environment as env
from shouwen.kernel.command import DONE, FOUND, Command, one_line, say


class Secrets(Command):
    help = "count what is sealed; --rotate seals it under a new key"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rotate", action="store_true", help="make a new key and seal all anew"
        )
        parser.add_argument(
            "--forget", action="store_true", help="seal all anew and drop every key but the first"
        )
        parser.add_argument("--json", action="store_true", help="answer with one JSON line")

    def run(self, args: Namespace, out: TextIO) -> int:
        from shouwen.platform.notify import resealing

        keys = list_keys()
        given = bool(env.text("SHOUWEN_SECRETS_KEY", default=""))
        if args.rotate and not given:
            keys = [env.new_secrets_key(), *keys]
            keep(keys)
        done, closed = resealing.everything() if args.rotate or args.forget else resealing.count()
        if args.forget and not closed and not given:
            keep(keys[:1])
            keys = keys[:1]
        if args.json:
            one_line(out, {"keys": len(keys), "sealed": done, "unreadable": closed})
        else:
            out.write(f"keys {len(keys)}, sealed {done}, unreadable {closed}\n")
        if args.rotate and not given:
            say("restart Shouwen now; then 'shouwen secrets --forget' drops the old key")
        return FOUND if closed else DONE


def list_keys() -> list[str]:
    return env.secrets_keys(env.home())


def keep(keys: list[str]) -> None:
    """Write the keys down and use them from now on in this process."""
    from django.conf import settings

    env.write_secrets(env.home() / env.SECRETS_FILE, keys)
    settings.SECRETS_KEYS = keys
