"""Recording what an office did for a task: which task, what, on which day, how many took part.

The words lie in a draft in storage, sealed; the state holds everything else.
"""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

import msgspec

from bot.conversations.effects import DropActivity, RecordActivity, WordActivity
from bot.conversations.intents import Intent, fold_phrase, read_plain_intent
from bot.engine.conversation import Effect, Event, Facts, Step
from domain.answers import Status, read_count, read_date
from domain.notices.base import Notice
from domain.notices.tasks import (
    ActivityDropped,
    ActivityPreview,
    AskActivityDay,
    AskActivityDoubt,
    AskActivityWords,
    AskHeld,
    AskParticipants,
    AskTask,
)
from domain.org.levels import Level
from domain.plan.plan import EventKind
from domain.tasks.activity import DAYS_BACK, MOST_LETTERS, MOST_PARTICIPANTS, find_doubt
from domain.tasks.office_words import OfficeWords
from domain.tasks.tasks import find_meant, find_task, list_tasks

OFFERED = 8
"""So many tasks are offered at once."""

_FEWEST_LETTERS = 5
_LONGEST_SPAN_DAYS = 10
_A_WISH = 20  # what is longer is what was done, whatever word it begins with
_OTHERS = frozenset({"khac", "nhiem vu khac", "xem them", "them", "viec khac"})
_NOBODY_COUNTED = frozenset(
    {"khong ro", "khong nho", "khong dem", "chua dem", "khong biet", "ko ro"}
)


_HELD = frozenset({"held", "1", "da to chuc", "to chuc roi", "to chuc", "chinh thuc"})
_PREPARES = frozenset({"prepares", "2", "chuan bi", "moi chuan bi", "chua to chuc", "chua"})


class Asked(StrEnum):
    """What is asked; `REVIEW`: whether all of it is right."""

    TASK = "task"
    WORDS = "words"
    DOUBT = "doubt"
    DAY = "day"
    PEOPLE = "people"
    HELD = "held"
    REVIEW = "review"


_PARTS = {
    "nhiem vu": Asked.TASK,
    "task": Asked.TASK,
    "viec": Asked.WORDS,
    "noi dung": Asked.WORDS,
    "words": Asked.WORDS,
    "ngay": Asked.DAY,
    "day": Asked.DAY,
    "nguoi": Asked.PEOPLE,
    "so nguoi": Asked.PEOPLE,
    "people": Asked.PEOPLE,
}
"""What of a preview is to be changed, as typed or pressed."""


