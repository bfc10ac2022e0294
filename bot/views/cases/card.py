"""What a case says, for those who work on it: protected, and withdrawn after a while."""

from collections.abc import Mapping

from bot.engine.message import Choice, Message, without_marks
from bot.engine.surface import Surface
from bot.views.cases import words
from bot.views.cases.fact_types import CaseFacts, Words
from bot.views.cases.intake import answer_words, short_number
from bot.views.cases.words import Rows
from bot.views.people.people import post_words
from domain.cases.actions import CaseAction
from domain.cases.intake import Consent, ConsentTo, Intake
from domain.cases.intake_form import UNKNOWN, YES, Stage
from domain.notices.case_work import CaseCard, CaseStatus

_MENU = frozenset(CaseAction) - {
    CaseAction.VIEW,
    CaseAction.STATUS,
    CaseAction.SAY,
    CaseAction.TAKE,
}


def card(notice: CaseCard, facts: CaseFacts, surface: Surface) -> Message:
    """All an officer needs to act, and what she may do."""
    lines = [_head(facts, surface), *_about(facts, surface), *_work(facts, surface)]
    lines += _talk(facts, surface)
    lines.append(_typed(facts, surface))
    text = "\n".join(line for line in lines if line)
    return Message(text, _buttons(facts, surface), ageless=True, protect=True)


def _head(facts: CaseFacts, surface: Surface) -> str:
    say = surface.say
    urgent = " · " + say("**DANGER**") if facts.danger else ""
    opened = surface.moment(facts.opened_at)
    return say(
        "**{number}** · {state}{urgent}\nOpened {at} ({age} ago)",
        number=facts.number,
        state=words.state(facts.state, surface),
        urgent=urgent,
        at=opened,
        age=words.age(facts.opened_at, surface),
    )


def _about(facts: CaseFacts, surface: Surface) -> list[str]:
    say, intake = surface.say, facts.case.intake if facts.case is not None else None
    lines = [say("Place: {place}", place=facts.place)]
    if facts.reporter is not None:
        lines.append(say("Reported by: {post}", post=post_words(surface, facts.reporter)))
    if intake is None:
        return [*lines, say("What was told has been erased.")]
    return [*_kind(intake, surface), *lines, *_wishes(intake, surface), *_contact(intake, surface)]


def _kind(intake: Intake, surface: Surface) -> list[str]:
    say = surface.say
    kind = None if intake.kind is None else surface.plan.cases.kinds.get(intake.kind)
    yes = answer_words(Stage.CHILD, surface)

    def truth(value: bool | None) -> str:
        return yes[UNKNOWN] if value is None else yes[YES if value else "no"]

    return [
        say("Matter: {kind}", kind=kind or say("not asked yet")),
        say(
            "Child: {child} · pregnant or disabled: {vulnerable}",
            child=truth(intake.child).lower(),
            vulnerable=truth(intake.vulnerable).lower(),
        ),
    ]


def _wishes(intake: Intake, surface: Surface) -> list[str]:
    say = surface.say
    named = answer_words(Stage.WISH, surface)
    wishes = ", ".join(named[wish].lower() for wish in intake.wishes)
    lines = [say("Wishes: {wishes}", wishes=wishes)] if wishes else []
    return [*lines, say("Consent: {consent}", consent=_consent(intake.consent, surface))]


def _consent(consent: Consent, surface: Surface) -> str:
    say = surface.say
    if consent.given is None:
        return say("not asked yet, ask first")
    if not consent.given:
        return say("**not given**: passed on only as the law demands")
    if ConsentTo.REFERRAL in consent.to:
        return say("the Union, and those who can help")
    return say("the Union alone")


def _contact(intake: Intake, surface: Surface) -> list[str]:
    say = surface.say
    ways, hours = answer_words(Stage.WAY, surface), answer_words(Stage.HOURS, surface)
    way = intake.contact.way
    said = [_way(ways, way)] if way is not None else []
    said += [hours[intake.contact.hours].lower()] if intake.contact.hours is not None else []
    lines = [say("Safe contact: {contact}", contact=", ".join(said))] if said else []
    if intake.note:
        lines.append(say("Note: {note}", note=without_marks(intake.note.reveal())))
    return lines


def _way(ways: Mapping[str, str], way: str) -> str:
    return ways.get(way, way).lower()


def _work(facts: CaseFacts, surface: Surface) -> list[str]:
    say, case = surface.say, facts.case
    if case is None:
        return []
    lines = []
    if facts.mine:
        lines.append(say("Held by you"))
    elif facts.owner is not None:
        lines.append(say("Held by: {post}", post=post_words(surface, facts.owner)))
    for service, state in case.services.items():
        how = words.service_state(state.value, surface)
        lines.append(f"• {words.service(service.value, surface)}: {how.lower()}")
    if case.follow_up_at is not None:
        lines.append(say("Follow-up: {day}", day=surface.long_day(case.follow_up_at.date())))
    if facts.siblings:
        same = say("Same person ({code}): {cases}", code=case.subject,
                   cases=", ".join(facts.siblings))  # fmt: skip
        lines.append(same)
    return lines


def _talk(facts: CaseFacts, surface: Surface) -> list[str]:
    return [_line(said, surface) for said in facts.said]


def _line(said: Words, surface: Surface) -> str:
    say = surface.say
    who = {"me": say("You"), "reporter": say("Reporter")}.get(said.by, say("Officer"))
    return f"{said.at:%H:%M} {who}: {without_marks(said.words.reveal())}"


def _typed(facts: CaseFacts, surface: Surface) -> str:
    if surface.buttons:
        return ""
    say, n = surface.say, short_number(facts.number)
    offered = [say("TAKE {n}", n=n)] if CaseAction.TAKE in facts.acts else []
    offered += [say("WORDS {n}", n=n)] if CaseAction.SAY in facts.acts else []
    offered += [say("WORK {n}", n=n)] if facts.acts & _MENU else []
    return say("Type {words}.", words=", ".join(offered)) if offered else ""


def _buttons(facts: CaseFacts, surface: Surface) -> Rows:
    if not surface.buttons:
        return ()
    say, n = surface.say, words.button_number(facts.number)
    first = [Choice(say("Take it"), f"/nhanviec {n}")] if CaseAction.TAKE in facts.acts else []
    first += [Choice(say("Write"), f"/tin {n}")] if CaseAction.SAY in facts.acts else []
    second = [Choice(say("What to do"), f"/viec {n}")] if facts.acts & _MENU else []
    return tuple(tuple(row) for row in (first, second) if row)


def status(notice: CaseStatus, facts: CaseFacts, surface: Surface) -> Message:
    """Where it stands, and the last words, for whoever reported it."""
    say = surface.say
    if facts.taker:
        stands = say("held by {officer}", officer=words.level(facts.taker, surface))
    else:
        stands = say("nobody has taken it yet")
    head = say(
        "**{number}** · {state} · {stands}",
        number=facts.number,
        state=words.state(facts.state, surface),
        stands=stands,
    )
    lines = [head]
    lines += _talk(facts, surface)
    lines.append(_typed(facts, surface))
    text = "\n".join(line for line in lines if line)
    return Message(text, _buttons(facts, surface), ageless=True, protect=True)
