"""Words to whoever reported a case, besides the questions; what is pushed to a phone that may not
be hers alone says nothing."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.cases import words
from bot.views.cases.fact_types import CaseFacts
from bot.views.cases.intake import OpenedFacts
from domain.notices.case_work import CaseCalled, CaseReporterLost
from domain.notices.intake import (
    IntakeCommune,
    IntakeSame,
    IntakeStanding,
    LeftOutLate,
    NotHeard,
    OfferWords,
    WordsDropped,
)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What an officer of a level had learnt, and when; None where she had not."""

    level: str
    told_at: datetime | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LateFacts:
    """What those had learnt who are left out now. `reports`: the reader reported the case."""

    number: str
    learnt: tuple[Learnt, ...]
    reports: bool = False


@dataclass(frozen=True, slots=True)
class StandingFacts:
    """Who was told of a case, each level with when; `taker`: the level of whoever holds it.

    `commune_at`: when the commune is told; `next_at`: when the next are, while nobody holds it.
    `hidden`: her phone may not show it.
    """

    number: str
    told: tuple[tuple[str, datetime], ...] = ()
    taker: str = ""
    commune_at: datetime | None = None
    next_at: datetime | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class OfferedFacts:
    """The cases offered for her words, by number and the day each was opened."""

    numbers: tuple[str, ...]
    opened: tuple[datetime, ...] = ()


def say_there_is_news(facts: CaseFacts, surface: Surface) -> Message:
    """Say no more than that there is something new: whoever holds the phone may read it, so it
    opens only with the number that she knows."""
    return Message(surface.say("There is news in what you sent. Type SEE with its number."))


def render_intake_commune(notice: IntakeCommune, facts: OpenedFacts, surface: Surface) -> Message:
    """Say whether the commune was told, which is not always possible, and who has the case then."""
    say = surface.say
    if facts.commune_out:
        return Message(_say_who_has_it_instead(facts, surface))
    if facts.levels == ("commune",):
        return Message(say("I have told the commune's officer."))
    if "commune" in facts.levels:
        return Message(say("I have told the commune's officer too."))
    text = say("In the commune I cannot reach anybody yet.")
    asked = say("I asked the province's officer to get help for you elsewhere.")
    return Message(f"{text} {asked}" if "province" in facts.levels else text)


def _say_who_has_it_instead(facts: OpenedFacts, surface: Surface) -> str:
    """Say who knows of a case that the commune must not know, and whether somebody has taken it.

    What its officers had learnt before is said in a notice of its own.
    """
    say = surface.say
    said = [] if facts.commune_knew else [say("I do not tell the commune's officers.")]
    if not facts.levels and not facts.commune_knew:  # that nobody was told was said before
        return said[0]
    if not facts.levels:
        nobody = say("I could not tell anybody else yet, I keep trying. Please do not wait.")
        return f"{nobody}\n{words.say_numbers_to_call(surface)}"
    officer = words.begin_large(words.name_officer(facts.levels[-1], surface))
    if facts.taken:
        said.append(say("{officer} knows, and the case has been taken.", officer=officer))
    else:
        said.append(
            say(
                "{officer} knows, nobody has taken it yet. I asked to get help for you elsewhere; "
                "as soon as somebody takes it I write you.",
                officer=officer,
            )
        )
    return " ".join(said)


def render_intake_standing(
    notice: IntakeStanding, facts: StandingFacts, surface: Surface
) -> Message:
    """Say who was told and when, whether somebody has it, and what comes next:
    `Em đã báo cán bộ tỉnh lúc 22:10. Chưa ai nhận, chị đừng đợi.`"""
    say = surface.say
    if facts.hidden:
        return Message(say("This phone is not safe, so I show nothing here."))
    if facts.taker:
        officer = words.begin_large(words.name_officer(facts.taker, surface))
        return Message(say("{officer} has **{number}**.", officer=officer, number=facts.number))
    listed = ", ".join(
        say(
            "{officer} at {at}",
            officer=words.name_officer(level, surface),
            at=_say_when(at, surface),
        )
        for level, at in facts.told
    )
    said = [say("I have told {officers}.", officers=listed)] if listed else []
    said += (
        [say("Nobody has taken it yet: please do not wait.")]
        if listed
        else [say("I could not tell anybody else yet, I keep trying. Please do not wait.")]
    )
    if facts.commune_at is not None:
        said.append(say("At {at} I tell the commune too.", at=_say_when(facts.commune_at, surface)))
    if facts.next_at is not None:
        said.append(
            say("Still nobody at {at}? Then I call on.", at=_say_when(facts.next_at, surface))
        )
    return Message(" ".join(said))


def render_intake_same(notice: IntakeSame, facts: OpenedFacts, surface: Surface) -> Message:
    return Message(surface.say("I have added it to **{number}**.", number=facts.number))


