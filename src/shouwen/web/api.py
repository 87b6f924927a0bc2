"""The public API, version 1: the routers of the apps, one log-in, one way to say no."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from shouwen.domains.appeals.api import router as appeals
from shouwen.domains.asks.api import router as requests
from shouwen.domains.balances.api import router as accounts
from shouwen.domains.blame.api import router as blame
from shouwen.domains.calls.api import router as calls
from shouwen.domains.cases.api.bulk import router as case_bulk
from shouwen.domains.cases.api.cases import router as cases
from shouwen.domains.cases.api.escalating import router as case_escalating
from shouwen.domains.cases.api.files import router as case_files
from shouwen.domains.cases.lists.api import router as views
from shouwen.domains.duties.api import router as duties
from shouwen.domains.imports.api import router as imports
from shouwen.domains.intake.api import router as types
from shouwen.domains.kpi.api import router as figures
from shouwen.domains.papers.api import router as papers
from shouwen.domains.portal.api import router as links
from shouwen.domains.privacy.api import router as data_requests
from shouwen.domains.profiles.api import router as profiles
from shouwen.domains.reopening.api import router as reopening
from shouwen.domains.rulings.api import router as rulings
from shouwen.domains.teamwork.api import router as teamwork
from shouwen.kernel.errors import Refused
from shouwen.platform.access.api_auth import API_AUTH
from shouwen.platform.access.api_json import Renderer
from shouwen.platform.access.requires import signed_in
from shouwen.platform.calendars.api import router as calendars
from shouwen.platform.exports.errors import ReadsSpent
from shouwen.platform.policies.api import router as clocks
from shouwen.platform.rosters.api import router as rosters

api = NinjaAPI(
    title="Shouwen",
    version="1",
    description="Customer matters of a utility or telecom operator, as their owners see them.",
    urls_namespace="api",
    auth=API_AUTH,
    renderer=Renderer(),
    docs_decorator=signed_in,  # type: ignore[arg-type]
)
api.add_router("/accounts", accounts)
api.add_router("/cases", cases)
api.add_router("/cases", case_bulk)
api.add_router("/cases", case_escalating)
api.add_router("/cases", case_files)
api.add_router("/views", views)
api.add_router("/clocks", clocks)
api.add_router("/calls", calls)
api.add_router("/imports", imports)
api.add_router("/imports/profiles", profiles)
api.add_router("/types", types)
api.add_router("/links", links)
api.add_router("/papers", papers)
api.add_router("/requests", requests)
api.add_router("/data-requests", data_requests)
api.add_router("/duties", duties)
api.add_router("/teamwork", teamwork)
api.add_router("/rulings", rulings)
api.add_router("/reopening", reopening)
api.add_router("/appeals", appeals)
api.add_router("/calendars", calendars)
api.add_router("/blame", blame)
api.add_router("/figures", figures)
api.add_router("/rosters", rosters)


def _no(
    request: HttpRequest, status: int, code: str, message: object = "", **more: object
) -> HttpResponse:
    body = {"code": code, "message": str(message), **more}
    return api.create_response(request, body, status=status)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A rule forbids it now: 409 with the stable code of the rule, and what of it is data."""
    told = {"details": error.data} if error.data else {}
    return _no(request, 409, error.code, error, **told)


@api.exception_handler(ReadsSpent)
def spent(request: HttpRequest, error: ReadsSpent) -> HttpResponse:
    """The day's quota is read: 429, and in how many seconds the next day begins."""
    answer = _no(request, 429, error.code, error, details=error.data)
    answer["Retry-After"] = str(error.params["seconds"])
    return answer


@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Http404) -> HttpResponse:
    """Absent and invisible are the same answer."""
    return _no(request, 404, "not_found")


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _no(request, 403, "forbidden")


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _no(request, 401, "not_signed_in")


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _no(request, error.status_code, "bad_request", error)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What is wrong with which field; the input itself is not sent back."""
    fields = [{"at": [str(p) for p in e["loc"]], "what": e["msg"]} for e in error.errors]
    return _no(request, 422, "invalid", "", fields=fields)
