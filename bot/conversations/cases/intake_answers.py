"""What an answer to each question of the intake changes; None where none was understood."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from bot.conversations.cases.intake_state import IntakeState
from bot.conversations.cases.intake_words import (
    by_label,
    numbers,
    picked,
    wanted,
)
from bot.conversations.reporting.intents import folded
from bot.engine.conversation import Event, Facts
from domain.answers import Place, Status, read_place
from domain.cases.deidentify import remove_names
from domain.cases.intake import Hours, Way, Wish
from domain.cases.intake_form import ADD_NOTE, ANSWERS, NO, UNKNOWN, YES, YES_NO, Agreed, Stage

Answered = Callable[[IntakeState, Event, Facts], IntakeState | None]

T = TypeVar("T")

_WISHES = tuple(Wish(each) for each in ANSWERS[Stage.WISH])
"""In the order of their numbers."""

_TRUTH: Mapping[str, bool | None] = {YES: True, NO: False, UNKNOWN: None}
_NONE = frozenset({*YES_NO[NO], "khong co ai", "khong ai", "khong ai ca"})


def may_be_asked(state: IntakeState, facts: Facts) -> bool:
    """Whether this question has answers to offer, and is still one; else it is left out."""
    if state.stage is Stage.EXCLUDED:
        return bool(facts.officers)
    return state.stage is not Stage.SEND or not state.opened


def offer_officers(state: IntakeState, facts: Facts) -> IntakeState:
    """With the officers to choose from as they are numbered now."""
    if state.stage is not Stage.EXCLUDED:
        return state
    return replace(state, offered=facts.officers)


# --- several answers by buttons ----------------------------------------------------------------


def list_picked_numbers(state: IntakeState) -> tuple[int, ...]:
    """The numbers of what stands answered at a question that takes several; else none."""
    if state.stage is Stage.WISH:
        return tuple(n for n, wish in enumerate(_WISHES, 1) if wish in state.wishes)
    if state.stage is Stage.EXCLUDED:
        return tuple(n for n, who in enumerate(state.offered, 1) if who in state.excluded)
    return ()


def toggle_answer(state: IntakeState, event: Event) -> IntakeState | None:
    """With one of several answers set by its button, or taken back by the same; None: no such."""
    if not event.pressed:
        return None
    if state.stage is Stage.WISH and (said := numbers(event.text, len(_WISHES))):
        return replace(state, wishes=_flip(state.wishes, _WISHES[said[0] - 1]))
    if state.stage is Stage.EXCLUDED and (said := numbers(event.text, len(state.offered))):
        return replace(state, excluded=_flip(state.excluded, state.offered[said[0] - 1]))
    return None


def _flip(values: tuple[T, ...], value: T) -> tuple[T, ...]:
    rest = tuple(each for each in values if each != value)
    return rest if len(rest) < len(values) else (*values, value)


# --- question by question ----------------------------------------------------------------------


def _read_danger(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = picked(Stage.DANGER, event.text)
    return replace(state, danger=said[0] == YES) if said else None


def _make_truth_reader(field: str, stage: Stage) -> Answered:
    def answered(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
        said = picked(stage, event.text)
        return replace(state, **{field: _TRUTH[said[0]]}) if said else None

    return answered


def _read_kind(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    kinds = facts.plan.cases.kinds
    said = by_label(event.text, tuple(kinds.values()))
    return replace(state, kind=tuple(kinds)[said[0] - 1]) if len(said) == 1 else None


def _read_commune(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Her own, one of those offered, or a name; several so called are offered."""
    offered = state.offered or ((state.own,) if state.own else ())
    said = numbers(event.text, len(offered))
    if said:
        return replace(state, unit_id=offered[said[0] - 1])
    if event.pressed or wanted(event) is not None:
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
    said = picked(Stage.WISH, event.text)
    return replace(state, wishes=tuple(Wish(each) for each in said)) if said else None


def _read_consent(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = picked(Stage.CONSENT, event.text)
    return replace(state, agreed=Agreed(said[0])) if said else None


def _read_way(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = picked(Stage.WAY, event.text)
    return replace(state, way=None if said[0] == UNKNOWN else Way(said[0])) if said else None


def _hours(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = picked(Stage.HOURS, event.text)
    return replace(state, hours=None if said[0] == UNKNOWN else Hours(said[0])) if said else None


def _excluded(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Officers by their numbers; the number after the last, or "không", is nobody."""
    if folded(event.text[:40]) in _NONE:
        return replace(state, excluded=())
    nobody = len(state.offered) + 1
    said = numbers(event.text, nobody, many=True)
    if not said or (nobody in said and len(said) > 1):
        return None
    left_out = tuple(state.offered[n - 1] for n in said if n != nobody)
    return replace(state, excluded=left_out)


def _send(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = picked(Stage.SEND, event.text)
    if not said:
        return None
    if said[0] == ADD_NOTE:
        return replace(state, stage=Stage.NOTE, returns_to=Stage.SEND)
    return state


def _note(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Names, numbers and places are taken out before anything is kept."""
    if wanted(event) is not None or event.what != "text":
        return None
    return replace(state, note=remove_names(event.text), stage=state.returns_to)


ANSWERED: Mapping[Stage, Answered] = {
    Stage.DANGER: _read_danger,
    Stage.CHILD: _make_truth_reader("child", Stage.CHILD),
    Stage.VULNERABLE: _make_truth_reader("vulnerable", Stage.VULNERABLE),
    Stage.KIND: _read_kind,
    Stage.COMMUNE: _read_commune,
    Stage.WISH: _read_wish,
    Stage.CONSENT: _read_consent,
    Stage.WAY: _read_way,
    Stage.HOURS: _hours,
    Stage.EXCLUDED: _excluded,
    Stage.SEND: _send,
    Stage.NOTE: _note,
}
