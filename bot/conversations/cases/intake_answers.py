"""Reading the answer to each question of the intake.

A reader returns the state with the answer, or None if it understood none.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from bot.conversations.cases.intake_state import IntakeState
from bot.conversations.cases.intake_words import (
    read_control,
    read_labels,
    read_numbers,
    read_options,
)
from bot.conversations.reporting.intents import fold_phrase
from bot.engine.conversation import Event, Facts
from domain.answers import Place, Status, read_place
from domain.cases.deidentify import remove_names
from domain.cases.intake import Hours, Way, Wish
from domain.cases.intake_form import (
    ADD_NOTE,
    ANSWERS,
    NO,
    UNKNOWN,
    YES,
    YES_NO,
    Agreement,
    IntakeStage,
)

AnswerReader = Callable[[IntakeState, Event, Facts], IntakeState | None]

T = TypeVar("T")

_WISHES = tuple(Wish(each) for each in ANSWERS[IntakeStage.WISH])
"""In the order of their numbers."""

_TRUTH: Mapping[str, bool | None] = {YES: True, NO: False, UNKNOWN: None}
_NONE = frozenset({*YES_NO[NO], "khong co ai", "khong ai", "khong ai ca"})


def may_be_asked(state: IntakeState, facts: Facts) -> bool:
    """Tell whether this question can be asked: it has answers to offer and is still open."""
    if state.stage is IntakeStage.EXCLUDED:
        return bool(facts.officers)
    return state.stage is not IntakeStage.SEND or not state.opened


def offer_officers(state: IntakeState, facts: Facts) -> IntakeState:
    """Offer the officers to choose from, in their present order, at the question about them."""
    if state.stage is not IntakeStage.EXCLUDED:
        return state
    return replace(state, offered=facts.officers)


# --- several answers by buttons ----------------------------------------------------------------


def list_picked_numbers(state: IntakeState) -> tuple[int, ...]:
    """Return the numbers of the answers given at a question that takes several; else none."""
    if state.stage is IntakeStage.WISH:
        return tuple(n for n, wish in enumerate(_WISHES, 1) if wish in state.wishes)
    if state.stage is IntakeStage.EXCLUDED:
        return tuple(n for n, who in enumerate(state.offered, 1) if who in state.excluded)
    return ()


def toggle_answer(state: IntakeState, event: Event) -> IntakeState | None:
    """Set one of several answers by its button, or take it back by the same; None if no button."""
    if not event.pressed:
        return None
    if state.stage is IntakeStage.WISH and (numbers := read_numbers(event.text, len(_WISHES))):
        return replace(state, wishes=_flip(state.wishes, _WISHES[numbers[0] - 1]))
    if state.stage is IntakeStage.EXCLUDED and (
        numbers := read_numbers(event.text, len(state.offered))
    ):
        return replace(state, excluded=_flip(state.excluded, state.offered[numbers[0] - 1]))
    return None


def _flip(values: tuple[T, ...], value: T) -> tuple[T, ...]:
    rest = tuple(each for each in values if each != value)
    return rest if len(rest) < len(values) else (*values, value)


# --- question by question ----------------------------------------------------------------------


def _read_danger(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.DANGER, event.text)
    return replace(state, danger=said[0] == YES) if said else None


def _make_truth_reader(field: str, stage: IntakeStage) -> AnswerReader:
    def read_truth(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
        said = read_options(stage, event.text)
        return replace(state, **{field: _TRUTH[said[0]]}) if said else None

    return read_truth


def _read_kind(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    kinds = facts.plan.cases.kinds
    said = read_labels(event.text, tuple(kinds.values()))
    return replace(state, kind=tuple(kinds)[said[0] - 1]) if len(said) == 1 else None


def _read_commune(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Take her own commune, one of those offered, or one by its name.

    If several have that name they are offered.
    """
    offered = state.offered or ((state.own,) if state.own else ())
    said = read_numbers(event.text, len(offered))
    if said:
        return replace(state, unit_id=offered[said[0] - 1])
    if event.pressed or read_control(event) is not None:
        return None
    return _find_commune(state, event.text, facts.communes)


def _find_commune(state: IntakeState, text: str, communes: tuple[Place, ...]) -> IntakeState | None:
    reading = read_place(text, communes)
    if reading.status not in (Status.VALUE, Status.CONFIRM):
        return None
    ids = tuple(int(place.code) for place in reading.value)
    if reading.status is Status.VALUE:
        return replace(state, unit_id=ids[0])
    return replace(state, offered=ids)


def _read_wish(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.WISH, event.text)
    return replace(state, wishes=tuple(Wish(each) for each in said)) if said else None


def _read_consent(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.CONSENT, event.text)
    return replace(state, agreed=Agreement(said[0])) if said else None


def _read_way(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.WAY, event.text)
    return replace(state, way=None if said[0] == UNKNOWN else Way(said[0])) if said else None


def _read_hours(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.HOURS, event.text)
    return replace(state, hours=None if said[0] == UNKNOWN else Hours(said[0])) if said else None


def _read_excluded(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Take officers by their numbers; "không" or the number after the last means nobody."""
    if fold_phrase(event.text[:40]) in _NONE:
        return replace(state, excluded=())
    nobody = len(state.offered) + 1
    said = read_numbers(event.text, nobody, many=True)
    if not said or (nobody in said and len(said) > 1):
        return None
    left_out = tuple(state.offered[n - 1] for n in said if n != nobody)
    return replace(state, excluded=left_out)


def _read_send(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.SEND, event.text)
    if not said:
        return None
    if said[0] == ADD_NOTE:
        return replace(state, stage=IntakeStage.NOTE, returns_to=IntakeStage.SEND)
    return state


def _read_note(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Take a note after removing names, numbers and places from it."""
    if read_control(event) is not None or event.what != "text":
        return None
    return replace(state, note=remove_names(event.text), stage=state.returns_to)


ANSWER_READERS: Mapping[IntakeStage, AnswerReader] = {
    IntakeStage.DANGER: _read_danger,
    IntakeStage.CHILD: _make_truth_reader("child", IntakeStage.CHILD),
    IntakeStage.VULNERABLE: _make_truth_reader("vulnerable", IntakeStage.VULNERABLE),
    IntakeStage.KIND: _read_kind,
    IntakeStage.COMMUNE: _read_commune,
    IntakeStage.WISH: _read_wish,
    IntakeStage.CONSENT: _read_consent,
    IntakeStage.WAY: _read_way,
    IntakeStage.HOURS: _read_hours,
    IntakeStage.EXCLUDED: _read_excluded,
    IntakeStage.SEND: _read_send,
    IntakeStage.NOTE: _read_note,
}
