"""An officer's telephone number: it is kept only after she has said yes to what it is for."""

import msgspec

from bot.conversations.effects import KeepPhone
from bot.conversations.intents import Intent, read_plain_intent
from bot.conversations.reporting.reading import is_no, is_yes
from bot.engine.conversation import Event, Facts, Step
from domain.notices.base import Notice
from domain.notices.phones import AskPhoneConsent, PhoneNotKept


class PhoneState(msgspec.Struct, frozen=True):
    """The number she typed, sealed, and the units (id, name) it would stand for."""

    person_id: int
    sealed: str
    units: tuple[tuple[int, str], ...]


class PhoneConversation:
    """One question: may the leaders see this number? Anything but a yes keeps nothing."""

    name = "phone"
    version = 1
    confidential = False
    state_type = PhoneState

    def key(self, state: PhoneState) -> str | None:
        """Return None: it is asked anew rather than set aside."""
        return None

    def prompt(self, state: PhoneState, facts: Facts) -> tuple[Notice, ...]:
        """Ask again."""
        return (_ask(state),)

    def step(self, state: PhoneState, event: Event, facts: Facts) -> Step[PhoneState]:
        """Keep it on yes, drop it on no."""
        intent = read_plain_intent(event)
        if intent is Intent.OK or is_yes(event.text):
            units = tuple(unit_id for unit_id, _ in state.units)
            return Step(None, effects=(KeepPhone(state.sealed, units),))
        if intent in (Intent.CANCEL, Intent.LATER, Intent.BACK) or is_no(event.text):
            return Step(None, (PhoneNotKept(),))
        if event.command is not None:
            return Step(state, unheard=True)
        return Step(state, (_ask(state),))


def open_phone_question(state: PhoneState) -> tuple[PhoneState, tuple[Notice, ...]]:
    """Ask whether this number may be shown."""
    return state, (_ask(state),)


def _ask(state: PhoneState) -> AskPhoneConsent:
    return AskPhoneConsent(state.person_id, tuple(name for _, name in state.units))
