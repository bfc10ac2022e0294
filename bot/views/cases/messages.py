"""Notices about cases in words: neutral where they may lie on a lock screen."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.cases import words
from bot.views.cases.fact_types import CaseFacts
from domain.cases.actions import CaseAction
from domain.notices import case_work as w
from domain.notices import cases as c

# --- to officers -------------------------------------------------------------------------------


def waiting(notice: c.CaseWaiting, facts: CaseFacts, surface: Surface) -> Message:
    """`Có 1 việc cần xem · VV-25-0042`, and why it comes to her now."""
    say = surface.say
    what = say("There is 1 matter to look at · **{number}**", number=facts.number)
    if facts.danger:
        what = say("There is 1 urgent matter to look at · **{number}**", number=facts.number)
    return words.see("\n".join(line for line in (what, _why(notice.why, facts, surface)) if line),
                facts, surface)  # fmt: skip


def _why(why: str, facts: CaseFacts, surface: Surface) -> str:
    say = surface.say
    if why in ("clock", "colleague") and facts.danger:
        minutes = surface.plan.cases.danger_minutes
        return say("Passed on: nobody has taken it for {n} minutes.", n=minutes)
    return {
        "clock": say("Passed on: nobody has taken it in time."),
        "colleague": say("Passed on: nobody has taken it in time."),
        "nobody_below": say("Passed on: nobody below could be reached."),
        "still": say("Still nobody has taken it."),
    }.get(why, "")


def urgent(notice: c.CaseUrgent, facts: CaseFacts, surface: Surface) -> Message:
    """Neutral as above, and whether somebody is at it."""
    say = surface.say
    lines = [
        say("There is 1 urgent matter to look at · **{number}**", number=facts.number),
        say("It has become urgent just now."),
    ]
    if facts.taker:
        officer = words.level(facts.taker, surface)
        lines.append(say("{officer} holds it.", officer=officer[:1].upper() + officer[1:]))
    return words.see("\n".join(lines), facts, surface)


def follow_up(notice: c.CaseFollowUp, facts: CaseFacts, surface: Surface) -> Message:
    say = surface.say
    return words.see(
        say("The follow-up of **{number}** is due.", number=facts.number), facts, surface
    )


def handed_over(notice: c.CaseHandedOver, facts: CaseFacts, surface: Surface) -> Message:
    say = surface.say
    text = say("Whoever held **{number}** left her post: please look at it.", number=facts.number)
    if notice.why == "unreachable":
        text = say(
            "Whoever held **{number}** cannot be reached: please look at it.", number=facts.number
        )
    if facts.danger:
        text += " " + say("It is urgent.")
    return words.see(text, facts, surface)


def reopened(notice: w.CaseReopened, facts: CaseFacts, surface: Surface) -> Message:
    say = surface.say
    text = say("**{number}** was opened again: help is needed.", number=facts.number)
    return words.see(text, facts, surface)


def offered(notice: w.CaseOffered, facts: CaseFacts, surface: Surface) -> Message:
    """A colleague asks; the content opens with a further step."""
    say = surface.say
    text = say("A colleague asks you to take on **{number}**.", number=facts.number)
    return _answer(text, CaseAction.ACCEPT, facts, surface)


def closing(notice: w.CaseClosing, facts: CaseFacts, surface: Surface) -> Message:
    say = surface.say
    text = say(
        "A colleague wants to close **{number}**: a second person must agree.", number=facts.number
    )
    return _answer(text, CaseAction.AGREE, facts, surface)


def _answer(text: str, act: CaseAction, facts: CaseFacts, surface: Surface) -> Message:
    say = surface.say
    more = [(say("What to do"), "viec", say("WORK"))] if act in facts.acts else []
    return words.offering(text, facts.number, [(say("See"), "xem", say("SEE")), *more], surface)


def answered(notice: w.CaseAnswered, facts: CaseFacts, surface: Surface) -> Message:
    """What became of a transfer or of closing."""
    say, n = surface.say, facts.number
    texts = {
        ("transfer", True): say("**{number}**: your colleague has taken it on.", number=n),
        ("transfer", False): say("**{number}**: not taken on, it stays with you.", number=n),
        ("closing", True): say("**{number}**: agreed, it is closed.", number=n),
        ("closing", False): say("**{number}**: not agreed, it stays open.", number=n),
    }
    return words.see(texts[notice.what, notice.accepted], facts, surface)


# --- to the reporter ---------------------------------------------------------------------------


def told_of(notice: c.CaseToldOf, facts: CaseFacts, surface: Surface) -> Message:
    """Only what happened: somebody was told, and why somebody else."""
    say = surface.say
    officer, n = words.level(notice.level, surface), facts.number
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


def nobody(notice: c.CaseNobody, facts: CaseFacts, surface: Surface) -> Message:
    """The truth, and the numbers again."""
    say, n = surface.say, facts.number
    text = say("**{number}**: I have not been able to tell anybody yet.", number=n)
    if notice.told:
        text = say("**{number}**: I have told the officers, nobody has taken it yet.", number=n)
    wait = say("Please do not wait.")
    return Message(f"{text} {wait}\n{words.to_call(surface)}")


def taken(notice: c.CaseTaken, facts: CaseFacts, surface: Surface) -> Message:
    """`22:51 Cán bộ tỉnh đã tiếp nhận việc VV-25-0042. …`"""
    say = surface.say
    officer = words.level(facts.taker, surface)
    text = say(
        "{at} {officer} has taken **{number}**.",
        at=f"{notice.at:%H:%M}",
        officer=officer[:1].upper() + officer[1:],
        number=facts.number,
    )
    if not facts.reports:
        return words.see(text, facts, surface)
    text += " " + say("Write here, I pass it on to the officer.")
    return words.offering(text, facts.number, [(say("Write"), "tin", "")], surface)


def ended(notice: w.CaseEnded, facts: CaseFacts, surface: Surface) -> Message:
    say = surface.say
    if facts.state == "duplicate":
        return Message(
            say("**{number}** is looked after together with another report.", number=facts.number)
        )
    text = say("**{number}** is finished. Is help needed again?", number=facts.number)
    again = (say("Open it again"), "molai", say("REOPEN"))
    return words.offering(text, facts.number, [again], surface)


# --- words between both sides ------------------------------------------------------------------


def said(notice: w.CaseSaid, facts: CaseFacts, surface: Surface) -> Message:
    """That there are words; they open with a further step."""
    say = surface.say
    return words.see(say("There is a message · **{number}**", number=facts.number), facts, surface)


def passed_on(notice: w.CasePassedOn, facts: CaseFacts, surface: Surface) -> Message:
    say = surface.say
    if notice.nobody and not facts.reports:
        return Message(
            say(
                "**{number}**: whoever reported it left her post and reads nothing more.",
                number=facts.number,
            )
        )
    if notice.nobody:
        return Message(
            say("Kept for **{number}**: whoever takes it will read it.", number=facts.number)
        )
    text = say("Passed on (**{number}**).", number=facts.number)
    if not notice.more:
        return Message(text)
    more = say("Write on, or type DONE.")
    return Message(f"{text} {more}", _ways_out(surface))


def talk(notice: w.CaseTalk, facts: CaseFacts, surface: Surface) -> Message:
    """What is written from now on goes to the other side."""
    say = surface.say
    whom = words.level(facts.taker, surface) if facts.reports else say("whoever reported it")
    text = say(
        "Please write, I pass it on to {whom} of **{number}**. No names and no telephone numbers. "
        "All said? Type DONE.",
        whom=whom,
        number=facts.number,
    )
    return Message(text, _ways_out(surface))


def _ways_out(surface: Surface) -> words.Rows:
    say = surface.say
    rows = ((Choice(say("Done"), "xong"), Choice(say("Exit"), "0")),)
    return rows if surface.buttons else ()


def talk_over(notice: w.CaseTalkOver, surface: Surface) -> Message:
    return Message(surface.say("All right, what you write now stays between us."))
