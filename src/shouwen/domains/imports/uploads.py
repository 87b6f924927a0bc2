"""Bring a file in through the pages: keep it, look into it, try it, import it, take it back."""

from __future__ import annotations

import csv
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from procrastinate.contrib.django import app as jobs

from shouwen.domains.imports import covering
from shouwen.domains.imports.errors import FileTooLarge, ProfileUnknown, Unready
from shouwen.domains.imports.models import Upload, UploadState
from shouwen.domains.imports.registers import plans, running, undoing
from shouwen.domains.imports.registers.running import Outcome
from shouwen.domains.imports.registers.shapes import SHAPES
from shouwen.kernel.errors import Refused
from shouwen.platform.access.acting import Acting, nobody
from shouwen.platform.access.masking import mask_within
from shouwen.platform.exchange import profiles, queries
from shouwen.platform.exchange.choices import Weight
from shouwen.platform.exchange.models import Batch
from shouwen.platform.exchange.problems import Problem
from shouwen.platform.exchange.profiles import Profile
from shouwen.platform.org.acting import acting_for

QUEUE = "imports"
May = Callable[[str], bool]
"""Whether a verb is held."""
WARNINGS_SHOWN = 5
REJECTS_SHOWN = 50
MEGABYTE = 1024 * 1024
LARGEST = 200 * MEGABYTE
"""So large may a file be that another system sends."""
ENCODINGS = ("utf-8", "gb18030", "utf-16", "big5", "latin-1")
EXAMPLES = Path(settings.PACKAGE).parents[1] / "examples" / "profiles"


