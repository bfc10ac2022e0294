"""`sohoi due`: prints what would be sent at a moment, to whom and why; it sends nothing."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

import typer

from bot.channels.zalo import ABILITIES as ZALO
from bot.cli.asked import load_reference
from bot.cli.context import now, stop, use_database
from domain.periods import VIETNAM
from scheduler.jobs import JOBS
from services.context import Context, Reference
from services.reminders.due import Due
from storage import outbox, people
from storage.database import Transaction

_QUOTAS = {"zalo": ZALO.monthly_quota or 0}


def due(
    at: Annotated[
        str, typer.Option(help="A moment such as 2025-10-20T07:00, or a whole day; now else.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Print what would be sent: when, to whom, why. Nothing is sent or stored."""
    with use_database() as database, database.read() as tx:
        reference = load_reference(tx)
        found = [
            one
            for moment in _find_moments(at, reference)
            for one in _find_due(tx, reference, moment)
        ]
        rows = _make_rows(tx, reference, {one.key: one for one in reversed(found)})
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['at']}  {row['to']} ({row['network']}): {row['why']}")
    typer.echo(f"{len(rows)} message(s)")


def _find_moments(at: str, reference: Reference) -> list[datetime]:
    """Return the moment asked for; for a whole day, the hours at which a day's jobs begin."""
    if not at:
        return [now()]
    try:
        if "T" in at or " " in at:
            moment = datetime.fromisoformat(at)
            return [moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)]
        day, rules = date.fromisoformat(at), reference.plan.settings.reminders
    except ValueError:
        raise stop(f"--at: {at!r} is no moment such as 2025-10-20T07:00") from None
    return [datetime.combine(day, hour, VIETNAM) for hour in sorted({rules.at, rules.digest_at})]


def _find_due(tx: Transaction, reference: Reference, moment: datetime) -> Iterator[Due]:
    context = Context(tx, reference, moment, _QUOTAS)
    for job in JOBS:
        if job.period_key(context) is not None:
            yield from job.due(context)


def _make_rows(
    tx: Transaction, reference: Reference, found: dict[str, Due]
) -> list[dict[str, object]]:
    """Return what was not put into the outbox before, the earliest first."""
    used = outbox.find_used_keys(tx, list(found))
    fresh = [one for key, one in found.items() if key not in used]
    persons = [one.to.person_id for one in fresh if one.to.person_id is not None]
    names = people.load_names(tx, persons)
    rows = [_make_row(one, names, reference) for one in fresh]
    return sorted(rows, key=lambda row: (str(row["at"]), str(row["key"])))


def _make_row(one: Due, names: dict[int, str], reference: Reference) -> dict[str, object]:
    return {
        "at": one.due_at.isoformat(timespec="minutes"),
        "until": one.not_after.isoformat(timespec="minutes"),
        "to": _name_receiver(one, names, reference),
        "network": one.to.network,
        "bot": one.to.bot,
        "why": one.why,
        "key": one.key,
    }


def _name_receiver(one: Due, names: dict[int, str], reference: Reference) -> str:
    if one.to.person_id is not None:
        return names.get(one.to.person_id) or f"person {one.to.person_id}"
    unit_id = one.to.group_unit_id
    return f"group of {reference.units.unit(unit_id).name}" if unit_id else f"group {one.to.id}"
