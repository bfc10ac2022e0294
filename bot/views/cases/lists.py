"""Words of lists of cases, of menus of what can be done, and of replies to what was chosen."""

from dataclasses import replace
from datetime import datetime

from bot.engine.message import Choice, Message, without_marks
from bot.engine.surface import Surface
from bot.views.cases import words
from bot.views.cases.duties import (
    offer_contact,
    offer_to_step_in,
    say_contact_is_next,
    say_wait,
)
from bot.views.cases.endings import name_reason
from bot.views.cases.fact_types import CaseFacts, ListedCase, ListFacts, MenuFacts
from bot.views.people.people import name_post
from domain.cases.actions import CaseAction
from domain.cases.case import Wait
from domain.cases.duties import Duty, find_owed
from domain.notices import case_work as w
from domain.notices.withdrawn import Withdrawn

_MOST_NUMBERS = 12
_MORE = frozenset(CaseAction) - {CaseAction.VIEW, CaseAction.STATUS, CaseAction.TAKE}
_CONTACT_IS_NEXT = frozenset({"take", "take_over", "not_reached"})


def render_case_list(notice: w.CaseList, facts: ListFacts, surface: Surface) -> Message:
    """List cases by number and state, with what she waits for and how long."""
    say = surface.say
    lines = [_say_list_head(notice.which, facts, surface)]
    lines += [_format_case(case, surface) for case in facts.cases]
    if facts.more:
        lines.append(say("… and {n} more", n=facts.more))
    if not surface.buttons:
        lines.append(say("Type SEE and the number; CASE NEW to report one; CASE MINE, CASE FREE, "
                         "CASE OVERDUE."))  # fmt: skip
    return Message("\n".join(lines), _offer_cases(notice.which, facts, surface), ageless=True)


def _say_list_head(which: str, facts: ListFacts, surface: Surface) -> str:
    say, n = surface.say, facts.counts
    if which == "mine":
        return say("**Held by you**: {n}", n=n["mine"])
    if which == "free":
        return say("**Nobody has taken**: {n}", n=n["free"])
    if which == "overdue":
        return say("**Overdue**: {n}", n=n["overdue"])
    return say(
        "**Open cases**: {n} · yours {mine} · not taken {free} · overdue {overdue}",
        n=n["all"], mine=n["mine"], free=n["free"], overdue=n["overdue"],
    )  # fmt: skip


def _format_case(case: ListedCase, surface: Surface) -> str:
    say = surface.say
    age = words.say_age(case.since or case.opened_at, surface)
    parts = [
        case.number,
        words.name_state(case.state, surface, held=case.mine or case.holder is not None),
        say_wait(case.duty, age, surface) if case.duty else age,
    ]
    parts += [say("yours")] if case.mine else []
    if case.holder is not None:
        parts.append(words.name_colleague(case.holder, surface))
    parts += [say("**danger**")] if case.danger else []
    parts += [say("**overdue**")] if case.overdue else []
    parts += [] if case.readable else [say("cannot be opened, administrators are told")]
    return "• " + " · ".join(parts)


def _offer_cases(which: str, facts: ListFacts, surface: Surface) -> words.Rows:
    if not surface.buttons:
        return ()
    say = surface.say
    cases = [Choice(c.number, f"/xem {words.format_button_number(c.number)}") for c in facts.cases]
    rows = [tuple(cases[at : at + 2]) for at in range(0, len(cases), 2)]
    lists = {
        "mine": Choice(say("Mine"), "/vuviec mine"),
        "free": Choice(say("Not taken"), "/vuviec free"),
        "overdue": Choice(say("Overdue"), "/vuviec overdue"),
    }
    others = tuple(choice for name, choice in lists.items() if name != which)
    return (*rows, others, (Choice(say("New case"), "/vuviec moi"),))


def render_case_menu(notice: w.CaseMenu, facts: MenuFacts, surface: Surface) -> Message:
    """Show a menu as a numbered list, or with a button for each entry."""
    say = surface.say
    first = say("{number}: {question}", number=facts.number,
                question=_say_question(notice.menu, surface))  # fmt: skip
    if notice.again:
        first = say("Please choose one of these.") + " " + first
    labels = [_name_option(notice.menu, option, facts, surface) for option in notice.options]
    if surface.buttons:
        return Message(first, tuple((Choice(x, str(n)),) for n, x in enumerate(labels, 1)))
    labels = labels[:-1] if notice.options[-1:] == ("nothing",) else labels  # that is 0 here
    numbered = [f"{n} {label}" for n, label in enumerate(labels, 1)]
    return Message("\n".join((first, *numbered, f"0 {say('Exit')}")))


