"""Words at the end of a case's intake: it is kept, completed, passed on all the same, or nothing
came of it."""

from enum import Enum, auto

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.views.cases.intake import OpenedFacts, shorten_number
from domain.notices.intake import (
    IntakeCompleted,
    IntakeKept,
    IntakeMustPassOn,
    IntakeNotPassedOn,
    IntakeSilent,
)


class Unanswered(Enum):
    """What was not answered: the intake, or whether words of danger go to an open case."""

    INTAKE = auto()
    OFFER = auto()


def render_intake_kept(notice: IntakeKept, facts: OpenedFacts, surface: Surface) -> Message:
    """Say that the case is kept sealed until the person was asked, and how to go on then."""
    return Message(
        surface.say(
            "I keep it sealed as **{number}** and tell nobody. Please ask her alone; when she "
            "agrees, type AGREED {short}.",
            number=facts.number,
            short=shorten_number(facts.number),
        )
    )


def render_intake_completed(notice: IntakeCompleted, surface: Surface) -> Message:
    say = surface.say
    return Message(
        say("Thank you, I have added that. Anything new? Write it here, I ask before I pass it on.")
    )


def render_intake_must_pass_on(notice: IntakeMustPassOn, surface: Surface) -> Message:
    return Message(
        surface.say(
            "A child is being harmed, so I must tell the Union's officers all the same, as I said "
            "first. They will know that she did not agree."
        )
    )


def render_intake_not_passed_on(notice: IntakeNotPassedOn, surface: Surface) -> Message:
    say = surface.say
    return Message(
        say(
            "It is hers to decide: I tell nobody and keep nothing. Should she agree one day, type "
            "CASE."
        )
    )


def render_intake_silent(notice: IntakeSilent, facts: Unanswered, surface: Surface) -> Message:
    """Say that nobody was told, in words that name no matter: somebody else may read them."""
    say = surface.say
    if facts is Unanswered.OFFER:
        return Message(say("I have not sent that on. Write to me when you need me."))
    return Message(say("I have told nobody. Write to me when you need me."))
