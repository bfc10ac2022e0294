"""Words of leaving what was said about a case, and of what a group hears instead of it."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.hotlines import say_whom_to_call
from bot.views.people.groups import say_alone
from domain.notices.intake import (
    AskedInGroup,
    Cleaned,
    HarmlessScreen,
    NoToWhat,
    NotShownHere,
    TidyUp,
    TypeItsNumber,
)


def render_harmless_screen(notice: HarmlessScreen, surface: Surface) -> Message:
    """Show a screen on which nothing tells what was talked about."""
    say = surface.say
    text = say("Type REPORT to report, PROGRESS to see the numbers, HELP for help.")
    if notice.stranger:
        text = say("I am the automatic assistant of the Women's Union. Write whenever you like.")
    sent = {
        "stopped": say(
            "All right: I tell nobody more and write nothing more to this phone. What "
            "you sent stays with the Union."
        ),
        "quiet": say("All right, I write nothing more."),
        "kept": say("What you sent stays with the Union."),
        "nothing": say("This time I have sent nothing to anybody."),
    }.get(notice.sent, "")
    return Message(f"{text} {sent}".strip())


def render_type_its_number(notice: TypeItsNumber, surface: Surface) -> Message:
    """Say that a number is needed; nothing tells whether there is anything to see."""
    say = surface.say
    word = say("WRITE") if notice.command == "tin" else say("SEE")
    return Message(say("Type {word} with the number, such as {word} 42.", word=word))


def render_not_shown_here(notice: NotShownHere, surface: Surface) -> Message:
    """Say that nothing is shown on this phone, and whom to call instead."""
    text = surface.say("This phone is not safe, so I show nothing here.")
    return Message(f"{text}\n{say_whom_to_call(surface, 'asked')}")


def render_no_to_what(notice: NoToWhat, surface: Surface) -> Message:
    """Say that her no was counted nowhere, and how to say it of each."""
    say = surface.say
    text = say("I have counted that nowhere. Nothing to report? Type REPORT and answer there.")
    other = "" if notice.quiet else say("The open matter? Type SEE.")
    return Message(f"{text} {other}".strip())


def render_tidy_up(notice: TidyUp, surface: Surface) -> Message:
    """Say how to take away what was said here."""
    return Message(_say_how_to_clean(surface), _offer_cleaning(surface))


def _say_how_to_clean(surface: Surface) -> str:
    say = surface.say
    if surface.abilities.delete:
        return say("To tidy this chat up: type TIDY.")
    return say("To tidy this chat up: hold a message down and choose Delete.")


def _offer_cleaning(surface: Surface) -> tuple[tuple[Choice, ...], ...]:
    if not surface.abilities.delete or not surface.buttons:
        return ()
    return ((Choice(surface.say("Tidy up"), "xoa"),),)


def render_cleaned(notice: Cleaned, surface: Surface) -> Message:
    """Say what is taken away; never that all of it is gone."""
    say = surface.say
    if surface.abilities.delete:
        return Message(
            say(
                "I take away what I can, yours too. Copies may remain on a phone or with the "
                "network: look for yourself."
            )
        )
    return Message(
        say(
            "This network does not let me take messages away: hold each one down and choose "
            "Delete. Copies may remain."
        )
    )


def render_asked_in_group(notice: AskedInGroup, surface: Surface) -> Message:
    """Say the same whatever was said in the group, with the numbers."""
    return Message(say_alone(surface))
