"""Words of a case's content, for those who work on it, and of its status, for who reported it.

These messages are protected, and the content is withdrawn after a while.
"""

from collections.abc import Mapping

from bot.engine.message import Choice, Message, without_marks
from bot.engine.surface import Surface
from bot.views.cases import words
from bot.views.cases.fact_types import CaseFacts, SpokenWords
from bot.views.cases.intake import name_answers, shorten_number
from bot.views.cases.words import Rows
from bot.views.people.people import name_post
from domain.cases.actions import CaseAction
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
    lines = [_say_head(facts, surface), *_say_content(facts, surface), *_say_work(facts, surface)]
    lines += _say_last_words(facts, surface)
    lines.append(_say_what_to_type(facts, surface))
    text = "\n".join(line for line in lines if line)
    return Message(text, _offer_buttons(facts, surface), ageless=True, protect=True)


def _say_head(facts: CaseFacts, surface: Surface) -> str:
    say = surface.say
    urgent = " · " + say("**DANGER**") if facts.danger else ""
    opened = surface.moment(facts.opened_at)
    return say(
        "**{number}** · {state}{urgent}\nOpened {at} ({age} ago)",
        number=facts.number,
        state=words.name_state(facts.state, surface),
        urgent=urgent,
        at=opened,
        age=words.say_age(facts.opened_at, surface),
    )


def _say_content(facts: CaseFacts, surface: Surface) -> list[str]:
    say, intake = surface.say, facts.case.intake if facts.case is not None else None
    lines = [say("Place: {place}", place=facts.place)]
    if facts.reporter is not None:
        lines.append(say("Reported by: {post}", post=name_post(surface, facts.reporter)))
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
    if facts.mine:
        lines.append(say("Held by you"))
    elif facts.owner is not None:
        lines.append(say("Held by: {post}", post=name_post(surface, facts.owner)))
    for service, state in case.services.items():
        how = words.name_service_state(state.value, surface)
        lines.append(f"• {words.name_service(service.value, surface)}: {how.lower()}")
    if case.follow_up_at is not None:
        lines.append(say("Follow-up: {day}", day=surface.long_day(case.follow_up_at.date())))
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
    offered = [say("TAKE {n}", n=n)] if CaseAction.TAKE in facts.acts else []
    offered += [say("WORDS {n}", n=n)] if CaseAction.SAY in facts.acts else []
    offered += [say("WORK {n}", n=n)] if facts.acts & _MENU else []
    return say("Type {words}.", words=", ".join(offered)) if offered else ""


def _offer_buttons(facts: CaseFacts, surface: Surface) -> Rows:
    if not surface.buttons:
        return ()
    say, n = surface.say, words.format_button_number(facts.number)
    first = [Choice(say("Take it"), f"/nhanviec {n}")] if CaseAction.TAKE in facts.acts else []
    first += [Choice(say("Write"), f"/tin {n}")] if CaseAction.SAY in facts.acts else []
    second = [Choice(say("What to do"), f"/viec {n}")] if facts.acts & _MENU else []
    return tuple(tuple(row) for row in (first, second) if row)


def render_case_status(notice: CaseStatus, facts: CaseFacts, surface: Surface) -> Message:
    """Show whoever reported a case where it stands, and the last words that were exchanged."""
    say = surface.say
    if facts.taker:
        stands = say("held by {officer}", officer=words.name_officer(facts.taker, surface))
    else:
        stands = say("nobody has taken it yet")
    head = say(
        "**{number}** · {state} · {stands}",
        number=facts.number,
        state=words.name_state(facts.state, surface),
        stands=stands,
    )
    lines = [head]
    lines += _say_last_words(facts, surface)
    lines.append(_say_what_to_type(facts, surface))
    text = "\n".join(line for line in lines if line)
    return Message(text, _offer_buttons(facts, surface), ageless=True, protect=True)