def _say_question(menu_name: str, surface: Surface) -> str:
    say = surface.say
    return {
        "work": say("what is to be recorded?"),
        "service": say("which service?"),
        "service_state": say("how far did it come?"),
        "help": say("what did you do?"),
        "refer": say("for which service is it referred?"),
        "follow_up": say("when will you look again?"),
        "officer": say("to whom?"),
        "case": say("which other case?"),
        "reason": say("why?"),
        "outside": say("who was told?"),
        "record": say("shall I record this?"),
        "undone": say("nobody recorded yet that she was reached or helped. What was done?"),
        "unread": say("the reporter wrote, and nobody has answered. Please read it first."),
    }[menu_name]


def _name_option(menu_name: str, option: str, facts: MenuFacts, surface: Surface) -> str:
    say = surface.say
    match menu_name:
        case "work" | "record" | "undone" | "unread":
            taken_back = option == CaseAction.DISAGREE and facts.is_asker
            return say("Take it back") if taken_back else _name_action(option, surface)
        case "service" | "refer":
            return words.name_service(option, surface)
        case "service_state":
            return words.name_service_state(option, surface)
        case "help":
            return say("Advice") if option == "counsel" else say("Direct support")
        case "follow_up":
            return say("In {n} days", n=option)
        case "outside":
            return words.name_outside(option, surface)
        case "officer":
            return _name_colleague(option, facts, surface)
        case "case":
            opened = facts.opened.get(option)
            age = words.say_age(opened, surface) if opened is not None else "–"
            return f"{facts.names.get(option, '–')} ({age})"
    return name_reason(option, surface)


def _name_outside(option: str, surface: Surface) -> str:
    """Name what was read of her words: `Đã báo: Công an, 22:00 thứ Ba 14/10`."""
    _, named, at = option.split()
    whom = ", ".join(words.name_outside(each, surface) for each in named.split("+"))
    moment = surface.moment(datetime.fromisoformat(at))
    return surface.say("Told outside: {whom}, {at}", whom=whom, at=moment)


def _name_colleague(option: str, facts: MenuFacts, surface: Surface) -> str:
    if option not in facts.posts:
        return "–"
    post, name = name_post(surface, facts.posts[option]), facts.names.get(option, "")
    return post[:1].upper() + post[1:] + (f" ({without_marks(name)})" if name else "")


def _name_action(act: str, surface: Surface) -> str:
    say = surface.say
    if act.startswith("outside "):
        return _name_outside(act, surface)
    return {
        "nothing": say("Do not record it"),
        "see": say("See"),
        "take": say("Take it"),
        "accept": say("Take it on"),
        "decline": say("Do not take it on"),
        "agree": say("Agree to end it"),
        "disagree": say("Do not agree"),
        "contact": say("I have reached her"),
        "not_reached": say("Not reached yet"),
        "say": say("Write to the other side"),
        "remind": say("Remind the officer"),
        "assign": say("Give it to another officer"),
        "take_over": say("Take it over"),
        "tell_outside": say("Told elsewhere"),
        "separate": say("Part the other calls from it"),
        "raise": say("It has become urgent"),
        "service": say("A service: referred or received"),
        "help": say("Advice or support given"),
        "follow_up": say("Plan a follow-up"),
        "refer": say("Refer it to another body"),
        "referral_accepted": say("The other body accepted"),
        "referral_dropped": say("The other body did not accept"),
        "offer": say("Hand it to a colleague"),
        "serve": say("She was served"),
        "close": say("Close it"),
        "join": say("The same person as another case"),
        "duplicate": say("Reported twice"),
        "out_of_scope": say("Out of scope"),
        "reopen": say("Open it again"),
    }[act]


