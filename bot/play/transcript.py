"""The format of transcripts (docs/transcripts.md): conversations as they read, for playing.

A file holds one talk or several. A talk is what people do, and below it what the phones show.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import yaml

from bot.engine.channel import Network
from bot.errors import OperatorMistake
from bot.play.world import UNITS
from domain.people.invites import read_code
from domain.people.roles import Role
from domain.periods import VIETNAM
from domain.plan.yaml_reader import FileFault, Reader, open_text

Window = tuple[date, date]

_ROLES = frozenset(role.value for role in Role)
_NETWORKS = frozenset(network.value for network in Network)
_KEY = re.compile(
    r"(?:(?P<who>[^\s▸◂]+) )?(?P<sign>[▸◂])"
    r"(?: (?P<network>zalo|telegram))?(?: (?P<at>\d\d:\d\d \d{1,2}/\d{1,2}))?"
)
_SPAN = re.compile(r"([1-9]\d*) (phút|giờ|ngày)")
_MOMENT = re.compile(r"(\d\d):(\d\d) (\d{1,2})/(\d{1,2})")
_UNITS_OF_TIME = {
    "phút": timedelta(minutes=1),
    "giờ": timedelta(hours=1),
    "ngày": timedelta(days=1),
}


class TranscriptMistake(OperatorMistake):
    """A file is no transcript; the message names every fault with its line."""


class Sign(StrEnum):
    """What a line of a talk is."""

    PERSON = "▸"
    BOT = "◂"
    CLOCK = "⏱"
    REMOVED = "✂"
    BLOCKED = "⛔"
    DAMAGED = "💥"


@dataclass(frozen=True, slots=True)
class WrittenPost:
    """What somebody is in a unit, by the unit's name."""

    role: Role
    unit: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone. `network`: None where the talk says it. `called`: her name."""

    key: str
    network: Network | None = None
    posts: tuple[WrittenPost, ...] = ()
    called: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody does, or the clock. `line` is that of the file, from 1.

    `who`: the key of a person, or "group/person"; "" for the clock and for a damaged case.
    """

    line: int
    sign: Sign
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """What a phone shows. `at`: "07:00 15/10" where it came before the clock stood still.

    `network`: only played on this network; None on every one. `line`: where it stands in the file.
    """

    who: str
    text: str
    at: str = ""
    network: Network | None = None
    line: int = field(default=0, compare=False)


@dataclass(slots=True)
class WrittenTurn:
    """An action and what the phones show after it."""

    action: Action
    answers: list[WrittenAnswer] = field(default_factory=list)

    def find_answers(self, network: Network | None) -> list[WrittenAnswer]:
        """What the file says of the talk played on this network."""
        return [
            replace(answer, network=None)
            for answer in self.answers
            if answer.network in (None, network)
        ]


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation, played in a world of its own.

    `networks`: those of people who have none of their own, one playing for each. `secret`: words
    that must stand neither in the database nor in the log. `messages_out`: how many messages may
    leave at most. `spent`: how many of Zalo's month left before. `reply_wait`: how many seconds a
    reply waits for what she writes next, on Zalo.
    `undated`: events of the plan that wait for a day, where others have one by now;
    `days`: what must be set for these at the end, None for "not held".
    """

    line: int
    about: str
    starts: datetime
    networks: tuple[Network | None, ...]
    people: tuple[Person, ...]
    invites: Mapping[str, Person]
    secret: tuple[str, ...]
    messages_out: int | None
    spent: int
    reply_wait: int
    undated: tuple[str, ...]
    days: Mapping[str, Window | None]
    turns: tuple[WrittenTurn, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A file, read. `text` is all of it, for writing answers back into it."""

    path: Path
    text: str
    title: str
    talks: tuple[Talk, ...]