def render_left_out_late(notice: LeftOutLate, facts: LateFacts, surface: Surface) -> Message:
    """Say what they had learnt before: `Cán bộ xã được báo lúc 22:20, đã xem lúc 22:21.`"""
    say = surface.say
    said = " ".join(_say_learnt(each, surface) for each in facts.learnt)
    ends = say("From now on that person is told nothing.")
    if facts.reports:
        return Message(f"{said} {ends}")
    head = say("**{number}**: somebody is left out from now on.", number=facts.number)
    offered = [(say("See"), "xem", say("SEE"))]
    return words.offer_commands(f"{head} {said}", facts.number, offered, surface)


def _say_learnt(learnt: Learnt, surface: Surface) -> str:
    say = surface.say
    officer = words.name_officer(learnt.level, surface)
    officer = officer[:1].upper() + officer[1:]
    told = "" if learnt.told_at is None else _say_when(learnt.told_at, surface)
    seen = "" if learnt.seen_at is None else _say_when(learnt.seen_at, surface)
    if told and seen:
        return say("{officer} was told at {told} and looked at {seen}.", officer=officer,
                   told=told, seen=seen)  # fmt: skip
    if seen:
        return say("{officer} looked at {seen}.", officer=officer, seen=seen)
    return say("{officer} was told at {told} and has not looked.", officer=officer, told=told)


def _say_when(at: datetime, surface: Surface) -> str:
    today = surface.now is not None and surface.now.date() == at.date()
    return f"{at:%H:%M}" if today else surface.moment(at)


# --- her own words ------------------------------------------------------------------------------


def render_offer_words(notice: OfferWords, facts: OfferedFacts, surface: Surface) -> Message:
    """Ask whether her words go to an open case, or to which, by number and day alone; or whether
    they are about another woman. Of danger it is also asked whether it lasts."""
    say, numbers = surface.say, facts.numbers
    named = [
        say("{number} ({day})", number=number, day=f"{at.day}/{at.month}")
        for number, at in zip(numbers, facts.opened, strict=True)
    ]
    if len(numbers) == 1:
        text = say("Send this to case **{case}**, is it about that one?", case=named[0])
        options = [say("Yes"), say("No")]
    else:
        text, options = say("Send this to which matter?"), [*named, say("Do not send it")]
    first = [say("Yes, in danger now")] if notice.danger and len(numbers) == 1 else []
    options = [*first, *options[:-1], say("Somebody else"), options[-1]]
    if surface.buttons:
        rows = [(Choice(label, str(n)),) for n, label in enumerate(options, 1)]
        in_row = len(numbers) == 1 and not notice.danger
        return Message(text, (tuple(r[0] for r in rows),) if in_row else tuple(rows))
    listed = [f"{n} {label}" for n, label in enumerate(options, 1)]
    return Message("\n".join((text, ("\n" if len(numbers) > 1 else "  ").join(listed))))


def render_words_dropped(notice: WordsDropped, surface: Surface) -> Message:
    return Message(surface.say("All right, I send it to nobody."))


def render_not_heard(notice: NotHeard, surface: Surface) -> Message:
    """Say that it was not read, and that somebody knows it came, if anybody does."""
    say = surface.say
    text = say("I cannot open that here: please type it in words.")
    told = say("I have told the officer that you sent one.") if notice.told else ""
    if notice.stranger:
        told = say("One word is enough: type HELP ME.")
    return Message(f"{text} {told}".strip())


def render_case_called(notice: CaseCalled, facts: CaseFacts, surface: Surface) -> Message:
    """Tell an officer that the reporter calls again, or sent what nobody can open."""
    say, n = surface.say, facts.number
    text = {
        "again": say("**{number}**: there was another call. Please look at once.", number=n),
        "unconfirmed": say(
            "**{number}**: danger was told, whoever reported it has not confirmed it. Please look "
            "at once.",
            number=n,
        ),
        "silent": say(
            "**{number}**: somebody told of danger and answers no more. I know nothing else yet.",
            number=n,
        ),
        "stop": say(
            "**{number}**: from the reporter's phone came the wish to stop. Perhaps somebody else "
            "wrote it: please ask her alone, where it is safe.",
            number=n,
        ),
    }.get(notice.what, say("**{number}**: something came that cannot be opened here.", number=n))
    return words.offer_to_see(text, facts, surface)


def render_case_reporter_lost(
    notice: CaseReporterLost, facts: CaseFacts, surface: Surface
) -> Message:
    """Tell an officer that nothing reaches whoever reported the case."""
    text = surface.say(
        "**{number}**: I cannot write to whoever reported it any more.", number=facts.number
    )
    return words.offer_to_see(f"{text} {words.say_another_way(surface)}", facts, surface)
