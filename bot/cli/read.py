"""`sohoi read`: says how an answer is understood, one JSON object a line."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bot.cli.context import now, stop, stop_on_mistake
from domain.answers import Kind, Place, PlaceIndex, Reading, read_command, to_json
from domain.answers import read as read_answer
from domain.org.tree import GROUPINGS, Tree
from domain.periods import VIETNAM, Period


class AnswerKind(StrEnum):
    """The kinds of question, as the command line names them."""

    COUNT = "count"
    SHARE = "share"
    YES_NO = "yes-no"
    DATE = "date"
    CHOICE = "choice"
    PLACE = "place"
    COMMAND = "command"
    REPORT = "report"
    SAID = "said"


_CONVERSATIONS = frozenset({AnswerKind.REPORT, AnswerKind.SAID})


def read(
    kind: Annotated[
        AnswerKind,
        typer.Argument(
            help="The kind of question; report, said: a conversation, in a form or outside."
        ),
    ],
    text: Annotated[
        str | None, typer.Argument(help="The answer; standard input, one a line, without it.")
    ] = None,
    moment: Annotated[
        str, typer.Option("--now", help="Dates are read as seen from here, ISO 8601.")
    ] = "",
    options: Annotated[str, typer.Option(help='Of a choice: "a|b|c".')] = "",
    decimals: Annotated[bool, typer.Option("--decimals", help="A count may have them.")] = False,
    month: Annotated[str, typer.Option(help="Of a report: its month.")] = "2025-10",
    last: Annotated[
        str, typer.Option(help="Of a report: last month's answers, in the form's order.")
    ] = "",
) -> None:
    """Say how short Vietnamese answers are understood, one JSON object a line.

    report, said: a line is a conversation of one branch leader, ¦ between its messages, ⏎ for a
    line break. It is played through the whole product in a made-up world, and undone.
    """
    if kind in _CONVERSATIONS:
        lines = _read_lines() if text is None else iter((text,))
        _read_conversations(kind, lines, month=month, last=last, moment=moment)
        return
    choices = tuple(option.strip() for option in options.split("|") if option.strip())
    if kind is AnswerKind.CHOICE and not choices:
        raise stop('a choice needs its options: --options "a|b|c"')
    at = _parse_moment(moment)
    understand = partial(_understand, kind, at=at, choices=choices, decimals=decimals)
    places = _load_places() if kind is AnswerKind.PLACE else ()
    for line in _read_lines() if text is None else (text,):
        found = to_json(line, understand(line, places=places))
        # What is not printable (a lone surrogate, too) goes out escaped.
        typer.echo(json.dumps(found, ensure_ascii=not line.isprintable()))


def _understand(
    kind: AnswerKind,
    line: str,
    *,
    at: datetime,
    choices: tuple[str, ...],
    decimals: bool,
    places: PlaceIndex | tuple[()],
) -> Reading:
    if kind is AnswerKind.COMMAND:
        return read_command(line, answers_too=False)
    asked = Kind(kind.value)
    return read_answer(asked, line, now=at, options=choices, decimals=decimals, places=places)


def _read_conversations(
    kind: AnswerKind, lines: Iterator[str], *, month: str, last: str, moment: str
) -> None:
    """Play conversations, one a line, and say what was understood."""
    from bot import settings
    from bot.play.understanding import rehearse_reports, rehearse_talk

    with stop_on_mistake(), TemporaryDirectory(prefix="sohoi-read-") as folder:
        plan_file, made = settings.read().plan, Path(folder)
        if kind is AnswerKind.REPORT:
            understood = rehearse_reports(made, plan_file, lines, _parse_month(month), last)
        else:
            at = _parse_moment(moment) if moment else None
            understood = rehearse_talk(made, plan_file, lines, at)
        for found in understood:
            typer.echo(json.dumps(found, ensure_ascii=False))


def _parse_month(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        raise stop(f"--month: {text!r} is no month such as 2025-10") from None


def _parse_moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text) if text else now()
    except ValueError:
        raise stop(f"--now: {text!r} is no moment such as 2025-10-13T08:00") from None
    return at.astimezone(VIETNAM) if at.tzinfo else at.replace(tzinfo=VIETNAM)


def _read_lines() -> Iterator[str]:
    """Yield lines, which end at line feeds alone; a byte that is no UTF-8 is shown as such."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")


def _load_places() -> PlaceIndex:
    """Load the units of the data files, the older ones too; areas and blocs are no places."""
    from bot.runtime.org_rows import read_org

    return PlaceIndex(_make_places(read_org()))


def _make_places(tree: Tree) -> Iterable[Place]:
    for unit in tree.units:
        if unit.level not in GROUPINGS:
            above = tree.at(unit.key.valid_from).ancestors(unit.key)
            within = tuple(one.name for one in above)
            yield Place(unit.code, unit.key.valid_from, unit.name, within)
