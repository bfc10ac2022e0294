"""Words of an officer's own telephone number."""

import msgspec

from bot.conversations.people.phone import PhoneConversation, PhoneState
from bot.engine.conversation import Session
from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from domain.notices.phones import (
    AskPhoneConsent,
    OwnPhone,
    OwnPhones,
    PhoneKept,
    PhoneNotKept,
    PhoneOfOfficersOnly,
    PhonesWithdrawn,
)
from domain.people.phones import format_phone
from services.context import Context
from services.people.phones import list_own_phones, open_offered
from storage import sessions
from storage.moments import moment

_ASKED = PhoneConversation
_decode_session = msgspec.json.Decoder(Session).decode
_NETWORK_NAMES = {"zalo": "Zalo", "telegram": "Telegram"}


def read_own_phones(notice: OwnPhones, context: Context) -> tuple[OwnPhone, ...]:
    """Read the numbers of hers that are kept now."""
    return tuple(
        OwnPhone(
            format_phone(each.number),
            context.units.unit(each.post.unit_id).name,
            moment(each.consented_at),
            _NETWORK_NAMES.get(each.consented_by, each.consented_by),
        )
        for each in list_own_phones(context, notice.person_id)
        if each.number
    )


def read_offered(notice: AskPhoneConsent, context: Context) -> str:
    """Read the number she typed; "" where she was asked no more, or it cannot be opened."""
    stored = sessions.peek(context.tx, notice.person_id)
    frame = _decode_session(stored).frame if stored else None
    if frame is None or (frame.name, frame.version) != (_ASKED.name, _ASKED.version):
        return ""
    state = msgspec.json.decode(frame.state, type=PhoneState)
    return open_offered(context, notice.person_id, state.sealed) or ""


def render_ask_phone_consent(notice: AskPhoneConsent, offered: str, surface: Surface) -> Message:
    """Ask whether this number may be shown, to whom, and say what is done with it."""
    if not offered:
        return render_phone_not_kept(PhoneNotKept(), surface)
    say, number = surface.say, format_phone(offered)
    text = say(
        "May the branch leaders of {units} see your number **{number}** when they ask whom to "
        "call? I keep it encrypted, and nobody else is shown it.",
        units=_list_units(notice.units),
        number=number,
    )
    if surface.buttons:
        row = (Choice(say("Yes, show it"), "ok"), Choice(say("No, keep nothing"), "khong"))
        return Message(text, (row,))
    return Message(text + " " + say("Type YES or NO."))


def render_phone_kept(notice: PhoneKept, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Done: the branch leaders of {units} see your number when they ask whom to call. To "
            "take it back, type: withdraw my number.",
            units=_list_units(notice.units),
        )
    )


def render_phone_not_kept(_: PhoneNotKept, surface: Surface) -> Message:
    return Message(
        surface.say(
            "I kept no number. If you change your mind, type: my number, and the number after it."
        )
    )


def render_own_phones(_: OwnPhones, facts: tuple[OwnPhone, ...], surface: Surface) -> Message:
    """Tell which numbers are kept, since when and for whom; or how one is given."""
    say = surface.say
    if not facts:
        return Message(
            say(
                "You have given me no number. If the branch leaders may see it, type: my number, "
                "and the number after it."
            )
        )
    lines = [
        say(
            "Your number **{number}**: shown to the branch leaders of {units} since {day} (you "
            "agreed on {network}).",
            number=each.number,
            units=_list_units((each.unit,)),
            day=surface.day(each.agreed_at.date()),
            network=each.network,
        )
        for each in facts
    ]
    return Message("\n".join((*lines, say("To take it back, type: withdraw my number."))))


def render_phones_withdrawn(notice: PhonesWithdrawn, surface: Surface) -> Message:
    say = surface.say
    if notice.any_kept:
        return Message(
            say("I have erased your number; nobody is shown it any more. Reports go on as before.")
        )
    return Message(say("I keep no number of yours, so there is nothing to take back."))


def render_phone_of_officers_only(_: PhoneOfOfficersOnly, surface: Surface) -> Message:
    return Message(
        surface.say(
            "I keep the numbers of the Women's Union's officers alone, so that leaders know whom "
            "to call. I did not keep yours. Whom may you call? Type: whom do I call."
        )
    )


def _list_units(units: tuple[str, ...]) -> str:
    return ", ".join(name[:1].lower() + name[1:] for name in units)


VIEWS: tuple[View, ...] = (
    View(AskPhoneConsent, render_ask_phone_consent, load=read_offered),
    View(PhoneKept, render_phone_kept),
    View(PhoneNotKept, render_phone_not_kept),
    View(OwnPhones, render_own_phones, load=read_own_phones),
    View(PhonesWithdrawn, render_phones_withdrawn),
    View(PhoneOfOfficersOnly, render_phone_of_officers_only),
)
