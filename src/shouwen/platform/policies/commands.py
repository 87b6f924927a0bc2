"""``shouwen clock``: when something is due, why a clock stands where it stands, what another policy would do."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any, TextIO

from shouwen.kernel.command import DONE, Command, UnusableInput, day, one_line
from shouwen.platform.clocks import matching
from shouwen.platform.clocks.models import Policy
from shouwen.platform.policies import words
from shouwen.platform.policies.queries.due import due
from shouwen.platform.policies.queries.replaying import Replayed, changed, replay


class Clock(Command):
    """时钟: reckon a due time, explain a matter's clocks, replay a period; writes nothing."""

    help = "reckon a due time, explain a clock, replay a period under another policy"

    def arguments(self, parser: ArgumentParser) -> None:
        words_ = parser.add_subparsers(dest="word", required=True)
        asked = words_.add_parser("due", help="when a limit is used up", allow_abbrev=False)
        asked.add_argument("--calendar", required=True, help="code of a calendar: office, 24x7, …")
        asked.add_argument("--start", required=True, help="2025-09-27T16:00, or with an offset")
        asked.add_argument("--limit", required=True, help='"20 hours", "5 working days", …')
        asked.add_argument("--roll-forward", action="store_true", help="past days off")
        asked.add_argument("--pause", action="append", default=[], metavar="A..B")
        asked.add_argument("--json", action="store_true", help="one line of JSON")
        told = words_.add_parser("explain", help="every stretch of a matter's clocks")
        told.add_argument("subject", help="case:NUMBER")
        told.add_argument("--json", action="store_true", help="one line of JSON")
        again = words_.add_parser("replay", help="a period under another policy")
        again.add_argument("--policy", required=True, help="code of a policy")
        again.add_argument("--from", dest="since", type=day, required=True, metavar="DATE")
        again.add_argument("--to", dest="until", type=day, required=True, metavar="DATE")
        again.add_argument("--all", action="store_true", help="list unchanged clocks as well")
        again.add_argument("--json", action="store_true", help="one line of JSON")

    def run(self, args: Namespace, out: TextIO) -> int:
        match args.word:
            case "due":
                _due(args, out)
            case "explain":
                _explain(args, out)
            case _:
                _replay(args, out)
        return DONE


def _due(args: Namespace, out: TextIO) -> None:
    found = due(
        args.calendar,
        start=args.start,
        limit=args.limit,
        pauses=args.pause,
        roll_forward=args.roll_forward,
    )
    values = words.due_values(found)
    if args.json:
        one_line(out, values)
        return
    mark = " (provisional)" if found.provisional else ""
    out.write(f"{values['due'] or 'never: a pause without end'}{mark}\n")
    for piece in values["segments"]:
        out.write(f"  {piece['from']}  {piece['to']}  {piece['cause']}\n")


def _explain(args: Namespace, out: TextIO) -> None:
    subject = matching.subject(args.subject)
    if subject is None:
        raise UnusableInput(
            f"there is no matter {args.subject!r}; write its kind and number, as in"
            " case:C251010000344"
        )
    values = words.explained(subject, at=args.now)
    if args.json:
        one_line(out, values)
        return
    out.write(f"{values['subject']} {values['number']}\n")
    for clock in values["clocks"]:
        _write_clock(clock, out)


def _write_clock(clock: dict[str, Any], out: TextIO) -> None:
    outcome = clock["verdict"] or ("stopped" if clock["ended_at"] else "running")
    limit = clock["limit"]
    term = f"{limit['amount']} {limit['unit']} on {limit['calendar']}" if limit else "no limit"
    out.write(f"{clock['kind']} ({clock['basis']}, {clock['instance']}): {term}, {outcome}\n")
    out.write(f"  started {clock['started_at']}  due {clock['due_at'] or '—'}\n")
    for s in clock["segments"]:
        waits = f" ({s['waiting_for']})" if s["waiting_for"] else ""
        out.write(f"  {s['from']}  {s['to']}  {s['cause']}{waits}  {s['unit']}\n")


def _replay(args: Namespace, out: TextIO) -> None:
    policy = policy_named(args.policy)
    if args.until < args.since:
        raise UnusableInput(f"--to {args.until} lies before --from {args.since}; swap them")
    found = replay(policy, args.since, args.until, at=args.now)
    listed = found.cases if args.all else changed(found.cases)
    values = words.replay_values(found, listed)
    if args.json:
        one_line(out, values)
        return
    _write_replay(found, values, out)


def policy_named(code: str) -> Policy:
    """The policy of this code, or what there is instead."""
    policy = Policy.objects.filter(code=code).first()
    if policy is None:
        known = ", ".join(Policy.objects.order_by("code").values_list("code", flat=True))
        raise UnusableInput(
            f"there is no policy {code!r}; there are: {known or 'none'}"
            " (install another on the page Limits and escalation)"
        )
    return policy


def _write_replay(found: Replayed, values: dict[str, Any], out: TextIO) -> None:
    out.write(f"{found.policy}, {found.since} to {found.until} ({found.zone})\n")
    _write_tally("all", values["total"], out)
    for unit in values["units"]:
        _write_tally(f"{unit['code']} {unit['name']}", unit, out)
    for case in values["cases"]:
        verdict = "late" if case["would_late"] else "in time"
        name = case["number"] or case["subject"]
        out.write(f"  {name} {case['kind']}: {verdict}, due {case['would_due_at']}\n")


def _write_tally(name: str, tally: dict[str, Any], out: TextIO) -> None:
    rates = " → ".join(_percent(tally[key]) for key in ("rate", "would_rate"))
    more = f"{tally['turned_late']} more late, {tally['turned_good']} fewer"
    out.write(f"{name}: {tally['clocks']} clocks, in time {rates}, {more}\n")


def _percent(rate: float | None) -> str:
    return "—" if rate is None else f"{rate * 100:.1f} %"