def read_transcript(path: Path) -> Transcript:
    """Read a file; raises TranscriptMistake where it cannot be read or is no transcript."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "no UTF-8"
        raise TranscriptMistake(f"{path}: cannot be read: {why}") from None
    return parse_transcript(path, text)


def parse_transcript(path: Path, text: str) -> Transcript:
    """The transcript that a text holds; raises TranscriptMistake with every fault of it."""
    faults: list[FileFault] = []
    top = open_text(text, faults)
    title, talks = ("", ()) if top is None else _read_file(top)
    if faults:
        raise TranscriptMistake("\n".join(f"{path}:{fault}" for fault in sorted(set(faults))))
    return Transcript(path, text, title, talks)


# --- heads ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above a talk; a file's head holds for each of its talks."""

    starts: datetime | None = None
    networks: tuple[Network, ...] = ()
    people: tuple[Person, ...] = ()
    invites: Mapping[str, Person] = field(default_factory=dict)
    secret: tuple[str, ...] = ()
    messages_out: int | None = None
    spent: int = 0
    reply_wait: int = 0
    undated: tuple[str, ...] = ()
    days: Mapping[str, Window | None] = field(default_factory=dict)


def _read_file(top: Reader) -> tuple[str, tuple[Talk, ...]]:
    title = top.read_text("title")
    head = _read_head(top, _Head())
    talks = [_read_talk(top, head)] if top.has("talk") else _read_talks(top, head)
    top.finish()
    return title, tuple(talks)


def _read_talks(top: Reader, head: _Head) -> list[Talk]:
    talks = []
    for reader in top.open_each("talks", "about"):
        talks.append(_read_talk(reader, _read_head(reader, head)))
        reader.finish()
    if not talks and top.has("talks"):
        top.add_fault("talks", "must hold a talk")
    return talks


def _read_head(reader: Reader, above: _Head) -> _Head:
    starts = reader.read("starts", _read_start, "must be a moment such as 2025-10-14T19:42")
    return _Head(
        starts=starts or above.starts,
        networks=reader.read_choices("network", Network, default=above.networks),
        people=_read_people(reader) if reader.has("people") else above.people,
        invites=_read_invites(reader) if reader.has("invites") else above.invites,
        secret=reader.read_texts("secret") or above.secret,
        messages_out=reader.read_whole("messages_out", default=above.messages_out),
        spent=reader.read_whole("spent", default=above.spent) or 0,
        reply_wait=reader.read_whole("reply_wait", default=above.reply_wait) or 0,
        undated=reader.read_texts("undated") or above.undated,
        days=_read_days(reader) if reader.has("days") else above.days,
    )


