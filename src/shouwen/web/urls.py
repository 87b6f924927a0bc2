"""The address map: each app's own pages, the assembled API, health."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from shouwen.web import desk, health, palette, styleguide
from shouwen.web.api import api
from shouwen.web.inbox import views as inbox
from shouwen.web.leader import views as leader
from shouwen.web.live import views as live

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("on-time/", desk.on_time, name="on_time"),
    path("leader/", leader.desk, name="leader"),
    path("leader/<int:pk>/take", leader.take, name="take_over"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("palette/", palette.palette, name="palette"),
    path("live/", live.stream, name="live"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("health/", health.health, name="health"),
    path("", include("shouwen.platform.access.urls")),
    path("", include("shouwen.platform.drafts.urls")),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("api/v1/", api.urls),
    path("cases/", include("shouwen.domains.cases.urls")),
    path("asks/", include("shouwen.domains.asks.urls")),
    path("bulk/", include("shouwen.domains.bulk.urls")),
    path("teamwork/", include("shouwen.domains.teamwork.urls")),
    path("macros/", include("shouwen.domains.macros.urls")),
    path("care/", include("shouwen.domains.care.urls")),
    path("papers/", include("shouwen.domains.papers.urls")),
    path("watching/", include("shouwen.domains.watching.urls")),
    path("routes/", include("shouwen.domains.routing.urls")),
    path("duties/", include("shouwen.domains.duties.urls")),
    path("rulings/", include("shouwen.domains.rulings.urls")),
    path("reopening/", include("shouwen.domains.reopening.urls")),
    path("appeals/", include("shouwen.domains.appeals.urls")),
    path("privacy/", include("shouwen.domains.privacy.urls")),
    path("", include("shouwen.domains.intake.urls")),
    path("", include("shouwen.domains.mattertypes.urls")),
    path("", include("shouwen.domains.imports.urls")),
    path("", include("shouwen.domains.voices.urls")),
    path("balances/", include("shouwen.domains.balances.urls")),
    path("hooks/", include("shouwen.domains.hooks.urls")),
    path("imports/", include("shouwen.domains.profiles.urls")),
    path("s/", include("shouwen.domains.portal.urls")),
    path("links/", include("shouwen.domains.portal.urls_staff")),
    path("rosters/", include("shouwen.platform.rosters.urls")),
    path("exports/", include("shouwen.platform.exports.urls")),
    path("org/", include("shouwen.platform.org.urls")),
    path("calendars/", include("shouwen.platform.calendars.urls")),
    path("", include("shouwen.platform.notify.urls")),
    path("", include("shouwen.platform.policies.urls")),
    path("", include("shouwen.domains.kpi.urls")),
    path("blame/", include("shouwen.domains.blame.urls")),
    path("bulletins/", include("shouwen.domains.bulletins.urls")),
]

handler404 = "shouwen.web.failures.not_found"
handler500 = "shouwen.web.failures.server_error"
