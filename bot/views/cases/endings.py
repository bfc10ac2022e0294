"""Words of how a case ends: what a colleague asks for and why, and what was decided."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.cases import words
from bot.views.cases.fact_types import CaseFacts
from bot.views.cases.reporter import say_there_is_news
from bot.views.people.people import name_post
from domain.cases.actions import CaseAction
from domain.cases.case import State, Wait
from domain.notices import case_work as w


def name_reason(reason: str, surface: Surface) -> str:
    """Name why a case is to end, a word from a list."""
    say = surface.say
    return {
        "no_help_needed": say("No help is needed"),
        "other_province": say("Another province"),
        "no_way_to_reach": say("Nobody can be reached"),
        "mistake": say("Reported by mistake"),
        "safe_now": say("She is safe now"),
        "with_others": say("Others look after her"),
        "her_wish": say("She wishes it"),
        "moved_away": say("She has moved away"),
        "not_safe_yet": say("She is not safe yet"),
        "needs_more": say("She still needs help"),
        "not_asked": say("She was not asked yet"),
        "not_the_same": say("It is not the same matter"),
        "in_scope": say("It is the Union's matter"),
    }.get(reason, "–")


def say_what_is_asked(facts: CaseFacts, surface: Surface) -> list[str]:
    """Say on the card how a colleague wants to end the case, and why."""
    say, case = surface.say, facts.case
    pending = None if case is None else case.pending
    if pending is None or pending.wait is not Wait.CLOSING:
        return []
    how = {
        CaseAction.DUPLICATE.value: say("end as a double"),
        CaseAction.OUT_OF_SCOPE.value: say("end as out of scope"),
    }.get(pending.ending, say("close"))
    why = facts.double_of or (name_reason(pending.reason, surface) if pending.reason else "–")
    asker = say("a colleague") if facts.asker is None else name_post(surface, facts.asker)
    return [say("**Waits for a second officer**: {asker} wants to {how}. Why: {why}",
                asker=asker, how=how, why=why)]  # fmt: skip


def say_who_refused(facts: CaseFacts, surface: Surface) -> list[str]:
    """Say on the card who did not agree last that the case ends, and why."""
    refused, say = facts.refused, surface.say
    if refused is None:
        return []
    return [
        say(
            "Not agreed to end it: {officer}, {at}. Why: {why}",
            officer=words.name_colleague(refused.by, surface),
            at=surface.moment(refused.at),
            why=name_reason(refused.reason, surface),
        )
    ]


def say_who_ended_it(facts: CaseFacts, surface: Surface) -> list[str]:
    """Say on the card when it ended, why, who asked for it, and who agreed."""
    ended, say = facts.ended, surface.say
    if ended is None:
        return []
    line = say(
        "Ended: {at}, by {officer}. Why: {why}",
        at=surface.moment(ended.at),
        officer=words.name_colleague(ended.asker, surface),
        why=name_reason(ended.reason, surface),
    )
    if ended.second is None:
        return [line]
    return [line, say("Agreed: {officer}", officer=words.name_colleague(ended.second, surface))]


def render_case_closing(notice: w.CaseClosing, facts: CaseFacts, surface: Surface) -> Message:
    """Ask a second officer; how it is to end and why she sees on the card."""
    say = surface.say
    text = say(
        "A colleague wants to end **{number}**: a second person must agree. Look first at why.",
        number=facts.number,
    )
    if facts.refused is not None:
        officer = words.name_colleague(facts.refused.by, surface)
        text += " " + say("{officer} did not agree before.", officer=officer)
    more = [(say("What to do"), "viec", say("WORK"))] if CaseAction.AGREE in facts.acts else []
    offered = [(say("See"), "xem", say("SEE")), *more]
    return words.offer_commands(text, facts.number, offered, surface)


def render_case_ended(notice: w.CaseEnded, facts: CaseFacts, surface: Surface) -> Message:
    """Say what was decided; the reporter may say that it is not done."""
    if facts.quiet:
        return say_there_is_news(facts, surface)
    text = say_decision(facts, surface)
    if not facts.reports:
        return words.offer_to_see(text, facts, surface)
    return offer_her_no(text, facts, surface)


def say_decision(facts: CaseFacts, surface: Surface) -> str:
    """Say how a case ended: `Việc VV-25-0042: cán bộ đã đóng việc này.`"""
    say, n = surface.say, facts.number
    return {
        State.DUPLICATE: say(
            "**{number}**: the officers look after it together with an earlier report.", number=n
        ),
        State.OUT_OF_SCOPE: _say_why_it_ended(facts, surface),
    }.get(State(facts.state), say("**{number}**: the officers have closed it.", number=n))


def _say_why_it_ended(facts: CaseFacts, surface: Surface) -> str:
    """Say to whoever reported it the reason the officers gave, and none they did not give."""
    say, n = surface.say, facts.number
    return {
        "no_help_needed": say(
            "**{number}**: the officers ended it, since they were told that no help is needed now.",
            number=n,
        ),
        "other_province": say(
            "**{number}**: the officers ended it, since it is for another province. Help there: "
            "call 111, in danger 113.",
            number=n,
        ),
        "no_way_to_reach": say(
            "**{number}**: the officers ended it, since they could reach nobody.", number=n
        ),
        "mistake": say(
            "**{number}**: the officers ended it, since it was reported by mistake.", number=n
        ),
    }.get(
        facts.ended.reason if facts.ended is not None else "",
        say("**{number}**: the officers ended it.", number=n),
    )


def offer_her_no(text: str, facts: CaseFacts, surface: Surface) -> Message:
    """Add to the text how she says that it is not done."""
    say = surface.say
    if not surface.buttons:
        how = say("Not done? Type NO, I open it again.")
        return Message(f"{text} {how}")
    how, number = say("Not done? Press below."), words.format_button_number(facts.number)
    row = (Choice(say("No, not done"), f"/molai {number}"),)
    return Message(f"{text} {how}", (row,), ageless=True)


def say_answer_to_ending(facts: CaseFacts, surface: Surface, *, agreed: bool) -> str:
    """Say to whoever asked what the second officer answered; her reason stands on the card."""
    say, n = surface.say, facts.number
    if not agreed and facts.refused is not None:
        officer = words.name_colleague(facts.refused.by, surface)
        return say("**{number}**: {officer} does not agree, it stays open. Look at why.",
                   number=n, officer=officer)  # fmt: skip
    if not agreed:
        return say("**{number}**: not agreed, it stays open.", number=n)
    return {
        State.DUPLICATE: say("**{number}**: agreed, it ends as a double.", number=n),
        State.OUT_OF_SCOPE: say("**{number}**: agreed, it ends as out of scope.", number=n),
    }.get(State(facts.state), say("**{number}**: agreed, it is closed.", number=n))
