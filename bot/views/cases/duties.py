"""Words of what is owed in a case, to whoever holds it and to those above; neutral, since they may
show on a lock screen."""

from datetime import timedelta

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.cases import words
from bot.views.cases.fact_types import CaseFacts
from bot.views.cases.intake import shorten_number
from bot.views.cases.reporter import say_there_is_news
from domain.cases.actions import CaseAction
from domain.cases.duties import Duty, Owed, find_owed
from domain.notices import case_work as w
from domain.notices import cases as c


def name_duty(duty: str, surface: Surface) -> str:
    """Name what she waits for: `chờ liên lạc`."""
    say = surface.say
    return {
        Duty.TAKE: say("waits to be taken"),
        Duty.CONTACT: say("waits for contact"),
        Duty.ACTION: say("waits for a first action"),
        Duty.ANSWER: say("waits for an answer"),
        Duty.FOLLOW_UP: say("waits to be asked again"),
        Duty.SECOND: say("waits for a second officer"),
        Duty.OUTSIDE: say("waits for word outside the Union"),
    }[Duty(duty)]


def say_wait(duty: str, since: str, surface: Surface) -> str:
    """Say what she waits for and how long: `chờ liên lạc 35 phút`."""
    return f"{name_duty(duty, surface)} {since}"


def say_contacts(facts: CaseFacts, surface: Surface) -> list[str]:
    """Say on the card who reached her, or tried to in vain."""
    say, lines = surface.say, []
    for contact in facts.contacts:
        officer = words.name_colleague(contact.by, surface)
        at = surface.moment(contact.at)
        done = say("Reached: {at}, {officer}", at=at, officer=officer)
        tried = say("Tried, not reached: {at}, {officer}", at=at, officer=officer)
        lines.append(done if contact.reached else tried)
    return lines


def say_what_is_owed(facts: CaseFacts, surface: Surface) -> list[str]:
    """Say all that is owed in a case, with the moment by which: for its card."""
    say, now = surface.say, surface.now
    lines = []
    for owed in sorted(facts.owed, key=lambda each: each.due_at):
        age = words.say_age(owed.since, surface)
        line = f"• {say_wait(owed.duty, age, surface)}"
        late = now is not None and owed.is_late(now)
        until = say("until {at}", at=surface.moment(owed.due_at))
        lines.append(f"{line} · {say('**overdue**') if late else until}")
    return lines


def render_case_late(notice: c.CaseLate, facts: CaseFacts, surface: Surface) -> Message:
    """Say what is late, by how long and since when she waits, and who holds it: `VV-25-0042 quá hạn
    5 phút: chờ liên lạc 35 phút, hạn 22:50.`"""
    say = surface.say
    lines = [_say_how_late(notice, facts, surface)]
    if notice.duty == Duty.OUTSIDE:
        lines.append(_ask_for_outside(facts, surface))
    elif notice.duty == Duty.SECOND and CaseAction.AGREE in facts.acts:
        lines.append(say("A colleague waits for your word whether it ends."))
    elif facts.taker and not facts.mine:
        officer = words.begin_large(words.name_holder(facts, surface))
        lines.append(say("{officer} holds it.", officer=officer))
    return _offer_next(lines, notice.duty, facts, surface)


def _say_how_late(notice: c.CaseLate, facts: CaseFacts, surface: Surface) -> str:
    say = surface.say
    wait = say_wait(notice.duty, words.say_age(notice.since, surface), surface)
    owed = find_owed(facts.owed, Duty(notice.duty))
    if owed is None or surface.now is None:
        return say("**{number}**: overdue, {wait}.", number=facts.number, wait=wait)
    late, at = surface.now - owed.due_at, surface.moment(owed.due_at)
    if notice.duty == Duty.FOLLOW_UP and facts.mine and owed.told <= 1:  # an appointment is kept
        return say("**{number}**: it is the day to ask her again how she is.", number=facts.number)
    if late < _A_MOMENT:
        return say("**{number}** is due now: {wait}, due {at}.",
                   number=facts.number, wait=wait, at=at)  # fmt: skip
    return say("**{number}** is overdue by {late}: {wait}, due {at}.", number=facts.number,
               late=words.say_span(late, surface), wait=wait, at=at)  # fmt: skip


