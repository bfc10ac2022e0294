"""`sohoi read`: says how an answer is understood, one JSON object a line."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from bot.cli.context import now, stop
from domain.answers import Kind, Place, PlaceIndex, Reading, read_command, to_json
from domain.answers import read as read_answer
from domain.org.tree import GROUPINGS, Tree
from domain.periods import VIETNAM


class AnswerKind(StrEnum):
    """The kinds of question, as the command line names them."""

    COUNT = "count"
    SHARE = "share"
    YES_NO = "yes-no"
    DATE = "date"
    CHOICE = "choice"
    PLACE = "place"
    COMMAND = "command"


def read(
    kind: Annotated[AnswerKind, typer.Argument(help="The kind of question.")],
    text: Annotated[
        str | None, typer.Argument(help="The answer; standard input, one a line, without it.")
    ] = None,
    moment: Annotated[
        str, typer.Option("--now", help="Dates are read as seen from here, ISO 8601.")
    ] = "",
    options: Annotated[str, typer.Option(help='Of a choice: "a|b|c".')] = "",
    decimals: Annotated[bool, typer.Option("--decimals", help="A count may have them.")] = False,
) -> None:
    """Say how short Vietnamese answers are understood, one JSON object a line."""
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
