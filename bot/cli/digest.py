"""`sohoi digest`: prints what a unit's group would be told of a week, and sends nothing."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.asked import find_unit_or_province, load_reference, parse_end_of_day
from bot.cli.context import FAULT, stop, use_database
from domain.digest.week import Digest, Week
from domain.notices.digest import WeeklyDigest
from domain.plan.plan import Plan
from services.context import Context


def digest(
    unit: Annotated[str, typer.Option(help="A unit's code or name; the province without it.")] = "",
    at: Annotated[
        str, typer.Option(help="The end of a day of the week meant; the last whole week else.")
    ] = "",
    chart: Annotated[Path | None, typer.Option(help="Where its picture is written (.png).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Print a unit's weekly digest without sending it."""
    moment = parse_end_of_day(at)
    week = Week.of(moment.date() if at else moment.date() - timedelta(days=7))
    with use_database() as database, database.read() as tx:
        reference = load_reference(tx)
        found = find_unit_or_province(reference, unit, moment)
        notice = WeeklyDigest(reference.units.id_of(found.key), week.first.isoformat())
        facts = _load_facts(notice, Context(tx, reference, moment))
    if facts is None:
        raise stop(f"{found.name} ({found.code}) has no digest: branches have no group")
    text, picture = _render_on_telegram(notice, facts, reference.plan, moment)
    if chart is not None:
        _write(chart, picture)
    typer.echo(json.dumps(_to_dict(facts, text), ensure_ascii=False) if as_json else text)


def _load_facts(notice: WeeklyDigest, context: Context) -> Digest | None:
    from bot.views.digest import facts as digest_facts

    return digest_facts.read_digest(notice, context)


def _render_on_telegram(
    notice: WeeklyDigest, facts: Digest, plan: Plan, moment: datetime
) -> tuple[str, bytes]:
    """Return the words and the picture as a group on Telegram gets them."""
    from bot.channels.telegram_messages import ABILITIES
    from bot.engine.i18n import say_for
    from bot.engine.message import without_marks
    from bot.engine.surface import Surface
    from bot.views.digest import digest as view

    message = view.render_weekly_digest(
        notice, facts, Surface(ABILITIES, say_for("vi"), plan, moment)
    )
    return without_marks(message.text), message.photo or b""


def _write(to: Path, content: bytes) -> None:
    try:
        to.write_bytes(content)
    except OSError as fault:
        raise stop(f"{to} cannot be written: {fault.strerror}", FAULT) from None


def _to_dict(facts: Digest, text: str) -> dict[str, Any]:
    reporting = facts.reporting
    return {
        "unit": facts.code,
        "name": facts.unit_name,
        "week": [facts.week.first.isoformat(), facts.week.last.isoformat()],
        "day": facts.day.isoformat(),
        "report": reporting
        and {
            "period": str(reporting.period),
            "sent": reporting.sent,
            "expected": reporting.expected,
            "missing": dict(reporting.missing),
        },
        "movers": list(facts.movers),
        "reached": [done.indicator.code for done in facts.reached],
        "concerns": [each.progress.indicator.code for each in facts.concerns],
        "next_due": facts.next_due and [str(facts.next_due[0]), _format_day(facts.next_due[1])],
        "coming": [
            {"name": e.name, "first": _format_day(e.first), "last": _format_day(e.last)}
            for e in facts.coming
        ],
        "text": text,
    }


def _format_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