class ActivityState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known so far.

    `offered`: ids of the tasks that are listed now, of those in `order`. `complete`: the preview
    was shown, so that a change leads back to it. `corrects`: it corrects what stands. `held`: it is
    the conference itself, None where that was not asked. `worded`: what was done is in the draft.
    """

    draft_id: int
    unit: str
    level: str
    order: tuple[str, ...]
    asked: Asked = Asked.TASK
    offered: tuple[str, ...] = ()
    task: str = ""
    day: date | None = None
    participants: int | None = None
    doubt: str = ""
    complete: bool = False
    corrects: bool = False
    held: bool | None = None
    worded: bool = False


class ActivityConversation:
    """Asks four short questions, shows all of it, and records at her yes."""

    name = "activity"
    version = 1
    confidential = False
    state_type = ActivityState

    def key(self, state: ActivityState) -> str | None:
        """Name it, so that it waits while something else is said."""
        return "activity"

    def prompt(self, state: ActivityState, facts: Facts) -> tuple[Notice, ...]:
        """Ask again what is asked, and say for which task."""
        asked = _ask(state)
        if isinstance(asked, AskActivityDay | AskParticipants):
            asked = msgspec.structs.replace(asked, task=state.task)
        return (asked,)

    def step(self, state: ActivityState, event: Event, facts: Facts) -> Step[ActivityState]:
        """Take the answer to what is asked; changes lead back to the preview.

        Of a conference it is asked besides whether that itself was held.
        """
        step = self._read(state, event, facts)
        after = step.state
        if after is None or after.asked is not Asked.REVIEW or after.held is not None:
            return step
        if not _is_conference(after, facts):
            return step
        asked = _replace(after, asked=Asked.HELD)
        return replace(step, state=asked, notices=(_ask(asked),))

    def _read(self, state: ActivityState, event: Event, facts: Facts) -> Step[ActivityState]:
        intent = read_plain_intent(event)
        leaves = (Intent.CANCEL,) if state.asked is Asked.DAY else (Intent.CANCEL, Intent.LATER)
        if (event.pressed or len(event.text) <= _A_WISH) and intent in leaves:
            dropped = DropActivity(state.draft_id)
            return Step(None, (ActivityDropped(state.corrects),), (dropped,))
        match state.asked:
            case Asked.TASK:
                return _read_task(state, event, facts)
            case Asked.WORDS:
                return _read_words(state, event)
            case Asked.DOUBT:
                return _read_doubt(state, event, intent)
            case Asked.DAY:
                return _read_day(state, event, facts.now)
            case Asked.PEOPLE:
                return _read_people(state, event, intent)
            case Asked.HELD:
                return _read_held(state, event)
        return _read_review(state, event, intent)


def open_activity(state: ActivityState) -> tuple[ActivityState, tuple[Notice, ...]]:
    """Ask what is not known yet, what is doubtful first, or show what is corrected."""
    state = state if state.offered else _offer(state, 0)
    if state.complete:
        state = _replace(state, asked=Asked.REVIEW)
    elif state.doubt:
        state = _replace(state, asked=Asked.DOUBT)
    else:
        state = _replace(state, asked=_find_following(state, Asked.WORDS))
    return state, (_ask(state),)


# --- one answer after the other ----------------------------------------------------------------


def _read_task(state: ActivityState, event: Event, facts: Facts) -> Step[ActivityState]:
    said = fold_phrase(event.text[:120])
    number = int(said) if said.isdecimal() and len(said) <= 2 else 0
    if 0 < number <= len(state.offered):
        return _choose(state, state.offered[number - 1])
    if said in _OTHERS or number == len(state.offered) + 1:
        return _ask_next(_offer(state, state.order.index(state.offered[-1]) + 1), Asked.TASK)
    if event.command is not None and read_plain_intent(event) is None:
        return Step(state, unheard=True)
    found = find_meant(list_tasks(facts.plan, Level(state.level)), event.text[:120])
    if len(found) == 1:
        return _choose(state, found[0].id)
    if found:
        return _ask_next(_replace(state, offered=tuple(t.id for t in found[:OFFERED])), Asked.TASK)
    return Step(state, (_ask(state, "again"),))


def _choose(state: ActivityState, task: str) -> Step[ActivityState]:
    return _go_on(_replace(state, task=task, held=None), Asked.WORDS)


def _read_words(state: ActivityState, event: Event) -> Step[ActivityState]:
    """Take whatever is typed as what was done."""
    words = OfficeWords(event.text)
    if event.what != "text" or event.pressed:
        return Step(state, (_ask(state, "no_text"),))
    if len(words) < _FEWEST_LETTERS:
        return Step(state, (_ask(state, "short"),))
    if len(words) > MOST_LETTERS:
        return Step(state, (_ask(state, "long"),))
    kept = WordActivity(state.draft_id, words)
    doubt = find_doubt(words)
    state = _replace(state, worded=True)
    if doubt is not None:
        asked = _replace(state, doubt=doubt.value)
        return _ask_next(asked, Asked.DOUBT, (kept,))
    return _go_on(_replace(state, doubt=""), Asked.DAY, (kept,))


def _read_doubt(state: ActivityState, event: Event, intent: Intent | None) -> Step[ActivityState]:
    """Take a yes to keep the words as they are, or other words."""
    if intent is Intent.OK:
        return _go_on(state, Asked.DAY)
    if event.pressed or intent is Intent.EDIT:
        return _ask_next(state, Asked.WORDS)
    return _read_words(state, event)


def _read_day(state: ActivityState, event: Event, now: datetime) -> Step[ActivityState]:
    reading = read_date(event.text, now)
    found = reading.value if reading.status in (Status.VALUE, Status.CONFIRM) else None
    if isinstance(found, dict):
        short = (found["to"] - found["from"]).days <= _LONGEST_SPAN_DAYS
        found = found["from"] if short else None
    if not isinstance(found, date):
        if event.command is not None:
            return Step(state, unheard=True)
        return Step(state, (_ask(state, "unclear"),))
    if found > now.date():
        return Step(state, (_ask(state, "ahead"),))
    if (now.date() - found).days > DAYS_BACK:
        return Step(state, (_ask(state, "long_ago"),))
    return _go_on(_replace(state, day=found), Asked.PEOPLE)


def _read_people(state: ActivityState, event: Event, intent: Intent | None) -> Step[ActivityState]:
    if intent is Intent.SKIP or fold_phrase(event.text[:40]) in _NOBODY_COUNTED:
        return _show(_replace(state, participants=None))
    reading = read_count(event.text)
    sure = reading.status in (Status.VALUE, Status.CONFIRM) and isinstance(reading.value, int)
    if not sure or not 0 <= reading.value <= MOST_PARTICIPANTS:
        if event.command is not None:
            return Step(state, unheard=True)
        return Step(state, (_ask(state, "again"),))
    return _show(_replace(state, participants=reading.value))


def _is_conference(state: ActivityState, facts: Facts) -> bool:
    task = find_task(facts.plan.tasks, state.task)
    return task is not None and task.kind is EventKind.MILESTONE


def _read_held(state: ActivityState, event: Event) -> Step[ActivityState]:
    said = fold_phrase(event.text[:40])
    if said in _HELD or said in _PREPARES:
        return _show(_replace(state, held=said in _HELD))
    if event.command is not None:
        return Step(state, unheard=True)
    return Step(state, (_ask(state, "again"),))


def _read_review(state: ActivityState, event: Event, intent: Intent | None) -> Step[ActivityState]:
    if intent is Intent.OK and state.day is not None:
        done = RecordActivity(
            state.draft_id, state.task, state.day, state.participants, bool(state.held)
        )
        return Step(None, effects=(done,))
    part = _PARTS.get(fold_phrase(event.text[:40]).removeprefix("sua ").removeprefix("doi "))
    if part is not None:
        return _ask_next(_offer(state, 0) if part is Asked.TASK else state, part)
    if event.command is not None and intent is not Intent.EDIT:
        return Step(state, unheard=True)
    return Step(state, (_ask(state),))


# --- what is asked next ------------------------------------------------------------------------


def _go_on(
    state: ActivityState, following: Asked, effects: tuple[Effect, ...] = ()
) -> Step[ActivityState]:
    """Ask what follows, or show all of it again where only this was to be changed."""
    return _ask_next(state, _find_following(state, following), effects)


def _find_following(state: ActivityState, following: Asked) -> Asked:
    """Find what is asked next: what she has said already is not asked again."""
    if state.complete:
        return Asked.REVIEW
    if not state.task:
        return Asked.TASK
    return Asked.DAY if following is Asked.WORDS and state.worded else following


def _show(state: ActivityState) -> Step[ActivityState]:
    return _ask_next(_replace(state, complete=True), Asked.REVIEW)


def _ask_next(
    state: ActivityState, asked: Asked, effects: tuple[Effect, ...] = ()
) -> Step[ActivityState]:
    after = _replace(state, asked=asked)
    return Step(after, (_ask(after),), effects)


def _offer(state: ActivityState, begin: int) -> ActivityState:
    """Offer the tasks from one place of the order on; after the last come the first again."""
    begin = begin if begin < len(state.order) else 0
    return _replace(state, offered=state.order[begin : begin + OFFERED])


def _ask(state: ActivityState, fault: str = "") -> Notice:
    match state.asked:
        case Asked.TASK:
            more = len(state.offered) < len(state.order)
            return AskTask(state.unit, state.offered, more, fault == "again", state.worded)
        case Asked.WORDS:
            return AskActivityWords(state.task, MOST_LETTERS, fault)
        case Asked.DOUBT:
            return AskActivityDoubt(state.draft_id, state.doubt)
        case Asked.DAY:
            return AskActivityDay(fault)
        case Asked.PEOPLE:
            return AskParticipants(fault == "again")
        case Asked.HELD:
            return AskHeld(state.task, fault == "again")
    day = state.day or date.min
    return ActivityPreview(
        state.draft_id, state.unit, state.task, day, state.participants, state.corrects, state.held
    )


def _replace(state: ActivityState, **changes: object) -> ActivityState:
    return msgspec.structs.replace(state, **changes)