def render_case_done(notice: w.CaseDone, facts: CaseFacts, surface: Surface) -> Message:
    """Say that something was recorded, and offer the next step."""
    say = surface.say
    if notice.waits:
        text = _say_what_waits(facts, surface)
    elif notice.act == "raise":
        urgent = say("**{number}** counts as urgent now.", number=facts.number)
        text = f"{urgent}\n{words.say_numbers_to_call(surface)}"
    else:
        text = _say_done(notice.act, facts, surface)
    if notice.act in ("take", "take_over"):
        text = f"{text} {say_contact_is_next(facts, surface)}".strip()
    offered = [(say("See"), "xem", say("SEE"))]
    if facts.case is not None:
        offered.append((say("What to do"), "viec", say("WORK")))
    message = words.offer_commands(text, facts.number, offered, surface)
    if notice.act not in _CONTACT_IS_NEXT or CaseAction.CONTACT not in facts.acts:
        return message
    rows = (offer_contact(facts, surface),) if surface.buttons else ()
    return replace(message, choices=(*rows, *message.choices))


def _say_what_waits(facts: CaseFacts, surface: Surface) -> str:
    """Say that somebody else was asked, unless there is nobody who can be."""
    say, n = surface.say, facts.number
    if facts.second_reached:
        return say("**{number}**: asked, it waits for the other's word.", number=n)
    return say(
        "**{number}**: noted, but I can reach no second officer, so it stays open. Please ask one "
        "to write to me, then I ask her.",
        number=n,
    )


def _say_reminded(facts: CaseFacts, surface: Surface) -> str:
    """Say when whoever holds it was reminded; it may have been before, or not be possible."""
    say, n, reminded = surface.say, facts.number, facts.reminded
    officer = words.name_holder(facts, surface)
    if not facts.holder_reached:
        return say("**{number}**: I cannot reach {officer}. Please call, or take it over.",
                   number=n, officer=officer)  # fmt: skip
    at = surface.now if reminded is None else reminded.at
    return say("**{number}**: {officer} was reminded at {at}.", number=n, officer=officer,
               at="" if at is None else f"{at:%H:%M}")  # fmt: skip


def _say_told_outside(act: str, facts: CaseFacts, surface: Surface) -> str:
    """Say what was recorded, and that words meant as a record went to nobody."""
    say = surface.say
    if not facts.told_outside:
        return say("**{number}**: recorded.", number=facts.number)
    told = facts.told_outside[-1]
    text = say(
        "**{number}**: recorded, told outside: {whom}, {at}.",
        number=facts.number,
        whom=words.name_outside(told.whom, surface),
        at=surface.moment(told.at),
    )
    if act != "noted_only":
        return text
    return text + " " + say("I did not send this to the reporter.")


def _say_when_asked_again(text: str, facts: CaseFacts, surface: Surface) -> str:
    owed = find_owed(facts.owed, Duty.FOLLOW_UP)
    if owed is None:
        return text
    again = surface.say("I ask you again on {at}.", at=surface.moment(owed.due_at))
    return f"{text} {again}"


def _say_done(act: str, facts: CaseFacts, surface: Surface) -> str:
    say, n = surface.say, facts.number
    if act == "remind":
        return _say_reminded(facts, surface)
    if act in ("tell_outside", "noted_only"):
        return _say_told_outside(act, facts, surface)
    if act == "assign" and facts.taker:
        officer = words.name_holder(facts, surface)
        return say("**{number}**: given to {officer}, she knows it.", number=n, officer=officer)
    if act == "reopen" and not facts.reports:
        return say("**{number}** is open again.", number=n)
    if act in ("reopen", "consent") and not facts.anybody_told:
        text = say("**{number}**: I have not been able to tell anybody yet.", number=n)
        wait = say("Please do not wait.")
        return f"{text} {wait}\n{words.say_numbers_to_call(surface)}"
    return {
        "take": say("You have taken **{number}**.", number=n),
        "take_over": say("You hold **{number}** from now on.", number=n),
        "contact": say("**{number}**: recorded, you have reached her.", number=n),
        "not_reached": say(
            "**{number}**: not reached, recorded. Please try again, I keep reminding.", number=n
        ),
        "contact_before": say(
            "**{number}**: recorded, whoever holds it now hears of it.", number=n
        ),
        "serve": _say_when_asked_again(
            say("**{number}**: recorded that she was helped.", number=n), facts, surface
        ),
        "follow_up": _say_when_asked_again(
            say("**{number}**: recorded.", number=n), facts, surface
        ),
        "agree": say("**{number}**: recorded, it has ended.", number=n),
        "disagree": say("**{number}**: recorded, it stays open.", number=n),
        "separate": say(
            "**{number}**: the other calls are a case of their own now, officers are told.",
            number=n,
        ),
        "reopen": say(
            "**{number}** is open again. I have told the officers, write here what is missing.",
            number=n,
        ),
        "consent": say("**{number}**: thank you, I am telling the officers now.", number=n),
    }.get(act, say("**{number}**: recorded.", number=n))


