"""Plays a transcript and compares what the phones show with what it says."""

import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.engine.channel import Network
from bot.play.phones import NoSuchButton
from bot.play.player import Delivered, Player
from bot.play.transcript import (
    Action,
    Person,
    Sign,
    Talk,
    Window,
    WrittenAnswer,
    WrittenTurn,
    find_moment,
)
from bot.play.world import JOINED, UNITS, build_world
from bot.runtime.reference import read_calendar, read_office, read_plan
from bot.views.documents.report_template import find_template
from domain.calendar.events import find_undated
from domain.people.roles import Post
from domain.plan.office_file import OFFICE_FILE
from services.context import Reference
from storage import event_dates, migrate, units, vault
from storage.database import Database
from storage.moments import seconds
from storage.vault import Key, Vault

Fault = tuple[int, str]
"""A line of the file, from 1, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class PlayedTurn:
    """A turn, what the phones showed, and the product's clock after it."""

    turn: WrittenTurn
    came: list[WrittenAnswer]
    now: datetime


@dataclass(slots=True)
class PlayedTalk:
    """What came of a talk on one network.

    `faults`: what is wrong besides answers, with the line of the file. Where a line could not be
    played the talk ends before it.
    """

    talk: Talk
    network: Network | None
    turns: list[PlayedTurn] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether every line could be played."""
        return len(self.turns) == len(self.talk.turns)

    @property
    def differing_turns(self) -> list[PlayedTurn]:
        """Those after which the phones showed something else than is written."""
        return [p for p in self.turns if p.came != p.turn.find_answers(self.network)]

    @property
    def is_as_written(self) -> bool:
        return not self.differing_turns and not self.faults


class Template:
    """A database with the made-up world, made once in a folder and copied for every talk.

    Raises OperatorMistake where the plan or its days off cannot be read.
    """

    def __init__(self, folder: Path, plan_file: Path) -> None:
        plan, calendar = read_plan(plan_file), read_calendar(plan_file.with_name("days-off.yaml"))
        self._folder = folder
        self._made = folder / "world.db"
        database = Database(f"sqlite:///{self._made}")
        migrate.prepare(database)
        with database.write() as tx:
            build_world(tx, plan)
            known = units.load(tx)
        database.close()
        self.reference = Reference.of(
            plan,
            calendar,
            known,
            find_template(plan_file),
            read_office(plan_file.with_name(OFFICE_FILE)),
        )

    @contextmanager
    def open_copy(self) -> Iterator[tuple[Database, Path]]:
        """A fresh copy with a vault, and its file; it is gone afterwards."""
        path = self._folder / "talk.db"
        shutil.copy(self._made, path)
        database = Database(f"sqlite:///{path}")
        vault.use(database, Vault([Key.new()]))
        try:
            yield database, path
        finally:
            database.close()
            for file in _find_files(path):
                file.unlink()


async def play_talks(talks: Sequence[Talk], template: Template) -> list[PlayedTalk]:
    """Play every talk on each of its networks, each in a fresh copy of the world."""
    return [
        await _play_talk(talk, network, template) for talk in talks for network in talk.networks
    ]


async def _play_talk(talk: Talk, network: Network | None, template: Template) -> PlayedTalk:
    played = PlayedTalk(talk, network)
    with template.open_copy() as (database, path), _recorded_log() as log:
        player = Player(database, template.reference, JOINED, talk.reply_wait)
        await _enter_people(player, talk, network)
        known = _date_events(player, talk) if talk.undated else {}
        before = player.messages_out
        await _play_turns(player, played)
        played.faults += _check_count(talk, player.messages_out - before)
        played.faults += _check_days(player, talk, known)
        played.faults += [(talk.line, f"the product failed: {line}") for line in log.errors]
        stored = b"".join(file.read_bytes() for file in _find_files(path))
        stored += "".join(queued.notices for queued in player.sent).encode()
    played.faults += _check_secrets(talk, stored, "\n".join(log.lines))
    return played


async def _enter_people(player: Player, talk: Talk, network: Network | None) -> None:
    for person in talk.people:
        on = person.network or network
        if on is None:
            raise ValueError(f"{person.key} has no network")
        await player.enter(person.key, on, _find_posts(player, person), person.called)
    player.now = talk.starts
    player.spend(talk.spent)
    for code, invited in talk.invites.items():
        for post in _find_posts(player, invited):
            player.invite(code, post, invited.called)


def _date_events(player: Player, talk: Talk) -> dict[str, Window | None]:
    """Let all events that have no day, but for those of the talk, be known not to be held."""
    plan, at = player.reference.plan, seconds(player.now)
    by = player.find(talk.people[0].key).person_id or 0
    with player.database.write() as tx:
        for event in find_undated(plan):
            if event.id not in talk.undated:
                event_dates.keep(tx, plan.id, event.id, None, by=by, at=at)
    return _load_dates(player)


def _find_posts(player: Player, person: Person) -> list[Post]:
    known = player.reference.units
    return [Post(post.role, known.id_of(UNITS[post.unit].key)) for post in person.posts]


async def _play_turns(player: Player, played: PlayedTalk) -> None:
    for turn in played.talk.turns:
        try:
            shown = await _act(player, turn.action)
        except NoSuchButton as missing:
            played.faults.append((turn.action.line, str(missing)))
            return
        came = [_to_answer(each, player.now) for each in shown]
        played.turns.append(PlayedTurn(turn, came, player.now))


async def _act(player: Player, action: Action) -> list[Delivered]:
    match action.sign:
        case Sign.CLOCK:
            return await player.pass_time(find_moment(action.text, player.now))
        case Sign.REMOVED:
            player.remove(action.who)
            return []
        case Sign.BLOCKED:
            return await player.block(action.who)
        case Sign.DAMAGED:
            player.damage_case(action.text)
            return []
    return await player.do(action.who, action.text)


def _to_answer(shown: Delivered, now: datetime) -> WrittenAnswer:
    """What a phone showed, with its moment where that was before the clock stood still."""
    on_the_way = shown.at.replace(second=0) < now.replace(second=0)
    at = f"{shown.at:%H:%M} {shown.at.day}/{shown.at.month}" if on_the_way else ""
    return WrittenAnswer(shown.who, shown.text, at)


# --- what must hold besides ----------------------------------------------------------------------


def _check_count(talk: Talk, messages_out: int) -> list[Fault]:
    if talk.messages_out is None or messages_out <= talk.messages_out:
        return []
    return [(talk.line, f"{messages_out} messages out, at most {talk.messages_out} may be")]


def _check_days(player: Player, talk: Talk, before: Mapping[str, Window | None]) -> list[Fault]:
    if not talk.days:
        return []
    found = {e: days for e, days in _load_dates(player).items() if e not in before}
    return [] if found == talk.days else [(talk.line, f"days were set: {_print_days(found)}")]


def _load_dates(player: Player) -> dict[str, Window | None]:
    with player.database.read() as tx:
        return event_dates.load_dates(tx, player.reference.plan.id)


def _print_days(dates: Mapping[str, Window | None]) -> str:
    printed = (f"{e}: {days[0]} {days[1]}" if days else f"{e}: null" for e, days in dates.items())
    return ", ".join(printed)


def _check_secrets(talk: Talk, stored: bytes, log: str) -> list[Fault]:
    """What is secret stands neither in the database's files, in the outbox, nor in a log."""
    faults = [
        f"{word!r} lies open in the database" for word in talk.secret if word.encode() in stored
    ]
    faults += [f"{word!r} stands in the log" for word in talk.secret if word in log]
    return [(talk.line, fault) for fault in faults]


def _find_files(path: Path) -> list[Path]:
    """A database's file and those that SQLite keeps beside it."""
    return sorted(path.parent.glob(f"{path.name}*"))


class _Recorder(logging.Handler):
    """Keeps what is logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        self.lines.append(line)
        if record.levelno >= logging.ERROR:
            self.errors.append(line)


@contextmanager
def _recorded_log() -> Iterator[_Recorder]:
    """All that is logged meanwhile, down to the last detail."""
    root, recorder = logging.getLogger(), _Recorder()
    level = root.level
    root.addHandler(recorder)
    root.setLevel(logging.DEBUG)
    try:
        yield recorder
    finally:
        root.setLevel(level)
        root.removeHandler(recorder)
