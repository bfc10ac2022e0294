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


def render_offer_words(notice: OfferWords, numbers: tuple[str, ...], surface: Surface) -> Message:
    """Ask whether her words go to an open case, or to which; its number where there are several.

    Of danger it is also asked whether it lasts, and whether it is about somebody else.
    """
    say = surface.say
    if len(numbers) == 1:
        text, options = say("Send this to the open matter?"), [say("Yes"), say("No")]
    else:
        text, options = say("Send this to which matter?"), [*numbers, say("Do not send it")]
    if notice.danger:
        first = [say("Yes, in danger now")] if len(numbers) == 1 else []
        options = [*first, *options[:-1], say("Somebody else"), options[-1]]
    if surface.buttons:
        rows = [(Choice(label, str(n)),) for n, label in enumerate(options, 1)]
        in_row = len(numbers) == 1 and not notice.danger
        return Message(text, (tuple(r[0] for r in rows),) if in_row else tuple(rows))
    listed = "  ".join(f"{n} {label}" for n, label in enumerate(options, 1))
    return Message(f"{text}\n{listed}")


def render_words_dropped(notice: WordsDropped, surface: Surface) -> Message:
    return Message(surface.say("All right, I send it to nobody."))


def render_not_heard(notice: NotHeard, surface: Surface) -> Message:
    """Say that it was not read, and that somebody knows it came, if anybody does."""
    say = surface.say
    text = say("I cannot open that here: please type it in words.")
    told = say("I have told the officer that you sent one.") if notice.told else ""
    return Message(f"{text} {told}".strip())


def render_case_called(notice: CaseCalled, facts: CaseFacts, surface: Surface) -> Message:
    """Tell an officer that the reporter calls again, or sent what nobody can open."""
    say, n = surface.say, facts.number
    if notice.what == "again":
        text = say("**{number}**: there was another call. Please look at once.", number=n)
    else:
        text = say("**{number}**: something came that cannot be opened here.", number=n)
    return words.offer_to_see(text, facts, surface)


def render_case_reporter_lost(
    notice: CaseReporterLost, facts: CaseFacts, surface: Surface
) -> Message:
    """Tell an officer that nothing reaches whoever reported the case."""
    text = surface.say(
        "**{number}**: I cannot write to whoever reported it any more.", number=facts.number
    )
    return words.offer_to_see(f"{text} {words.say_another_way(surface)}", facts, surface)
