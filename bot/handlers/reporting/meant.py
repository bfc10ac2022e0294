"""Which report her words are for: the month and the branch she names, else what she was last told.

The last form shown to her, or a reminder that left after it and before her message, decides. What
she names wins over both; where several fit she is asked. The form that stood open is set aside as
it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import msgspec

from bot.conversations.choose import ChooseConversation, ChooseState
from bot.conversations.intents import Intent, read_loose_intent, read_plain_intent
from bot.conversations.reporting.asking import names_form
from bot.conversations.reporting.reading import LONGEST_ANSWER, is_yes
from bot.conversations.reporting.report import ReportConversation
from bot.conversations.reporting.state import (
    Answer,
    Manner,
    ReportStage,
    ReportState,
    build_head,
    find_asked_codes,
    switch_manner,
)
from bot.engine.conversation import Event, Facts, Frame, Outcome
from bot.engine.dialogue import Call
from bot.handlers.reporting.forms import (
    ReportingUnit,
    choose_period,
    explain_not_owed,
    find_newest_asked,
    find_owed_periods,
    find_sent_at,
    open_conversation,
    open_form,
    open_owed,
)
from bot.handlers.reporting.report import ask_whose_answers, find_this_month
from bot.handlers.reporting.whereabouts import Form, Whereabouts, find_whereabouts
from domain.answers.dates.named_month import (
    NamedMonths,
    drop_courtesies,
    read_named_months,
    split_by_month,
)
from domain.answers.text.questions import asks_something
from domain.notices.base import Notice
from domain.notices.reporting import GoOn, NotedToo, PartNotRead
from domain.org.naming import split_by_name
from domain.periods import Period
from services.reminders.reminded import find_last_reminded
from services.reporting.owed import say_whose
from storage.moments import moment

_READS_FOR = timedelta(seconds=5)
"""Nobody reads a summary faster."""

_HEARD_IN = frozenset({ReportConversation.name, ChooseConversation.name})


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """A form after her words, what is said of it, and what she answered, by code."""

    state: ReportState
    notices: tuple[Notice, ...]
    given: Mapping[str, Answer]


def hear_report_meant(call: Call, event: Event) -> Outcome | None:
    """Take her words to the report they are for; None where the open form hears them anyway."""
    if event.pressed or event.what != "text" or event.edited:
        return None
    if not event.text.strip() or len(event.text) > LONGEST_ANSWER:
        return None
    frame = call.session.frame
    if frame is not None and (frame.name not in _HEARD_IN or _asks_whose_answers(call, frame)):
        return None
    place = find_whereabouts(call)
    if _cannot_have_read(call, frame) and _would_send(place.open_form, event):
        return Outcome()  # the second OK of two was for the report before
    if not place.units or asks_something(event.text):
        return None
    names = {unit_id: each.unit for unit_id, each in place.units.items()}
    parts = split_by_name(event.text, names)
    if len(parts) > 1:
        return _take_several(call, event, _place_by_unit(call, place, parts))
    unit = place.units[parts[0][0]] if parts else None
    said = drop_courtesies(parts[0][1]) if parts else event.text
    by_month = split_by_month(said, find_this_month(call))
    if len(by_month) > 1:
        return _take_several(call, event, _place_by_month(call, place, unit, by_month))
    return _take_one(call, event, place, unit, said)


def _asks_whose_answers(call: Call, frame: Frame) -> bool:
    """Tell whether a list asks for which report she answered, and no reminder came after it."""
    if frame.name != ChooseConversation.name:
        return False
    state = msgspec.json.decode(frame.state, type=ChooseState)
    reminded = find_last_reminded(call, find_sent_at(call))
    return state.what == "answers" and (reminded is None or reminded.at <= moment(frame.at))


def _cannot_have_read(call: Call, frame: Frame | None) -> bool:
    """Tell whether a form has come up by itself so shortly before that she has not read it."""
    if frame is None or not frame.by_itself:
        return False
    return call.now - moment(frame.at) < _READS_FOR


# --- one report --------------------------------------------------------------------------------


def _take_one(
    call: Call, event: Event, place: Whereabouts, unit: ReportingUnit | None, said: str
) -> Outcome | None:
    """Take words that name at most one unit."""
    named = _read_months(call, place, said)
    if named is not None:
        said = named.rest
    elif unit is None:
        return _answer_reminder(call, event, place)
    if place.menu and not said:
        return None  # a name or a month alone is an answer to the list
    forms = _find_meant(call, place, unit, named)
    match forms:
        case []:
            return _refuse(call, place, unit, named, said)
        case [form]:
            return _take_to(call, event, place, form, said, by_month=named is not None)
        case several:
            return _ask_which(call, event, several, said)


def _read_months(call: Call, place: Whereabouts, said: str) -> NamedMonths | None:
    """Read the months she names; "tháng này" in the answer to a single question names none."""
    named = read_named_months(said, find_this_month(call))
    here = place.open_form
    if named is None or (named.denied and not named.meant and not _denies_told(named, place)):
        return None
    if named.relative and here is not None and len(find_asked_codes(here)) == 1:
        return None
    return named


def _denies_told(named: NamedMonths, place: Whereabouts) -> bool:
    return not place.told or any(period in named.denied for _, period in place.told)


def _find_meant(
    call: Call, place: Whereabouts, unit: ReportingUnit | None, named: NamedMonths | None
) -> list[Form]:
    """Find the reports that may be meant, of those that are owed or stand open."""
    told_units = {each.unit_id: each for each, _ in place.told}
    if unit is not None:
        units = [unit]
    elif len(told_units) == 1 or not place.units:
        units = list(told_units.values())
    else:
        units = list(place.units.values())
    owed = {each.unit_id: find_owed_periods(call, each) for each in units}
    here = place.open_form
    if here is not None and here.unit_id in owed and here.correcting:
        owed[here.unit_id] = (*owed[here.unit_id], Period.parse(here.period))
    if named is None:
        owing = [each for each in units if owed[each.unit_id]]
        told = [form for form in place.told if form[0] in units]
        return told or [(u, choose_period(call, u.unit_id, owed[u.unit_id])) for u in owing]
    months = named.meant or tuple(
        dict.fromkeys(p for periods in owed.values() for p in periods if p not in named.denied)
    )
    return [(each, p) for each in units for p in months if p in owed[each.unit_id]]


def _refuse(
    call: Call, place: Whereabouts, unit: ReportingUnit | None, named: NamedMonths | None, said: str
) -> Outcome | None:
    """Say why the report she names takes nothing; the form that stands open is asked again."""
    of = unit or (place.told[0][0] if place.told else next(iter(place.units.values())))
    if named is None or not named.meant:
        return open_owed(call, of) if place.open_form is None and not said else None
    if named.relative and place.told:
        taken = _read_into(call, Event(said), place.told[0], said)
        if taken is None:
            return None
        asked = ask_whose_answers(call, place.told, taken.given)
        return replace(asked, notices=(*explain_not_owed(call, of, named.meant[0]), *asked.notices))
    return Outcome(explain_not_owed(call, of, named.meant[0]))


def _take_to(
    call: Call, event: Event, place: Whereabouts, form: Form, said: str, *, by_month: bool
) -> Outcome | None:
    """Take words to the one report that is named; with nothing else said it is opened."""
    here = place.open_form
    if here is not None and here.correcting and place.is_open(form):
        return None
    if not said:
        return open_conversation("report", open_form(call, *form))
    in_place = place.is_open(form)
    taken = _read_into(call, event, form, said, in_place=in_place)
    if taken is not None:
        told = taken.notices if in_place else _say_which(taken)
        return open_conversation("report", (taken.state, told))
    if by_month and here is not None and not in_place:
        return open_conversation("report", open_form(call, *form))
    return None


def _ask_which(call: Call, event: Event, forms: Sequence[Form], said: str) -> Outcome | None:
    """Ask which of several reports she answered, and keep what could be read until she says."""
    if not said:
        return ask_whose_answers(call, forms, {})
    taken = _read_into(call, event, forms[0], said)
    return None if taken is None else ask_whose_answers(call, forms, taken.given)


# --- a reminder --------------------------------------------------------------------------------


def _answer_reminder(call: Call, event: Event, place: Whereabouts) -> Outcome | None:
    """Take an answer to a reminder to the report it spoke of; None if it is no answer to it."""
    if not place.by_reminder or (len(place.told) == 1 and place.is_open(place.told[0])):
        return None
    if len(place.told) > 1:
        outcome = _ask_which(call, event, place.told, event.text)
    else:
        taken = _read_into(call, event, place.told[0], event.text)
        outcome = None
        if taken is not None:
            outcome = open_conversation("report", (taken.state, _say_which(taken)))
    if outcome is None and _would_send(place.open_form, event):
        return Outcome()  # the summary is shown again: her OK may have been for the reminder
    return outcome


def _would_send(here: ReportState | None, event: Event) -> bool:
    """Tell whether these words would send the report that stands open."""
    if here is None or here.stage is not ReportStage.REVIEW:
        return False
    intent = read_plain_intent(event) or read_loose_intent(event)
    return intent is Intent.OK or is_yes(event.text)


# --- several at once ---------------------------------------------------------------------------


PlacedAnswer = tuple[ReportingUnit, Period | None, Sequence[Form], str]
"""What is said of one report: its unit, the month it names, what may be meant, and her words."""


def _place_by_unit(
    call: Call, place: Whereabouts, parts: Sequence[tuple[int, str]]
) -> list[PlacedAnswer]:
    """Find the report of each part that names a unit."""
    placed: list[PlacedAnswer] = []
    for unit_id, said in parts:
        unit, named = place.units[unit_id], _read_months(call, place, said)
        forms = _find_meant(call, place, unit, named)
        month = named.meant[0] if named is not None and named.meant else None
        placed.append((unit, month, forms, said if named is None else named.rest))
    return placed


def _place_by_month(
    call: Call, place: Whereabouts, unit: ReportingUnit | None, parts: Sequence[tuple[Period, str]]
) -> list[PlacedAnswer]:
    """Find the report of each part that names a month."""
    of = unit or (place.told[0][0] if place.told else next(iter(place.units.values())))
    placed: list[PlacedAnswer] = []
    for period, said in parts:
        placed.append((of, period, _find_meant(call, place, of, NamedMonths((period,))), said))
    return placed


def _take_several(call: Call, event: Event, parts: Sequence[PlacedAnswer]) -> Outcome | None:
    """Take what is said of several reports, each to its own; they come in turn."""
    taken: list[TakenAnswer] = []
    unread: list[Notice] = []
    for unit, period, forms, said in parts:
        read = _read_into(call, event, forms[0], said) if len(forms) == 1 and said else None
        newest = find_newest_asked(call, unit)
        if read is not None:
            taken.append(read)
        elif not forms and newest is not None:
            unread += explain_not_owed(call, unit, period or newest)
        else:
            unread.append(PartNotRead(say_whose(call, unit.unit_id), str(period or "")))
    if not taken:
        return None
    first, *others = taken
    also = tuple(NotedToo(build_head(each.state)) for each in others)
    opened = open_conversation("report", (first.state, (*_say_which(first), *also, *unread)))
    name = ReportConversation.name
    return replace(opened, then=tuple((name, each.state) for each in others))


# --- reading -----------------------------------------------------------------------------------


def _read_into(
    call: Call, event: Event, form: Form, said: str, *, in_place: bool = False
) -> TakenAnswer | None:
    """Read words as answers to a report's form; None if they answer nothing of it, or would end it.

    The form is answered in one message, as a reminder asks it, whatever manner it was begun in;
    `in_place`: it stands open, and is answered as it asks.
    """
    state, _ = open_form(call, *form)
    if not in_place:
        state = switch_manner(msgspec.structs.replace(state, fixing=False), Manner.ONE_ANSWER)
    command = event.command if said == event.text else None
    heard = replace(event, text=said, command=command)
    step = ReportConversation().step(state, heard, Facts(call.now, call.plan, one_answer=True))
    if step.state is None or step.effects or step.park:
        return None
    given = {c: a for c, a in step.state.answers.items() if state.answers.get(c) != a}
    return TakenAnswer(step.state, step.notices, given) if given else None


def _say_which(taken: TakenAnswer) -> tuple[Notice, ...]:
    """Return what is said of a form, with its month and unit where it does not name them."""
    if names_form(taken.notices):
        return taken.notices
    return (GoOn(build_head(taken.state)), *taken.notices)