def _read_start(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def _read_people(reader: Reader) -> tuple[Person, ...]:
    inside = reader.open_inside("people")
    return () if inside is None else tuple(_read_person(inside, key) for key in inside.items)


def _read_invites(reader: Reader) -> dict[str, Person]:
    inside = reader.open_inside("invites")
    found = {} if inside is None else {code: _read_person(inside, code) for code in inside.items}
    for code in found:
        reading = read_code(code)
        if reading is None or not reading.sound:
            reader.add_fault("invites", f"{code} has no right check letter; CB-7K4-Q2M-9RR has")
    return found


def _read_person(reader: Reader, key: str) -> Person:
    """`[zalo, leader, Chi hội Nà Pồng, Hoàng Thị Lan]`; network and name may be left out."""
    words = list(reader.read_texts(key))
    network = Network(words.pop(0)) if words and words[0] in _NETWORKS else None
    posts: list[WrittenPost] = []
    while len(words) > 1 and words[0] in _ROLES:
        role, unit = Role(words.pop(0)), words.pop(0)
        if unit not in UNITS:
            reader.add_fault(key, f"{unit!r} is none of the units: {', '.join(UNITS)}")
        posts.append(WrittenPost(role, unit))
    called = words.pop(0) if words and words[0] not in _ROLES else ""
    if words:
        reader.add_fault(
            key, "must be [network, role, unit, name], as many roles and units as wanted"
        )
    return Person(key, network, tuple(posts), called)


def _read_days(reader: Reader) -> dict[str, Window | None]:
    inside = reader.open_inside("days")
    if inside is None:
        return {}
    wrong = 'must be two days such as "2025-12-05 2025-12-07", or null'
    return {event: inside.read(event, _read_window, wrong) for event in inside.items}


def _read_window(text: str) -> Window:
    first, last = (date.fromisoformat(day) for day in text.split())
    return first, last


# --- talks ---------------------------------------------------------------------------------------


def _read_talk(reader: Reader, head: _Head) -> Talk:
    about = reader.read_text("about", default="")
    if head.starts is None and not reader.faults:
        reader.add_fault("starts", "is missing")
    if not head.people:
        reader.add_fault("people", "is missing")
    here = all(person.network for person in head.people)
    if not here and not head.networks:
        reader.add_fault("network", "is missing: zalo, telegram, or a list of both")
    return Talk(
        line=reader.line,
        about=about,
        starts=head.starts or datetime.now(VIETNAM),
        networks=(None,) if here else head.networks,
        people=head.people,
        invites=head.invites,
        secret=head.secret,
        messages_out=head.messages_out,
        spent=head.spent,
        reply_wait=head.reply_wait,
        undated=head.undated,
        days=head.days,
        turns=tuple(_Lines(reader, head.people).read_turns()),
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one talk being read."""

    reader: Reader
    people: tuple[Person, ...]

    def read_turns(self) -> list[WrittenTurn]:
        turns: list[WrittenTurn] = []
        for key, value in find_lines(self.reader.items.get("talk")):
            line = self._read_line(key, value)
            if isinstance(line, Action):
                turns.append(WrittenTurn(line))
            elif line is not None and turns:
                turns[-1].answers.append(line)
            elif line is not None:
                self._add_fault(key, "a talk begins with what somebody does")
        self.reader.taken.add("talk")
        if not turns and not self.reader.faults:
            self.reader.add_fault("talk", 'must be a list of lines such as `- lan ▸: "báo cáo"`')
        return turns

    def _read_line(self, key: yaml.Node, value: yaml.Node) -> Action | WrittenAnswer | None:
        name, text = str(key.value), str(value.value)
        line = key.start_mark.line + 1
        if not isinstance(value, yaml.ScalarNode):
            self._add_fault(key, f"{name}: must be a text")
            return None
        if name in (Sign.CLOCK, Sign.REMOVED, Sign.BLOCKED, Sign.DAMAGED):
            return self._read_event(key, Action(line, Sign(name), "", text))
        named = _KEY.fullmatch(name)
        if named is None:
            self._add_fault(key, f"{name!r} is no line: ▸ a person, ◂ a phone, ⏱ ✂ ⛔ 💥")
            return None
        who = named["who"] or self._get_only_person()
        if named["sign"] == Sign.BOT:
            network = Network(named["network"]) if named["network"] else None
            return WrittenAnswer(who, text, named["at"] or "", network, line)
        if who.rpartition("/")[2] not in {person.key for person in self.people}:
            self._add_fault(key, f"{who!r} is none of the people")
            return None
        return Action(line, Sign.PERSON, who, text)

    def _read_event(self, key: yaml.Node, action: Action) -> Action | None:
        if action.sign is Sign.CLOCK:
            try:
                find_moment(action.text, datetime.now(VIETNAM))
            except ValueError:
                self._add_fault(key, '⏱ must be "31 phút", "2 giờ", "6 ngày" or "07:00 15/10"')
                return None
            return action
        if action.sign is Sign.DAMAGED:
            return action
        if action.text not in {person.key for person in self.people}:
            self._add_fault(key, f"{action.text!r} is none of the people")
            return None
        return replace(action, who=action.text)

    def _get_only_person(self) -> str:
        """Whose lines they are that name nobody."""
        return self.people[0].key if len(self.people) == 1 else ""

    def _add_fault(self, node: yaml.Node, message: str) -> None:
        self.reader.faults.append(FileFault(node.start_mark.line + 1, "talk", message))


def find_lines(talk: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Key and value of every line of a talk; what is no line of one key is passed over."""
    for item in talk.value if isinstance(talk, yaml.SequenceNode) else ():
        if isinstance(item, yaml.MappingNode):
            yield from item.value


# --- the clock -----------------------------------------------------------------------------------


def find_moment(text: str, now: datetime) -> datetime:
    """Where "31 phút" or "07:00 15/10" leads to from this moment: always later than it.

    Raises ValueError where a text is neither.
    """
    if span := _SPAN.fullmatch(text):
        return now + int(span[1]) * _UNITS_OF_TIME[span[2]]
    named = _MOMENT.fullmatch(text)
    if named is None:
        raise ValueError(text)
    hour, minute, day, month = map(int, named.groups())
    at = datetime(now.year, month, day, hour, minute, tzinfo=now.tzinfo)
    return at if at > now else at.replace(year=now.year + 1)
