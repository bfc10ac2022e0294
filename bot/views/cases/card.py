"""Words of a case's content, for those who work on it, and of its status, for who reported it.

These messages are protected, and the content is withdrawn after a while.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.engine.message import Choice, Message, without_marks
from bot.engine.surface import Surface
from bot.views.cases import words
from bot.views.cases.duties import offer_contact, say_contacts, say_what_is_owed
from bot.views.cases.endings import (
    offer_her_no,
    say_decision,
    say_what_is_asked,
    say_who_ended_it,
    say_who_refused,
)
from bot.views.cases.fact_types import CaseFacts, SpokenWords
from bot.views.cases.intake import name_answers, shorten_number
from bot.views.cases.words import Rows
from bot.views.people.people import name_post
from domain.cases.actions import CaseAction
from domain.cases.case import State
from domain.cases.intake import Consent, ConsentTo, Intake
from domain.cases.intake_form import UNKNOWN, YES, IntakeStage
from domain.notices.case_work import CaseCard, CaseStatus

_MENU = frozenset(CaseAction) - {
    CaseAction.VIEW,
    CaseAction.STATUS,
    CaseAction.SAY,
    CaseAction.TAKE,
}


def render_case_card(notice: CaseCard, facts: CaseFacts, surface: Surface) -> Message:
    """Show all that an officer needs in order to act, and what she may do."""
    lines = [_say_head(facts, surface), *say_what_is_asked(facts, surface)]
    lines += [*_say_content(facts, surface), *_say_work(facts, surface)]
    lines += _say_last_words(facts, surface)
    lines.append(_say_what_to_type(facts, surface))
    text = "\n".join(line for line in lines if line)
    return Message(text, _offer_buttons(facts, surface), ageless=True, protect=True)


def _say_head(facts: CaseFacts, surface: Surface) -> str:
    say = surface.say
    is_open = facts.case is None or facts.case.is_open
    urgent = " · " + say("**DANGER**") if facts.danger and is_open else ""
    opened = surface.moment(facts.opened_at)
    return say(
        "**{number}** · {state}{urgent}\nOpened {at} ({age} ago)",
        number=facts.number,
        state=words.name_state(facts.state, surface, held=bool(facts.taker)),
        urgent=urgent,
        at=opened,
        age=words.say_age(facts.opened_at, surface),
    )


def _say_content(facts: CaseFacts, surface: Surface) -> list[str]:
    say, intake = surface.say, facts.case.intake if facts.case is not None else None
    lines = [say("Place: {place}", place=facts.place)]
    if facts.reporter is not None:
        lines.append(say("Reported by: {post}", post=name_post(surface, facts.reporter)))
    if not facts.reporter_reached:
        lines.append(say("I cannot write to whoever reported it any more."))
    elif facts.phone_unsafe and facts.case is not None and facts.case.phone_is_safe is None:
        lines.append(
            say("It is not known whether the reporter's phone is safe: she sees only a hint.")
        )
    elif facts.phone_unsafe:
        lines.append(say("The reporter's phone is not safe: she sees only that there is news."))
    if facts.case is not None and not facts.case.is_readable:
        return [*lines, say("What was told cannot be opened; administrators are told.")]
    if intake is None:
        return [*lines, say("What was told has been erased.")]
    return [
        *_say_kind(intake, surface),
        *lines,
        *_say_wishes(intake, surface),
        *_say_contact(intake, surface),
    ]


def _say_kind(intake: Intake, surface: Surface) -> list[str]:
    say = surface.say
    kind = None if intake.kind is None else surface.plan.cases.kinds.get(intake.kind)
    yes = name_answers(IntakeStage.CHILD, surface)

    def say_truth(value: bool | None) -> str:
        return yes[UNKNOWN] if value is None else yes[YES if value else "no"]

    return [
        say("Matter: {kind}", kind=kind or say("not asked yet")),
        say(
            "Child: {child} · pregnant or disabled: {vulnerable}",
            child=say_truth(intake.child).lower(),
            vulnerable=say_truth(intake.vulnerable).lower(),
        ),
    ]


def _say_wishes(intake: Intake, surface: Surface) -> list[str]:
    say = surface.say
    named = name_answers(IntakeStage.WISH, surface)
    wishes = ", ".join(named[wish].lower() for wish in intake.wishes)
    lines = [say("Wishes: {wishes}", wishes=wishes)] if wishes else []
    return [*lines, say("Consent: {consent}", consent=_name_consent(intake.consent, surface))]


def _name_consent(consent: Consent, surface: Surface) -> str:
    say = surface.say
    if consent.given is None:
        return say("not asked yet, ask first")
    if not consent.given:
        return say("**not given**: passed on only as the law demands")
    if ConsentTo.REFERRAL in consent.to:
        return say("the Union, and those who can help")
    return say("the Union alone")


def _say_contact(intake: Intake, surface: Surface) -> list[str]:
    say = surface.say
    ways, hours = name_answers(IntakeStage.WAY, surface), name_answers(IntakeStage.HOURS, surface)
    way = intake.contact.way
    said = [_name_way(ways, way)] if way is not None else []
    said += [hours[intake.contact.hours].lower()] if intake.contact.hours is not None else []
    lines = [say("Safe contact: {contact}", contact=", ".join(said))] if said else []
    if intake.note:
        lines.append(say("Note: {note}", note=without_marks(intake.note.reveal())))
    return lines


def _name_way(ways: Mapping[str, str], way: str) -> str:
    return ways.get(way, way).lower()


def _say_work(facts: CaseFacts, surface: Surface) -> list[str]:
    say, case = surface.say, facts.case
    if case is None:
        return []
    lines = []
    if not case.is_open:
        pass
    elif facts.mine:
        lines.append(say("Held by you"))
    elif facts.owner is not None:
        post = name_post(surface, facts.owner)
        post += f" ({without_marks(facts.holder_name)})" if facts.holder_name else ""
        lines.append(say("Held by: {post}", post=post))
    if facts.held_before:
        before = ", ".join(words.name_colleague(who, surface) for who in facts.held_before)
        lines.append(say("Held before by: {officers}", officers=before))
    for service, state in case.services.items():
        how = words.name_service_state(state.value, surface)
        lines.append(f"• {words.name_service(service.value, surface)}: {how.lower()}")
    lines += say_what_is_owed(facts, surface)
    lines += say_contacts(facts, surface)
    lines += say_who_ended_it(facts, surface)
    for told in facts.told_outside:
        whom = words.name_outside(told.whom, surface)
        lines.append(say("Told outside: {whom}, {at}", whom=whom, at=surface.moment(told.at)))
    if facts.reminded is not None and facts.taker:
        officer = words.name_colleague(facts.reminded.by, surface)
        at = surface.moment(facts.reminded.at)
        lines.append(say("Reminded: {at}, by {officer}", at=at, officer=officer))
    lines += say_who_refused(facts, surface)
    if case.alarms > 1:
        lines.append(say("Called {n} times from one phone.", n=case.alarms))
    if facts.siblings:
        same = say("Same person ({code}): {cases}", code=case.subject,
                   cases=", ".join(facts.siblings))  # fmt: skip
        lines.append(same)
    return lines


def _say_last_words(facts: CaseFacts, surface: Surface) -> list[str]:
    return [_format_words(said, surface) for said in facts.said]


def _format_words(said: SpokenWords, surface: Surface) -> str:
    say = surface.say
    who = {"me": say("You"), "reporter": say("Reporter")}.get(said.by, say("Officer"))
    return f"{said.at:%H:%M} {who}: {without_marks(said.words.reveal())}"


def _say_what_to_type(facts: CaseFacts, surface: Surface) -> str:
    if surface.buttons:
        return ""
    say, n = surface.say, shorten_number(facts.number)
    if _is_reporter_alone(facts):
        offered = [say("WORDS {n}", n=n)] if CaseAction.SAY in facts.acts else []
        offered += [say("URGENT {n}", n=n)] if CaseAction.RAISE in facts.acts else []
        return say("Type {words}.", words=", ".join(offered)) if offered else ""
    offered = [say("TAKE {n}", n=n)] if CaseAction.TAKE in facts.acts else []
    offered += [say("WORDS {n}", n=n)] if CaseAction.SAY in facts.acts else []
    offered += [say("WORK {n}", n=n)] if facts.acts & _MENU else []
    return say("Type {words}.", words=", ".join(offered)) if offered else ""


def _offer_buttons(facts: CaseFacts, surface: Surface) -> Rows:
    if not surface.buttons:
        return ()
    say, n = surface.say, words.format_button_number(facts.number)
    if _is_reporter_alone(facts):
        row = [Choice(say("Write"), f"/tin {n}")] if CaseAction.SAY in facts.acts else []
        row += [Choice(say("Urgent"), f"/khan {n}")] if CaseAction.RAISE in facts.acts else []
        return (tuple(row),) if row else ()
    first = [Choice(say("Take it"), f"/nhanviec {n}")] if CaseAction.TAKE in facts.acts else []
    first += [Choice(say("Write"), f"/tin {n}")] if CaseAction.SAY in facts.acts else []
    contact = offer_contact(facts, surface) if CaseAction.CONTACT in facts.acts else ()
    second = [Choice(say("What to do"), f"/viec {n}")] if facts.acts & _MENU else []
    return tuple(tuple(row) for row in (first, contact, second) if row)


def _is_reporter_alone(facts: CaseFacts) -> bool:
    """Whether the reader reported it and does no work on it."""
    return facts.reports and facts.case is None


def render_case_status(notice: CaseStatus, facts: CaseFacts, surface: Surface) -> Message:
    """Show whoever reported a case where it stands, and the last words that were exchanged."""
    say = surface.say
    if State(facts.state) in (State.CLOSED, State.DUPLICATE, State.OUT_OF_SCOPE):
        ended = Message(say_decision(facts, surface))
        if CaseAction.REOPEN in facts.acts:
            ended = offer_her_no(ended.text, facts, surface)
        text = "\n".join([ended.text, *_say_last_words(facts, surface)])
        return replace(ended, text=text, protect=True)
    if facts.taker:
        stands = say("held by {officer}", officer=words.name_officer(facts.taker, surface))
    else:
        stands = say("nobody has taken it yet")
    head = say(
        "**{number}** · {state} · {stands}",
        number=facts.number,
        state=words.name_state(facts.state, surface, held=bool(facts.taker)),
        stands=stands,
    )
    lines = [head]
    if facts.danger and facts.taker and facts.unreached:
        lines.append(say("She has not told me yet that she reached her. Please do not wait."))
    if facts.danger and (facts.unreached or not facts.taker):
        lines.append(words.say_numbers_to_call(surface))
    lines += _say_last_words(facts, surface)
    lines.append(_say_what_to_type(facts, surface))
    text = "\n".join(line for line in lines if line)
    return Message(text, _offer_buttons(facts, surface), ageless=True, protect=True)
