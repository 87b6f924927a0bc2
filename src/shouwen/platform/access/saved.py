"""视图: save a list under a name, for oneself, a role or everybody; change, move, remove, bring back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from shouwen.kernel.actor import Actor
from shouwen.kernel.subject import Subject
from shouwen.platform.access import rules
from shouwen.platform.access.acting import Acting
from shouwen.platform.access.choices import ViewKind
from shouwen.platform.access.errors import TooManyViews, ViewNotYours
from shouwen.platform.access.events import ViewShared
from shouwen.platform.access.models import SavedView
from shouwen.platform.journal.actions import Text, record

MOST = 20  # personal views of one list; more are not found again
UNDO = timedelta(minutes=10)
_KIND_ORDER = {ViewKind.GLOBAL: 0, ViewKind.ROLE: 1, ViewKind.PERSONAL: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a view remembers of a list."""

    query: str
    columns: Sequence[str] = ()
    order: str = ""


def views_of(area: str, *, acting: Acting) -> list[SavedView]:
    """The views a reader has: everybody's, those of the role acted in, the reader's own."""
    mine = Q(kind=ViewKind.GLOBAL) | Q(kind=ViewKind.PERSONAL, owner=acting.account.pk)
    if acting.role_code:
        mine |= Q(kind=ViewKind.ROLE, role_code=acting.role_code)
    found = SavedView.objects.filter(mine, area=area, removed_at=None)
    return sorted(found, key=lambda v: (_KIND_ORDER[ViewKind(v.kind)], v.position, v.pk))


def may_change(view: SavedView, *, acting: Acting) -> bool:
    """Whether this reader may rename, move and remove the view."""
    if view.kind == ViewKind.PERSONAL:
        return view.owner_id == acting.account.pk
    return view.kind in kinds_of(acting) and (
        view.kind == ViewKind.GLOBAL
        or view.role_code == acting.role_code
        or view.owner_id == acting.account.pk
        or acting.may(rules.EDIT_ROLES)
    )


def kinds_of(acting: Acting) -> list[ViewKind]:
    """For whom this reader may save a view."""
    kinds = [ViewKind.PERSONAL]
    if acting.may(rules.SHARE_VIEWS):
        kinds.append(ViewKind.ROLE)
    if acting.may(rules.EDIT_ROLES):
        kinds.append(ViewKind.GLOBAL)
    return kinds


@transaction.atomic
def save_view(
    area: str,
    *,
    name: str,
    look: Look,
    kind: str = ViewKind.PERSONAL,
    role_code: str = "",
    acting: Acting,
    at: datetime,
) -> SavedView:
    """存为视图: the list as it stands now, last among the views of its kind."""
    if kind not in kinds_of(acting):
        raise ViewNotYours
    beside = SavedView.objects.filter(area=area, kind=kind, removed_at=None)
    if kind == ViewKind.PERSONAL:
        beside = beside.filter(owner=acting.account.pk)
        if beside.count() >= MOST:
            raise TooManyViews(most=MOST)
    last = beside.aggregate(last=Max("position"))["last"] or 0
    view = SavedView.objects.create(
        area=area,
        kind=kind,
        role_code=role_code if kind == ViewKind.ROLE else "",
        owner=acting.account,
        name=name.strip()[:40],
        query=look.query,
        columns=list(look.columns),
        order=look.order,
        position=last + 1,
        created_at=at,
    )
    _told(view, by=acting.actor(), at=at)
    return view


@transaction.atomic
def change_view(
    view_id: int, *, name: str = "", look: Look | None = None, acting: Acting, at: datetime
) -> SavedView:
    """Rename a view, or let it remember the list as it stands now."""
    view = _mine(view_id, acting=acting)
    view.name = name.strip()[:40] or view.name
    if look is not None:
        view.query, view.columns, view.order = look.query, list(look.columns), look.order
    view.save()
    _told(view, by=acting.actor(), at=at)
    return view


@transaction.atomic
def move_view(view_id: int, *, by: int, acting: Acting) -> None:
    """Change places with the neighbour on the left (-1) or right (+1) of the same kind."""
    view = _mine(view_id, acting=acting)
    beside = [v for v in views_of(view.area, acting=acting) if v.kind == view.kind]
    ids = [v.pk for v in beside]
    place = ids.index(view.pk) if view.pk in ids else -1
    other = place + by
    if place < 0 or not 0 <= other < len(ids):
        return
    ids[place], ids[other] = ids[other], ids[place]
    for position, pk in enumerate(ids, start=1):
        SavedView.objects.filter(pk=pk).exclude(position=position).update(position=position)


@transaction.atomic
def remove_view(view_id: int, *, acting: Acting, at: datetime) -> SavedView:
    """Take a view away; it can be brought back for ten minutes."""
    view = _mine(view_id, acting=acting)
    view.removed_at = at
    view.save(update_fields=["removed_at"])
    _told(view, by=acting.actor(), at=at, removed=True)
    return view


@transaction.atomic
def restore_view(view_id: int, *, acting: Acting, at: datetime) -> SavedView:
    """撤销: the view is back where it was."""
    view = _mine(view_id, acting=acting, removed_since=at - UNDO)
    view.removed_at = None
    view.save(update_fields=["removed_at"])
    _told(view, by=acting.actor(), at=at)
    return view


def _mine(view_id: int, *, acting: Acting, removed_since: datetime | None = None) -> SavedView:
    view = SavedView.objects.select_for_update(of=("self",)).filter(pk=view_id).first()
    if view is None or not may_change(view, acting=acting):
        raise ViewNotYours
    gone = view.removed_at is not None
    if gone != (removed_since is not None):
        raise ViewNotYours
    if removed_since is not None and view.removed_at and view.removed_at < removed_since:
        raise ViewNotYours
    return view


def _told(view: SavedView, *, by: Actor, at: datetime, removed: bool = False) -> None:
    if view.kind == ViewKind.PERSONAL:
        return
    shared = ViewShared(
        subject=Subject("view", view.pk),
        shared_with=view.kind,
        role=view.role_code or None,
        removed=removed,
    )
    record(shared, by=by, at=at, text=Text(view.name, purpose="name"))
