"""Picking one of a few units, roles or reports, for which a command is then run."""

import re
from collections.abc import Sequence

import msgspec

from bot.conversations.intents import Intent, fold_phrase, read_plain_intent
from bot.engine.conversation import Event, Facts, RunCommand, Step
from domain.notices.base import Notice
from domain.notices.reporting import Choose, NothingChosen

_LONGEST_NAME = 80


class Option(msgspec.Struct, frozen=True):
    """One thing to pick: its words, and the command that picking it runs ("/baocao 12")."""

    label: str
    then: str


class ChooseState(msgspec.Struct, frozen=True):
    """What is offered. `what`: "unit", "role", "period" or "document".

    `more`: how many there are beyond these; a name typed for one of them goes to the command
    `otherwise`.
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
        """Return None: it is asked anew rather than set aside."""
        return None

    def prompt(self, state: ChooseState, facts: Facts) -> tuple[Notice, ...]:
        """Show the list again."""
        return (_ask_to_choose(state),)

    def step(self, state: ChooseState, event: Event, facts: Facts) -> Step[ChooseState]:
        """Take the option named by its number or its words; what is wanted else goes before it.

        Anything but a number that is too high is left to whoever understands it.
        """
        if read_plain_intent(event) in (Intent.CANCEL, Intent.LATER):
            return Step(None, (NothingChosen(),))
        if event.command is not None and read_plain_intent(event) is None:
            return Step(state, unheard=True)
        option = _find_option(state, event.text)
        if option is not None:
            return Step(None, effects=(RunCommand(option.then),))
        if _may_name_another(state, event):
            return Step(None, effects=(RunCommand(f"{state.otherwise} {event.text}"),))
        again = (_ask_to_choose(state, again=read_plain_intent(event) is None),)
        return Step(state, again, unheard=_is_no_number(event))


def open_choice(
    what: str, options: Sequence[tuple[str, str]], more: int = 0, otherwise: str = ""
) -> tuple[ChooseState, tuple[Notice, ...]]:
    """Offer a list of (words, command) to pick from.

    `more` are not in the list: a name typed for one of them is given to the command `otherwise`.
    """
    offered = tuple(Option(label, then) for label, then in options)
    state = ChooseState(what, offered, more, otherwise)
    return state, (_ask_to_choose(state),)


def _ask_to_choose(state: ChooseState, again: bool = False) -> Choose:
    labels = tuple(option.label for option in state.options)
    return Choose(state.what, labels, again, state.more)


def _may_name_another(state: ChooseState, event: Event) -> bool:
    """Tell whether it may name one beyond the list: it is words, not a number too high."""
    text = event.text.strip()
    named = 1 < len(text) <= _LONGEST_NAME and not text.isdecimal()
    return bool(state.more) and named and event.what == "text" and read_plain_intent(event) is None


def _is_no_number(event: Event) -> bool:
    """Tell whether it is more than the number of a line, which would answer nothing else."""
    return not event.pressed and not _NUMBER.fullmatch(fold_phrase(event.text[:20]))


_NUMBER = re.compile(r"(so |cai |dong |thu )?\d{1,3}( (nhe|em|a|nha))*")
_AROUND_A_PICK = re.compile(r"^(so|cai|dong|cho|chi|lam|chon|em|o) |( nhe| nha| em| a| oi| di)$")


def _find_option(state: ChooseState, text: str) -> Option | None:
    wanted = fold_phrase(text[:200])
    while (bare := _AROUND_A_PICK.sub("", wanted)) != wanted and bare:
        if found := _find_named(state, wanted):
            return found
        wanted = bare
    return _find_named(state, wanted)


def _find_named(state: ChooseState, wanted: str) -> Option | None:
    for number, option in enumerate(state.options, 1):
        if wanted in (str(number), fold_phrase(option.label)):
            return option
    return _find_by_part(state, wanted)


def _find_by_part(state: ChooseState, wanted: str) -> Option | None:
    """Return the only option whose whole words contain it: "nà pồng" for "Chi hội Nà Pồng".

    "huy" is no part of "Đàm Thủy".
    """
    if len(wanted) < 3:
        return None
    found = [o for o in state.options if f" {wanted} " in f" {fold_phrase(o.label)} "]
    return found[0] if len(found) == 1 else None