def _ask_for_outside(facts: CaseFacts, surface: Surface) -> str:
    """Ask to tell somebody outside; where the commune must not know, nobody of it is proposed."""
    say = surface.say
    if facts.case is not None and not facts.case.is_readable:
        return say("Please tell the police (113) or 111, and record it here.")
    if facts.case is not None and facts.case.commune_left_out:
        return say(
            "Please tell the police (113) or 111, not through the commune: the reporter asked not "
            "to tell it. Then record it here."
        )
    return say("Please tell the police, the commune's chair or 111, and record it here.")


_A_MOMENT = timedelta(minutes=1)


def _offer_next(lines: list[str], duty: str, facts: CaseFacts, surface: Surface) -> Message:
    say, n = surface.say, words.format_button_number(facts.number)
    contact = duty in (Duty.CONTACT, Duty.FOLLOW_UP) and CaseAction.CONTACT in facts.acts
    if not surface.buttons:
        short = shorten_number(facts.number)
        typed = [f"{say('SEE')} {short}", f"{say('WORK')} {short}"]
        typed += [say("WORK {n} REACHED", n=short)] if contact else []
        typed += _type_answer(duty, short, facts, surface)
        return Message("\n".join([*lines, say("Type {words}.", words=", ".join(typed))]))
    rows: words.Rows = (offer_contact(facts, surface),) if contact else ()
    if duty == Duty.OUTSIDE and CaseAction.TELL_OUTSIDE in facts.acts:
        rows = ((Choice(say("Told elsewhere"), f"/viec {n} baongoai"),),)
    elif duty == Duty.SECOND and CaseAction.AGREE in facts.acts:
        agree = Choice(say("Agree to end it"), f"/viec {n} dongy")
        rows = ((agree, Choice(say("Do not agree"), f"/viec {n} khongdongy")),)
    elif not contact and _may_step_in(facts):
        rows = (offer_to_step_in(facts, surface),)
    look = (Choice(say("See"), f"/xem {n}"), Choice(say("What to do"), f"/viec {n}"))
    return Message("\n".join(lines), (*rows, look), ageless=True)


def _type_answer(duty: str, n: str, facts: CaseFacts, surface: Surface) -> list[str]:
    """What is typed instead of the buttons for an answer, or to step in."""
    say = surface.say
    if duty == Duty.SECOND and CaseAction.AGREE in facts.acts:
        return [say("WORK {n} AGREED", n=n), say("WORK {n} NOT AGREED", n=n)]
    return [say("WORK {n} TAKE OVER", n=n)] if _may_step_in(facts) else []


def _may_step_in(facts: CaseFacts) -> bool:
    return CaseAction.TAKE_OVER in facts.acts


def offer_to_step_in(facts: CaseFacts, surface: Surface) -> tuple[Choice, ...]:
    """Offer to remind whoever holds it, or to take it over."""
    say, n = surface.say, words.format_button_number(facts.number)
    return (
        Choice(say("Remind the officer"), f"/viec {n} nhac"),
        Choice(say("Take it over"), f"/viec {n} nhanthay"),
    )


def offer_contact(facts: CaseFacts, surface: Surface) -> tuple[Choice, ...]:
    """Offer to record by one tap whether she was reached."""
    say, n = surface.say, words.format_button_number(facts.number)
    return (
        Choice(say("I have reached her"), f"/viec {n} lienlac"),
        Choice(say("Not reached yet"), f"/viec {n} lienlac chua"),
    )


def say_contact_is_next(facts: CaseFacts, surface: Surface) -> str:
    """Say until when she must be reached, and how that is recorded; "" where it is not owed."""
    owed: Owed | None = find_owed(facts.owed, Duty.CONTACT)
    if owed is None:
        return ""
    say = surface.say
    if owed.due_at <= (surface.now or owed.since):
        return say("She has waited too long already: please reach her at once, then tell me.")
    if surface.buttons:
        return say("Please reach her before {at}, then tell me.", at=surface.moment(owed.due_at))
    return say(
        "Please reach her before {at}, then type WORK {n} REACHED.",
        at=surface.moment(owed.due_at),
        n=shorten_number(facts.number),
    )