def render_case_not_found(notice: w.CaseNotFound, surface: Surface) -> Message:
    return Message(surface.say("I find no such case among yours. Type CASE to see what there is."))


def render_case_number_wanted(
    notice: w.CaseNumberWanted, numbers: tuple[str, ...], surface: Surface
) -> Message:
    """Say how the command is used, and which numbers it could be used with."""
    say = surface.say
    text = say("Please add the case's number: {example}.", example=f"/{notice.command} 42")
    hers = say("You have no open case. For a new one, type CASE.")
    if numbers:
        hers = say("Your open cases: {numbers}.", numbers=", ".join(numbers[-_MOST_NUMBERS:]))
    return Message(f"{text}\n{hers}")


def _say_who_holds_it(act: str, facts: CaseFacts, surface: Surface) -> str:
    """Say who holds it, and why what she asked for is not done by her now."""
    say, n, officer = surface.say, facts.number, words.name_holder(facts, surface)
    if act == CaseAction.TAKE_OVER:
        return say(
            "**{number}**: {officer} holds it and is not late. Once she is, you can take it over.",
            number=n,
            officer=officer,
        )
    if act in (CaseAction.AGREE, CaseAction.DISAGREE):
        return say("**{number}**: {officer} holds it, and nobody asks now whether it ends.",
                   number=n, officer=officer)  # fmt: skip
    if act in ("", CaseAction.TAKE):
        return say("**{number}**: {officer} holds it already.", number=n, officer=officer)
    return say("**{number}**: {officer} holds it, only she records that.",
               number=n, officer=officer)  # fmt: skip


def render_case_refused(notice: w.CaseRefused, facts: CaseFacts, surface: Surface) -> Message:
    """Say why it cannot be done now as far as the reader may know, and what she can do instead."""
    say, n = surface.say, facts.number
    see, what = (say("See"), "xem", say("SEE")), (say("What to do"), "viec", say("WORK"))
    if CaseAction.TAKE in facts.acts and not facts.is_asker:
        text = say("**{number}**: nobody has taken it yet. Please take it first.", number=n)
        offered = [(say("Take it"), "nhanviec", say("TAKE")), see]
        return words.offer_commands(text, n, offered, surface)
    if facts.mine and facts.case is not None and facts.case.is_open and notice.holds:
        text = say("**{number}**: you hold it already.", number=n)
        text = f"{text} {say_contact_is_next(facts, surface)}".strip()
        return words.offer_commands(text, n, [see, what], surface)
    if facts.case is not None and not facts.case.is_open:
        text = say("**{number}** has ended already. It can be opened again.", number=n)
        return words.offer_commands(text, n, [see, what], surface)
    text = say("**{number}**: that cannot be done now.", number=n)
    pending = None if facts.case is None else facts.case.pending
    if pending is not None and pending.wait is Wait.CLOSING:
        text = say("**{number}**: that has to wait until a second officer has answered.", number=n)
    if notice.taken:
        text = say("**{number}** has been taken by somebody else.", number=n)
        if facts.holder_name:
            text = _say_who_holds_it(notice.act, facts, surface)
    may_more = facts.case is not None and bool(facts.acts & _MORE)
    message = words.offer_commands(text, n, [see, what] if may_more else [see], surface)
    if CaseAction.TAKE_OVER not in facts.acts or not surface.buttons:
        return message
    return replace(message, choices=(offer_to_step_in(facts, surface), *message.choices))


def render_withdrawn(notice: Withdrawn, facts: tuple[str, ...], surface: Surface) -> Message:
    """Take messages away without saying anything."""
    return Message("", delete=facts)
