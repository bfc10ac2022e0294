"""Pick one of a few: which unit, which role, which report. Then a command is run for it."""

from collections.abc import Sequence

import msgspec

from bot.conversations.effects import RunCommand
from bot.conversations.reporting.intents import Intent, folded, plain_intent
from bot.engine.conversation import Event, Facts, Step
from domain.notices.base import Notice
from domain.notices.reporting import Choose, NothingChosen

_LONGEST_NAME = 80


class Option(msgspec.Struct, frozen=True):
    """One thing to pick: its words, and the command that picking it runs ("/baocao 12")."""

    label: str
    then: str


class ChooseState(msgspec.Struct, frozen=True):
    """What is offered. `what`: "unit", "role", "period" or "document".

    `more`: how many there are beyond these; what is typed for one of them goes to `otherwise`.
    """

    what: str
    options: tuple[Option, ...]
    more: int = 0
    otherwise: str = ""


class ChooseConversation:
    """One question with a numbered answer. It is dropped when a command is given instead."""

    name = "choose"
    version = 1
    confidential = False
    state_type = ChooseState

    def key(self, state: ChooseState) -> str | None:
        """It is asked anew rather than set aside."""
        return None

    def prompt(self, state: ChooseState, facts: Facts) -> tuple[Notice, ...]:
        """The list again."""
        return (_choose(state),)

    def step(self, state: ChooseState, event: Event, facts: Facts) -> Step[ChooseState]:
        """The option named by its number or its words."""
        option = _picked(state, event.text)
        if option is not None:
            return Step(None, effects=(RunCommand(option.then),))
        if plain_intent(event) in (Intent.CANCEL, Intent.LATER):
            return Step(None, (NothingChosen(),))
        if event.command is not None and plain_intent(event) is None:
            return Step(state, unheard=True)
        if _names_another(state, event):
            return Step(None, effects=(RunCommand(f"{state.otherwise} {event.text}"),))
        return Step(state, (_choose(state, again=plain_intent(event) is None),))


def open_choice(
    what: str, options: Sequence[tuple[str, str]], more: int = 0, otherwise: str = ""
) -> tuple[ChooseState, tuple[Notice, ...]]:
    """A list of (words, command) to pick from, and what is said first.

    `more` are not in the list: a name typed for one of them is given to the command `otherwise`.
    """
    offered = tuple(Option(label, then) for label, then in options)
    state = ChooseState(what, offered, more, otherwise)
    return state, (_choose(state),)


def _choose(state: ChooseState, again: bool = False) -> Choose:
    labels = tuple(option.label for option in state.options)
    return Choose(state.what, labels, again, state.more)


def _names_another(state: ChooseState, event: Event) -> bool:
    """Whether it may be the name of one beyond the list: words, not a number too high."""
    text = event.text.strip()
    named = 1 < len(text) <= _LONGEST_NAME and not text.isdecimal()
    return bool(state.more) and named and event.what == "text" and plain_intent(event) is None


def _picked(state: ChooseState, text: str) -> Option | None:
    wanted = folded(text[:200]).removeprefix("so ")
    for number, option in enumerate(state.options, 1):
        if wanted in (str(number), folded(option.label)):
            return option
    return _named_in_part(state, wanted)


def _named_in_part(state: ChooseState, wanted: str) -> Option | None:
    """The only option whose words contain what was said: "nà pồng" for "Chi hội Nà Pồng"."""
    if len(wanted) < 3:
        return None
    found = [option for option in state.options if wanted in folded(option.label)]
    return found[0] if len(found) == 1 else None
