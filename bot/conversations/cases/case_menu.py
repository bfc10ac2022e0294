"""Picking what is to be done about a case, by number or button; a command then does it."""

import msgspec

from bot.conversations.cases.intake_words import Control, read_control, read_numbers
from bot.engine.conversation import Event, Facts, RunCommand, Step
from domain.cases.outside_words import read_told_outside
from domain.notices.base import Notice
from domain.notices.case_work import CaseMenu
from domain.notices.reporting import NothingChosen

NOTHING = "nothing"
"""An option that records nothing: of what she typed, and did not mean so."""


class CaseMenuState(msgspec.Struct, frozen=True):
    """What is offered: `options` as in the notice; `then`: the command that each runs."""

    case_id: int
    menu: str
    options: tuple[str, ...]
    then: tuple[str, ...]


class CaseMenuConversation:
    """One question with a numbered answer. It is dropped when something else is opened."""

    name = "case_menu"
    version = 1
    confidential = True
    state_type = CaseMenuState

    def key(self, state: CaseMenuState) -> str | None:
        """Return None: it is asked anew rather than set aside."""
        return None

    def prompt(self, state: CaseMenuState, facts: Facts) -> tuple[Notice, ...]:
        """Show the list again."""
        return (_show_menu(state),)

    def step(self, state: CaseMenuState, event: Event, facts: Facts) -> Step[CaseMenuState]:
        """Run the command of the number, or record whom outside she says she told; ask again after
        anything else."""
        if read_told_outside(event.text, facts.now) is not None:
            return Step(None, effects=(RunCommand(f"/viec {_find_number(state)} {event.text}"),))
        said = read_numbers(event.text, len(state.then))
        if said and state.options[said[0] - 1] == NOTHING:
            return Step(None, (NothingChosen(),))
        if said:
            return Step(None, effects=(RunCommand(state.then[said[0] - 1]),))
        if read_control(event) is Control.EXIT or event.command in ("cancel", "later", "back"):
            return Step(None, (NothingChosen(),))
        if event.command is not None:
            return Step(state, unheard=True)
        return Step(state, (_show_menu(state, again=True),))


def _find_number(state: CaseMenuState) -> str:
    """Find the case's number, which each command that is offered names."""
    return state.then[0].split()[1]


def open_menu(
    case_id: int, menu: str, offered: dict[str, str]
) -> tuple[CaseMenuState, tuple[Notice, ...]]:
    """Open a menu; `offered`: option → the command that it runs."""
    state = CaseMenuState(case_id, menu, tuple(offered), tuple(offered.values()))
    return state, (_show_menu(state),)


def _show_menu(state: CaseMenuState, again: bool = False) -> CaseMenu:
    return CaseMenu(state.case_id, state.menu, state.options, again)
