"""``shouwen demo``: fill the demo branch, or take it away again."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TextIO

from shouwen.config import demo, dumps, installation
from shouwen.config import environment as env
from shouwen.config.single import Busy, single
from shouwen.kernel.actor import SYSTEM
from shouwen.kernel.command import DONE, Command, UnusableInput, one_line, say


class Demo(Command):
    help = "fill the demo branch with ninety days of matters, or remove it"

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="take the demo branch away")
        parser.add_argument("--json", action="store_true", help="answer with one JSON line")

    def run(self, args: Namespace, out: TextIO) -> int:
        done = _remove(args) if args.remove else _fill(args)
        if args.json:
            one_line(out, done)
        return DONE


def _fill(args: Namespace) -> dict[str, object]:
    from shouwen.web.demo import fill

    home = env.home()
    demo.remember(home)
    try:
        branch = fill.fill(password=demo.password(home), now=args.now, say=say)
    except fill.Busy as busy:
        raise UnusableInput("the demo branch is being filled by another process") from busy
    except fill.Removed as gone:
        raise UnusableInput(
            "the demo branch was removed from this database, which keeps its journal;"
            " fill it in another home (SHOUWEN_HOME)"
        ) from gone
    for line in demo.log_ins(home):
        say(line)
    return {"matters": branch.done, "ready": branch.ready_at is not None}


def _remove(args: Namespace) -> dict[str, object]:
    from shouwen.web.demo import remove
    from shouwen.web.demo.models import Branch

    home = env.home()
    if not Branch.objects.filter(removed_at__isnull=True).exists():
        raise UnusableInput("there is no demo branch in this installation")
    if remove.alone():
        try:
            with single(home):
                _empty(args)
        except Busy as busy:
            raise UnusableInput(
                "the database holds the demo alone and is emptied; stop 'shouwen up' first"
            ) from busy
        done: dict[str, object] = {"emptied": True}
    else:
        done = {"emptied": False, **remove.retire(by=args.actor, at=args.now, say=say)}
    demo.forget(home)
    return done


def _empty(args: Namespace) -> None:
    """As after set-up; the administrators keep their log-ins."""
    from django.db import connections

    from shouwen.platform.access.actions import create_account
    from shouwen.platform.access.models import Account

    kept = list(Account.objects.filter(is_superuser=True).values_list("login", "password"))
    connections.close_all()
    with installation.connected(owner=True) as link:
        link.execute(dumps.FRESH)
    installation.set_up(installation.shipped())
    for login, hashed in kept:
        create_account(login, hashed=hashed, superuser=True, by=SYSTEM, at=args.now)
    say("the database is empty again; administrators keep their log-ins")