def render_case_lost(notice: c.CaseLost, facts: CaseFacts, surface: Surface) -> Message:
    """Tell whoever held it that the case went to others, and why."""
    say = surface.say
    text = say(
        "**{number}** is no longer yours: no first action was recorded in time. I asked other "
        "officers to take it.",
        number=facts.number,
    )
    return words.offer_to_see(text, facts, surface)


def render_case_reminded(notice: w.CaseReminded, facts: CaseFacts, surface: Surface) -> Message:
    """Say who reminds her, and of what."""
    say = surface.say
    who = say("a colleague")
    if facts.reminded is not None:
        who = words.name_colleague(facts.reminded.by, surface)
    text = say("{officer} reminds you of **{number}**: please look.",
               officer=words.begin_large(who), number=facts.number)  # fmt: skip
    text = "\n".join([text, *say_what_is_owed(facts, surface)])
    offered = [(say("See"), "xem", say("SEE")), (say("What to do"), "viec", say("WORK"))]
    return words.offer_commands(text, facts.number, offered, surface)


def render_case_assigned(notice: w.CaseAssigned, facts: CaseFacts, surface: Surface) -> Message:
    """Say who holds it now: to her, to whoever held it before, and to the reporter."""
    if facts.quiet:
        return say_there_is_news(facts, surface)
    say = surface.say
    if facts.mine:
        text = say("**{number}** was given to you: please look at it.", number=facts.number)
        text = f"{text} {say_contact_is_next(facts, surface)}".strip()
        return words.offer_to_see(text, facts, surface)
    officer = words.name_holder(facts, surface)
    text = say(
        "**{number}**: {officer} holds it from now on.", number=facts.number, officer=officer
    )
    if not facts.reports:
        return words.offer_to_see(text, facts, surface)
    return words.offer_commands(text, facts.number, [(say("Write"), "tin", say("WORDS"))], surface)


def render_case_contacted(notice: w.CaseContacted, facts: CaseFacts, surface: Surface) -> Message:
    """Tell the reporter that she was reached."""
    if facts.quiet:
        return say_there_is_news(facts, surface)
    say = surface.say
    if not facts.reports:
        return words.offer_to_see(_say_who_reached_her(facts, surface), facts, surface)
    if not notice.reached:
        text = say("**{number}**: I was wrong, the officer has not reached her yet.",
                   number=facts.number)  # fmt: skip
        return Message(f"{text}{_say_not_to_wait(facts, surface)}")
    text = say("**{number}**: the officer has reached her.", number=facts.number)
    return words.offer_commands(text, facts.number, [(say("Write"), "tin", say("WORDS"))], surface)


def _say_who_reached_her(facts: CaseFacts, surface: Surface) -> str:
    say, last = surface.say, facts.contacts[-1] if facts.contacts else None
    if last is None:
        return say("**{number}**: another officer has reached her.", number=facts.number)
    return say(
        "**{number}**: {officer} recorded at {at} that she reached her. Please go on.",
        number=facts.number,
        officer=words.name_colleague(last.by, surface),
        at=surface.moment(last.at),
    )


def _say_not_to_wait(facts: CaseFacts, surface: Surface) -> str:
    """Add the numbers to call, where there is danger."""
    if not facts.danger:
        return ""
    wait = surface.say("Please do not wait.")
    return f" {wait}\n{words.say_numbers_to_call(surface)}"


def render_case_unreached(notice: c.CaseUnreached, facts: CaseFacts, surface: Surface) -> Message:
    """Tell the reporter that whoever took it has not said that she reached her."""
    if facts.quiet:
        return say_there_is_news(facts, surface)
    text = surface.say(
        "**{number}**: whoever took it has not told me yet that she reached her. I call the "
        "others.",
        number=facts.number,
    )
    return Message(f"{text}{_say_not_to_wait(facts, surface)}")


def render_case_told_outside(
    notice: w.CaseToldOutside, facts: CaseFacts, surface: Surface
) -> Message:
    """Say that somebody outside the Union knows of it; whom stands on the card."""
    if facts.quiet:
        return say_there_is_news(facts, surface)
    say = surface.say
    text = say(
        "**{number}**: at {at} an officer told those outside the Union who can help.",
        number=facts.number,
        at=surface.moment(notice.at),
    )
    return words.offer_to_see(text, facts, surface)
