"""Words of notices about cases: neutral where they may show on a lock screen."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.cases import words
from bot.views.cases.endings import say_answer_to_ending
from bot.views.cases.fact_types import CaseFacts
from bot.views.cases.intake import shorten_number
from bot.views.cases.reporter import say_there_is_news
from domain.cases.actions import CaseAction
from domain.notices import case_work as w
from domain.notices import cases as c

# --- to officers -------------------------------------------------------------------------------


def render_case_waiting(notice: c.CaseWaiting, facts: CaseFacts, surface: Surface) -> Message:
    """Tell an officer that a case waits, why it comes to her now, and who was asked before.

    `Có 1 việc cần xem · VV-25-0042`
    """
    say = surface.say
    what = say("There is 1 matter to look at · **{number}**", number=facts.number)
    if facts.danger:
        what = say("There is 1 urgent matter to look at · **{number}**", number=facts.number)
    why = _say_why(notice.why, facts, surface)
    if why and notice.why != "nobody_below":
        why = f"{why} {_say_who_was_asked(facts, surface)}"
    return words.offer_to_see("\n".join(line for line in (what, why) if line), facts, surface)


def _say_who_was_asked(facts: CaseFacts, surface: Surface) -> str:
    """Say of which level the others are who were asked to take it: `Đã hỏi: 2 cán bộ xã.`"""
    say = surface.say
    named = [(words.name_officer(level, surface), n) for level, n in facts.asked]
    if not named:
        return say("Nobody but you could be asked.")
    officers = ", ".join(f"{n} {officer}" if n > 1 else officer for officer, n in named)
    return say("Asked so far: {officers}.", officers=officers)


def _say_why(why: str, facts: CaseFacts, surface: Surface) -> str:
    say = surface.say
    if why == "still" and facts.untaken_since is not None:
        return say(
            "Still nobody has taken it, since {at} ({age}).",
            at=surface.moment(facts.untaken_since),
            age=words.say_age(facts.untaken_since, surface),
        )
    if why in ("clock", "colleague") and facts.danger:
        minutes = surface.plan.cases.danger_minutes
        return say("Passed on: nobody has taken it for {n} minutes.", n=minutes)
    return {
        "clock": say("Passed on: nobody has taken it in time."),
        "colleague": say("Passed on: nobody has taken it in time."),
        "nobody_below": say("Passed on: nobody below could be reached."),
        "still": say("Still nobody has taken it."),
    }.get(why, "")


def render_case_urgent(notice: c.CaseUrgent, facts: CaseFacts, surface: Surface) -> Message:
    """Tell an officer that a case has become urgent, and who holds it, in neutral words."""
    say = surface.say
    lines = [
        say("There is 1 urgent matter to look at · **{number}**", number=facts.number),
        say("It has become urgent just now."),
    ]
    if facts.taker:
        officer = words.begin_large(words.name_holder(facts, surface))
        lines.append(say("{officer} holds it.", officer=officer))
    return words.offer_to_see("\n".join(lines), facts, surface)


def render_case_handed_over(
    notice: c.CaseHandedOver, facts: CaseFacts, surface: Surface
) -> Message:
    say = surface.say
    text = say("Whoever held **{number}** left her post: please look at it.", number=facts.number)
    if notice.why == "unreachable":
        text = say(
            "Whoever held **{number}** cannot be reached: please look at it.", number=facts.number
        )
    if notice.why == "idle":
        text = say(
            "**{number}** comes to you: whoever held it recorded no first action in time.",
            number=facts.number,
        )
    if facts.danger:
        text += " " + say("It is urgent.")
    return words.offer_to_see(text, facts, surface)


def render_case_reopened(notice: w.CaseReopened, facts: CaseFacts, surface: Surface) -> Message:
    say = surface.say
    if facts.quiet:
        return say_there_is_news(facts, surface)
    if facts.reports:
        again = say("**{number}**: the officers have opened it again.", number=facts.number)
        return words.offer_to_see(again, facts, surface)
    text = say("**{number}** was opened again: help is needed.", number=facts.number)
    return words.offer_to_see(text, facts, surface)


def render_case_offered(notice: w.CaseOffered, facts: CaseFacts, surface: Surface) -> Message:
    """Say that a colleague asks her to take a case on; its content opens with a further step."""
    say = surface.say
    text = say("A colleague asks you to take on **{number}**.", number=facts.number)
    return _offer_answer(text, CaseAction.ACCEPT, facts, surface)


def _offer_answer(text: str, act: CaseAction, facts: CaseFacts, surface: Surface) -> Message:
    say = surface.say
    more = [(say("What to do"), "viec", say("WORK"))] if act in facts.acts else []
    return words.offer_commands(
        text, facts.number, [(say("See"), "xem", say("SEE")), *more], surface
    )


def render_case_answered(notice: w.CaseAnswered, facts: CaseFacts, surface: Surface) -> Message:
    """Say what a colleague answered to a transfer or to the end of a case."""
    say, n = surface.say, facts.number
    texts = {
        ("transfer", True): say("**{number}**: your colleague has taken it on.", number=n),
        ("transfer", False): say("**{number}**: not taken on, it stays with you.", number=n),
        ("withdrawn", False): say(
            "**{number}**: your colleague no longer asks to end it, it stays open.", number=n
        ),
    }
    text = texts.get((notice.what, notice.accepted)) or say_answer_to_ending(
        facts, surface, agreed=notice.accepted
    )
    return words.offer_to_see(text, facts, surface)


# --- to the reporter ---------------------------------------------------------------------------


def render_case_told_of(notice: c.CaseToldOf, facts: CaseFacts, surface: Surface) -> Message:
    """Tell the reporter that an officer was told, and why it is another one."""
    if facts.quiet:
        return say_there_is_news(facts, surface)
    say = surface.say
    officer, n = words.name_officer(notice.level, surface), facts.number
    if notice.why in ("clock", "colleague"):
        if facts.danger:
            minutes = surface.plan.cases.danger_minutes
            return Message(
                say(
                    "**{number}**: nobody has taken it for {n} minutes, I have told {officer} too.",
                    number=n,
                    n=minutes,
                    officer=officer,
                )
            )
        return Message(
            say(
                "**{number}**: nobody has taken it yet, I have told {officer} too.",
                number=n,
                officer=officer,
            )
        )
    if notice.why == "handed":
        return Message(
            say(
                "**{number}**: whoever held it no longer does, I have told {officer}.",
                number=n,
                officer=officer,
            )
        )
    return Message(say("**{number}**: I have told {officer}.", number=n, officer=officer))


def render_case_nobody(notice: c.CaseNobody, facts: CaseFacts, surface: Surface) -> Message:
    """Tell the reporter that nobody was told or has taken the case, and the numbers to call."""
    if facts.quiet:
        return say_there_is_news(facts, surface)
    say, n = surface.say, facts.number
    text = say("**{number}**: I have not been able to tell anybody yet.", number=n)
    if notice.told:
        text = say("**{number}**: I have told the officers, nobody has taken it yet.", number=n)
    if notice.lost:
        text = say("**{number}**: the officers I told no longer get my messages.", number=n)
    if not facts.danger:
        more = say("I keep asking. If there is danger, please call 113 or 111.")
        return Message(f"{text} {more}")
    wait = say("Please do not wait.")
    return Message(f"{text} {wait}\n{words.say_numbers_to_call(surface)}")


def render_case_taken(notice: c.CaseTaken, facts: CaseFacts, surface: Surface) -> Message:
    """Say who has taken a case: `22:51 Cán bộ tỉnh đã tiếp nhận việc VV-25-0042. …`"""
    if facts.quiet:
        return say_there_is_news(facts, surface)
    say = surface.say
    text = say(
        "{at} {officer} has taken **{number}**.",
        at=f"{notice.at:%H:%M}",
        officer=words.begin_large(words.name_holder(facts, surface)),
        number=facts.number,
    )
    if not facts.reports:
        return words.offer_to_see(text, facts, surface)
    if surface.buttons:
        text += " " + say("To write to her, press Write.")
    else:
        n = shorten_number(facts.number)
        text += " " + say("To write to her, type WORDS {n}.", n=n)
    return words.offer_commands(text, facts.number, [(say("Write"), "tin", "")], surface)


# --- words between both sides ------------------------------------------------------------------


def render_case_said(notice: w.CaseSaid, facts: CaseFacts, surface: Surface) -> Message:
    """Say that there is a message; its words open with a further step."""
    if facts.quiet:
        return say_there_is_news(facts, surface)
    say = surface.say
    return words.offer_to_see(
        say("There is a message · **{number}**", number=facts.number), facts, surface
    )


def render_case_passed_on(notice: w.CasePassedOn, facts: CaseFacts, surface: Surface) -> Message:
    say = surface.say
    if notice.nobody and not facts.reports and not facts.reporter_reached:
        text = say(
            "**{number}**: I keep your words, but I cannot write to whoever reported it any more.",
            number=facts.number,
        )
        text = f"{text} {words.say_another_way(surface)}"
        if notice.more:
            more = say("Write on, or type DONE.")
            return Message(f"{text} {more}", _offer_ways_out(surface))
        return words.offer_to_see(text, facts, surface)
    if notice.nobody and not facts.reports:
        return Message(
            say(
                "**{number}**: whoever reported it left her post and reads nothing more.",
                number=facts.number,
            )
        )
    if notice.urgent:
        return Message(_say_called_again(facts, surface))
    if notice.nobody:
        return Message(
            say("Kept for **{number}**: whoever takes it will read it.", number=facts.number)
        )
    text = say("Passed on (**{number}**).", number=facts.number)
    if not facts.reports and facts.phone_unsafe:
        text = say(
            "Kept for whoever reported **{number}**. Her phone may not be safe: I write no more "
            "there than that there is news. Please find a safer way too.",
            number=facts.number,
        )
    if not notice.more:
        return Message(text)
    more = say("Write on, or type DONE.")
    return Message(f"{text} {more}", _offer_ways_out(surface))


def _say_called_again(facts: CaseFacts, surface: Surface) -> str:
    """Say that her cry was passed on, and whether anybody holds the case."""
    say, n = surface.say, facts.number
    if facts.taker:
        return say(
            "Passed on, and I call the officers again (**{number}**). Please do not wait, call the "
            "numbers above.",
            number=n,
        )
    return say(
        "Passed on, and I call the officers again (**{number}**). Nobody has taken it yet: please "
        "do not wait, call the numbers above.",
        number=n,
    )


def render_case_talk(notice: w.CaseTalk, facts: CaseFacts, surface: Surface) -> Message:
    """Say that what she writes from now on goes to the other side."""
    say = surface.say
    whom = words.name_officer(facts.taker, surface) if facts.reports else say("whoever reported it")
    text = say(
        "Please write, I pass it on to {whom} of **{number}**. No names and no telephone numbers. "
        "All said? Type DONE.",
        whom=whom,
        number=facts.number,
    )
    if not facts.reports and not facts.reporter_reached:
        text = say(
            "**{number}**: I cannot write to whoever reported it any more, I only keep what you "
            "write. All said? Type DONE.",
            number=facts.number,
        )
    return Message(text, _offer_ways_out(surface))


def _offer_ways_out(surface: Surface) -> words.Rows:
    say = surface.say
    rows = ((Choice(say("Done"), "xong"), Choice(say("Exit"), "0")),)
    return rows if surface.buttons else ()


def render_case_talk_over(notice: w.CaseTalkOver, surface: Surface) -> Message:
    return Message(surface.say("All right, what you write now stays between us."))
