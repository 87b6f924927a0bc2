"""Why this limit, and what another policy would have done: pages that only read."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.platform.access.http import StaffRequest
from shouwen.platform.access.requires import requires
from shouwen.platform.clocks import matching, rules
from shouwen.platform.clocks import queries as clocks
from shouwen.platform.clocks.models import Policy
from shouwen.platform.org import queries as org
from shouwen.platform.policies import words
from shouwen.platform.policies.forms import PeriodForm
from shouwen.platform.policies.queries import rulebook
from shouwen.platform.policies.queries.replaying import changed, replay
from shouwen.platform.policies.queries.seeing import may_see
from shouwen.platform.policies.views import page

SHOWN = 200
"""So many changed clocks are listed on the page; the command and the API give all."""


@requires(rules.VIEW)
def why(request: StaffRequest, subject: str) -> HttpResponse:
    """为何这个时限: for each clock of a matter the rules that were tried, and which one won."""
    found = matching.subject(subject)
    if found is None or not may_see(found, scope=request.acting.scope):
        raise Http404
    match = matching.matches(found.kind, [found.id]).get(found.id, {})
    told = []
    for clock in clocks.clocks_of(found):
        tried = clocks.why(clock.kind, clock.basis, match, clock.started_at)
        rows = [{"tried": t, "because": words.because(t)} for t in tried]
        held = next((t.limit for t in tried if t.fitted), None)
        moved = held is not None and held.pk != clock.limit_id
        told.append(
            {"clock": clock, "kind": words.kind_word(clock.kind), "rows": rows, "moved": moved}
        )
    owner = matching.owner(found.kind)
    number = (owner.numbers([found.id]) if owner else {}).get(found.id, str(found))
    properties = words.property_words(match)
    return render(
        request,
        "policies/why.html",
        {"number": number, "clocks": told, "properties": properties, "now": timezone.now()},
    )


@requires(rules.CONFIGURE)
def replay_page(request: StaffRequest) -> HttpResponse:
    """试跑: last month under another policy, per unit and per matter; writes nothing."""
    now = timezone.now()
    last = page.today().replace(day=1) - timedelta(days=1)
    first = rulebook.policy_for("", on=page.today())
    start = {
        "since": last.replace(day=1),
        "until": last,
        "policy": first.code if first else "",
    }
    asked = {k: request.GET.get(k) or v for k, v in start.items()}
    form = PeriodForm(asked, policies=page.listed(request))
    context: dict[str, object] = {"form": form, "now": now}
    if "policy" in request.GET and form.is_valid():
        told = form.cleaned_data
        policy = Policy.objects.get(code=told["policy"])
        scope = request.acting.scope
        found = replay(policy, told["since"], told["until"], at=now, scope=scope)
        other = changed(found.cases)
        values = words.replay_values(found, other[:SHOWN])
        names = org.names([c.unit for c in other[:SHOWN]])
        context |= {
            "found": values,
            "more": max(0, len(other) - SHOWN),
            "rows": [
                {
                    "number": row["number"] or row["subject"],
                    "kind": words.kind_word(row["kind"]),
                    "unit": names.get(case.unit, ""),
                    "case": case,
                }
                for row, case in zip(values["cases"], other[:SHOWN], strict=True)
            ],
            "kinds": [{"word": words.kind_word(k["kind"]), **k} for k in values["kinds"]],
            "basis": {"internal": _("Internal limit"), "legal": _("Legal limit")},
        }
    status = 422 if "policy" in request.GET and form.errors else 200
    return render(request, "policies/replay.html", context, status=status)