@dataclass(frozen=True, slots=True)
class Choice:
    """One profile that can be chosen; ``missing`` are its columns that the file does not have."""

    key: str
    label: str
    missing: tuple[str, ...]

    @property
    def fits(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that stays out, as the rejects file says."""

    row: str
    column: str
    value: str
    why: str
    remedy: str


def receive(
    chunks: Iterable[bytes],
    *,
    name: str,
    account_id: int,
    post_id: int | None,
    most: int | None = None,
    at: datetime,
) -> Upload:
    """Keep the file in the home, readable by its owner only; one larger than ``most`` leaves nothing."""
    home = Path(settings.HOME) / "uploads"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = home / f"{secrets.token_hex(12)}{Path(name).suffix[:8]}"
    size = 0
    with path.open("xb") as out:
        path.chmod(0o600)
        for chunk in chunks:
            size += out.write(chunk)
            if most is not None and size > most:
                path.unlink()
                raise FileTooLarge(most=most // MEGABYTE)
    return Upload.objects.create(
        account_id=account_id,
        post_id=post_id,
        file_name=Path(name).name[-255:],
        path=str(path),
        size=size,
        at=at,
        moved_at=at,
    )


def bring(
    chunks: Iterable[bytes],
    *,
    name: str,
    key: str,
    toml: str,
    encoding: str,
    sheet: str,
    acting: Acting,
    at: datetime,
) -> Upload:
    """导入接口: a file of another system, kept and sent to be tried; a refusal leaves neither file nor row."""
    with transaction.atomic():
        one = receive(
            chunks,
            name=name,
            account_id=acting.account.pk,
            post_id=acting.post_id,
            most=LARGEST,
            at=at,
        )
        try:
            choose(
                one,
                encoding=encoding,
                sheet=sheet,
                key=key,
                toml=toml,
                name="",
                may=acting.may,
                at=at,
            )
            send(one.pk, UploadState.CHECKING, at=at)
        except BaseException:
            Path(one.path).unlink(missing_ok=True)
            raise
    one.refresh_from_db()
    return one


# -- profiles ------------------------------------------------------------------------------------


def choices(columns: Iterable[str], *, may: May) -> list[Choice]:
    """The profiles of this installation that one may use, those that fit the file first."""
    present = set(columns)
    found = []
    for key, document in documents().items():
        profile = _built(document, key)
        if profile is not None and may(profile.shape.permission):
            missing = tuple(c for c in profile.columns() if c not in present)
            found.append(Choice(key, profile.title or profile.code, missing))
    return sorted(found, key=lambda c: (len(c.missing), c.label))


def documents() -> dict[str, Mapping[str, Any]]:
    """Profiles used before, in their newest version, and profile files of home and examples."""
    found: dict[str, Mapping[str, Any]] = {}
    for folder in (EXAMPLES, Path(settings.HOME) / "profiles"):
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            try:
                found[path.stem] = _plain(profiles.load(path, SHAPES))
            except Refused:
                continue
    return found | {version.code: version.spec for version in queries.profiles_kept()}


def _built(document: Mapping[str, Any], name: str) -> Profile | None:
    try:
        return profiles.build(document, SHAPES, name=name)
    except Refused:
        return None


def _plain(profile: Profile) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(json.dumps(profile.document, default=str))
    return spec


def profile_of(upload: Upload) -> Profile | None:
    return _built(upload.spec, upload.profile) if upload.spec else None


def choose(
    upload: Upload,
    *,
    encoding: str,
    sheet: str,
    key: str,
    toml: str,
    name: str,
    may: May,
    at: datetime,
) -> Upload:
    """How the file is to be read, and by which profile; raises ProfileRefused or ShapeForbidden."""
    if upload.is_running or upload.batch_id:
        raise Unready
    upload.encoding, upload.sheet = encoding, sheet
    if toml:
        profile = profiles.parse(toml, SHAPES, name=name or "profile")
        plans.plan(profile)
        plans.permit(profile, may)
        upload.spec, upload.profile = _plain(profile), profile.code
    elif key and (document := documents().get(key)) is not None:
        plans.permit(profiles.build(document, SHAPES, name=key), may)
        upload.spec, upload.profile = dict(document), key
    elif key:
        raise ProfileUnknown(profile=key)
    upload.state, upload.error, upload.moved_at = UploadState.CHOOSING, "", at
    upload.save()
    return upload


# -- the jobs ------------------------------------------------------------------------------------


@transaction.atomic
def send(upload_id: int, state: UploadState, *, at: datetime) -> None:
    """Queue a step; once, whatever was pressed twice."""
    allowed = {
        UploadState.CHECKING: {UploadState.CHOOSING, UploadState.CHECKED, UploadState.FAILED},
        UploadState.IMPORTING: {UploadState.CHECKED},
        UploadState.UNDOING: {UploadState.DONE},
    }[state]
    upload = Upload.objects.select_for_update().get(pk=upload_id)
    if upload.state not in allowed or upload.spec is None:
        raise Unready
    upload.state, upload.done, upload.error, upload.moved_at = state, 0, "", at
    upload.save(update_fields=["state", "done", "error", "moved_at"])
    jobs.configure_task(name="intake.work_off", queue=QUEUE).defer(upload_id=upload_id)


def work_off(upload_id: int, *, at: datetime) -> None:
    """Do the step an upload waits for. A job that runs twice finds nothing left to do."""
    upload = Upload.objects.select_related("account").get(pk=upload_id)
    with translation.override(upload.account.locale):
        try:
            if upload.state in {UploadState.CHECKING, UploadState.IMPORTING}:
                _run(upload, dry=upload.state == UploadState.CHECKING, at=at)
            elif upload.state == UploadState.UNDOING:
                _undo(upload, at=at)
        except Refused as refusal:
            _moved(upload, state=UploadState.FAILED, error=str(refusal))
        except BaseException:
            _moved(upload, state=UploadState.FAILED, error="")
            raise


def _run(upload: Upload, *, dry: bool, at: datetime) -> None:
    began = time.monotonic()
    plan = plans.plan(profiles.build(upload.spec, SHAPES, name=upload.profile))
    acting = _acting(upload, at=at)
    plans.permit(plan.profile, acting.may)
    outcome = running.run(
        Path(upload.path),
        plan,
        rejects_in=Path(settings.HOME) / "rejects",
        file_name=upload.file_name,
        encoding=upload.encoding or None,
        sheet=upload.sheet or None,
        dry_run=dry,
        scope=acting.scope,
        by=acting.actor(via="import"),
        at=at,
        progress=lambda done, total: _moved(upload, done=done, total=total),
    )
    _moved(
        upload,
        state=UploadState.CHECKED if dry else UploadState.DONE,
        outcome=_said(outcome, time.monotonic() - began),
        batch_id=outcome.batch,
    )


def _undo(upload: Upload, *, at: datetime) -> None:
    assert upload.batch_id is not None
    acting = _acting(upload, at=at)
    undoing.permit(upload.batch_id, acting)
    undone = undoing.undo(upload.batch_id, by=acting.actor(via="import"), at=at)
    _moved(upload, state=UploadState.UNDONE, outcome={**upload.outcome, "undone": asdict(undone)})


def _acting(upload: Upload, *, at: datetime) -> Acting:
    """Who uploaded answers for the import, with the verbs and units of the post used then."""
    acting = acting_for(upload.account_id, post_id=upload.post_id, at=at, via="import")
    return acting or nobody()


def _moved(upload: Upload, **fields: Any) -> None:
    Upload.objects.filter(pk=upload.pk).update(**fields, moved_at=timezone.now())


def _said(outcome: Outcome, seconds: float) -> dict[str, Any]:
    return {
        **outcome.counts.plain(),
        "mode": outcome.mode,
        "shape": outcome.shape,
        "rejects_file": outcome.rejects_file,
        "encoding": outcome.encoding,
        "sheet": outcome.sheet,
        "formats": outcome.formats,
        "notes": [note.sentence() for note in outcome.notes],
        "irregular": outcome.irregular,
        "warnings": [warning.sentence() for warning in outcome.warnings[:WARNINGS_SHOWN]],
        "seconds": round(seconds, 1),
    }


# -- what came out -------------------------------------------------------------------------------


def rejects_path(upload: Upload) -> Path | None:
    """The rejects file, if it is one of ours and still there."""
    name = upload.outcome.get("rejects_file") or ""
    path = Path(name)
    home = Path(settings.HOME) / "rejects"
    return (
        path if name and path.is_file() and path.resolve().is_relative_to(home.resolve()) else None
    )


def rejects(upload: Upload) -> list[Reject]:
    """The first rows that stay out, with what is wrong and what mends it; values covered."""
    path = rejects_path(upload)
    if path is None:
        return []
    how = covering.covers(profile_of(upload))
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_reject(row, how) for row in islice(csv.DictReader(file), REJECTS_SHOWN)]


def _reject(row: Mapping[str, str], how: Mapping[str, covering.Cover]) -> Reject:
    """A row of the rejects file; where a covered cell is what is wrong, its words are covered too."""
    value, column = row["_value"], row["_column"]
    shown = how.get(column, mask_within)(value)
    why = row["_problem"].replace(value, shown) if value else row["_problem"]
    return Reject(row["_row"], column, shown, why, row["_remedy"])


def conflicts(batch: int, *, profile: Profile | None) -> list[Problem]:
    """The first fields that a batch left as people had changed them; values covered."""
    how = covering.covers(profile)
    found = queries.remarks(batch, weight=Weight.CONFLICT, limit=REJECTS_SHOWN)
    return [
        replace(p, value=how.get(p.column or "", mask_within)(p.value or ""))
        for _reject, p in found
    ]


def batches(*, account_id: int | None, limit: int = 30) -> list[Batch]:
    """历史批次, newest first: those of one account, None for all."""
    return queries.batches(account_id=account_id, limit=limit)
