"""Words of a case's intake: each is short, repeats no answer, and names a way out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.hotlines import say_whom_to_call
from bot.views.people.people import name_post
from domain.cases.intake import Hours, Way, Wish
from domain.cases.intake_form import (
    ADD_NOTE,
    ANSWERS,
    NO,
    SEND,
    UNKNOWN,
    YES,
    Agreement,
    IntakeStage,
)
from domain.notices.intake import (
    IntakeLimits,
    IntakeNumbers,
    IntakeOpened,
    IntakeQuestion,
)
from domain.notices.people import NamedPost

_SHORT_LINE = 58


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """The names of what is offered.

    `officers`: each by her post (None: she holds none any more) and by her name, "" unless several
    hold the same post. `picked`: the numbers of the answers that stand by now, where several fit.
    `earlier`: the number of the case reported before. `commune_at`: when the commune is told
    without her answer. `commune_told`: officers of the commune know
    of the new one.
    """

    units: tuple[str, ...] = ()
    officers: tuple[tuple[NamedPost | None, str], ...] = ()
    picked: tuple[int, ...] = ()
    earlier: str = ""
    commune_told: bool = False
    commune_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenedFacts:
    """A case just opened: its number, and the levels of the officers told ("commune", …).

    `commune_out`: the commune's officers must not know of it; `commune_knew`: some had learnt of it
    before. `taken`: somebody holds it.
    """

    number: str
    levels: tuple[str, ...] = ()
    danger: bool = False
    commune_out: bool = False
    commune_knew: bool = False
    taken: bool = False


# --- questions ---------------------------------------------------------------------------------


def render_intake_limits(notice: IntakeLimits, surface: Surface) -> Message:
    """Say what must be passed on and what not to write, before she tells anything."""
    say = surface.say
    first = say("I am the automatic assistant of the Women's Union, not a person.")
    said = say(
        "Let me say first: if a life is in danger or a child is abused, I must tell the Union's "
        "officers at once. Please write no name and no address, and do not tell the story."
    )
    if not surface.abilities.delete:
        said += " " + say("I cannot delete messages here, only you can.")
    return Message(f"{first} {said}" if notice.stranger else said)


def render_intake_question(
    notice: IntakeQuestion, facts: QuestionFacts, surface: Surface
) -> Message:
    """Ask one question, with its numbered answers and the way out."""
    options = _list_options(notice, facts, surface)
    again = _say_why_again(notice, surface)
    if surface.buttons:
        asked = _say_any_more(surface) if notice.picking else _say_question(notice, facts, surface)
        text = "\n".join(line for line in (again, asked) if line)
        return Message(text, _offer_buttons(notice, options, facts.picked, surface))
    lines = [again, _say_question(notice, facts, surface), *_number_options(options, surface)]
    return Message("\n".join(line for line in lines if line))


def _say_any_more(surface: Surface) -> str:
    return surface.say("Any more? Press it too; pressed again it is taken back. Then press Done.")


def _say_why_again(notice: IntakeQuestion, surface: Surface) -> str:
    say = surface.say
    match notice.again:
        case "story":
            return say("I keep no story told here.")
        case "shown":
            return say("I take no pictures and no voice messages here, and keep none.")
        case "noted":
            return say("I wrote that down, without names and numbers.")
        case "no_name":
            return say("I find nobody of that name. Does that person work in the commune, the area "
                       "or the province? Choose below.")  # fmt: skip
        case "nobody_yet":
            return say("I have told nobody yet. In danger? Choose 1, I tell somebody at once.")
        case "name":
            return say("Any officer of that name is told nothing from now on.")
        case "left_out":
            return say("I keep in mind: the commune's officers are not told.")
        case "unread" if notice.stage == IntakeStage.COMMUNE:
            return say("I find no commune of that name.")
        case "unread":
            return say("I am still here. Please choose one of these.")
    return ""


def _say_question(notice: IntakeQuestion, facts: QuestionFacts, surface: Surface) -> str:
    say = surface.say
    match IntakeStage(notice.stage):
        case IntakeStage.DANGER:
            return ""
        case IntakeStage.SAME | IntakeStage.COMMUNE_TOLD | IntakeStage.PHONE as stage:
            return _ask_after_danger(stage, facts, surface)
        case IntakeStage.CHILD:
            return say("Is there a child there?")
        case IntakeStage.VULNERABLE:
            return say("Is the person pregnant or disabled?")
        case IntakeStage.KIND:
            return say("What kind of matter is it?")
        case IntakeStage.COMMUNE:
            return _say_which_commune(facts, surface)
        case IntakeStage.WISH:
            return _say_which_help(surface)
        case IntakeStage.WAY | IntakeStage.HOURS as stage:
            return _ask_for_contact(stage, surface)
        case IntakeStage.CONSENT:
            return say(
                "Does the person agree that I pass this on? How far is hers to say. Those who can "
                "help: commune chair, police, health, legal aid."
            )
        case IntakeStage.EXCLUDED | IntakeStage.LAST_OFFICER:
            return _say_whom_to_leave_out(notice, surface)
        case IntakeStage.SEND:
            return say("That is all. Shall I pass it on to the officers?")
    return say(
        "A few words at most, only what the officer must know. Write no names and no numbers: "
        "what looks like one I take out. Rather not? Type BACK."
    )


def _ask_for_contact(stage: IntakeStage, surface: Surface) -> str:
    if stage is IntakeStage.HOURS:
        return surface.say("At what time is it safe?")
    return surface.say("How can she be reached safely?")


def _ask_after_danger(stage: IntakeStage, facts: QuestionFacts, surface: Surface) -> str:
    say = surface.say
    if stage is IntakeStage.SAME:
        return say("Is it about **{number}**, or somebody else?", number=facts.earlier)
    if stage is IntakeStage.PHONE:
        return say("Is it safe to write to this phone?")
    if facts.commune_told:
        return say("The commune's officers have been told. Shall they go on helping?")
    asked = say("Shall I tell the commune's officers too?")
    if facts.commune_at is None or surface.now is None:
        return asked
    minutes = max(1, -int((surface.now - facts.commune_at).total_seconds() // 60))
    unless = say("Without your answer I tell them too in {n} minutes.", n=minutes)
    return f"{asked} {unless}"


def _say_whom_to_leave_out(notice: IntakeQuestion, surface: Surface) -> str:
    say = surface.say
    if notice.stage == IntakeStage.LAST_OFFICER:
        return say("Without that person I can tell nobody at all. Shall I leave it so?")
    asked = say(
        "Is one of these officers **not** to learn of it, such as a relative of whoever does harm? "
        "From now on that person is told nothing."
    )
    by_name = say("A name may be typed too.")
    return f"{asked} {by_name}" if notice.stranger else asked


def _say_which_help(surface: Surface) -> str:
    say = surface.say
    if surface.buttons:
        return say("What help does she wish for? Several may be pressed.")
    return say("What help does she wish for? Several numbers may be given, such as 1 3.")


def _say_which_commune(facts: QuestionFacts, surface: Surface) -> str:
    say = surface.say
    if facts.units:
        return say("In which commune is it? Another one: type its name.")
    return say("In which commune is it? Please type its name.")


def _list_options(notice: IntakeQuestion, facts: QuestionFacts, surface: Surface) -> list[str]:
    """List the answers' words in the order of their numbers."""
    stage = IntakeStage(notice.stage)
    match stage:
        case IntakeStage.KIND:
            return list(surface.plan.cases.kinds.values())
        case IntakeStage.COMMUNE:
            return list(facts.units)
        case IntakeStage.EXCLUDED:
            nobody = surface.say("Nobody else") if notice.more else surface.say("Nobody")
            return [*_name_officers(facts, surface), nobody]
        case IntakeStage.NOTE | IntakeStage.LEFT:
            return []
    words = name_answers(stage, surface)
    return [words[option] for option in ANSWERS[stage]]


def _name_officers(facts: QuestionFacts, surface: Surface) -> list[str]:
    words = []
    for held, name in facts.officers:
        post = "–" if held is None else name_post(surface, held)
        words.append((post[:1].upper() + post[1:]) + (f" ({name})" if name else ""))
    return words


def name_answers(stage: IntakeStage, surface: Surface) -> Mapping[str, str]:
    """Map each answer to a question to its words."""
    say = surface.say
    match stage:
        case IntakeStage.DANGER:
            return {YES: say("In danger now"), NO: say("Needs help, not urgent")}
        case IntakeStage.SAME:
            return {YES: say("That case"), NO: say("Somebody else")}
        case IntakeStage.COMMUNE_TOLD:
            return {YES: say("Yes"), NO: say("No, kin of theirs is there")}
        case IntakeStage.PHONE:
            return {YES: say("Yes"), NO: say("No")}
        case IntakeStage.LAST_OFFICER:
            return {YES: say("Tell that person all the same"), NO: say("Tell nobody")}
        case IntakeStage.CHILD | IntakeStage.VULNERABLE:
            return {YES: say("Yes"), NO: say("No"), UNKNOWN: say("Not sure")}
        case IntakeStage.WISH:
            return _name_wishes(surface)
        case IntakeStage.CONSENT:
            return {
                Agreement.UNION: say("Yes: the Union's officers may contact her"),
                Agreement.SERVICES: say("Yes: the Union, and those who can help"),
                Agreement.NO: say("No"),
                Agreement.NOT_ASKED: say("She could not be asked yet"),
            }
        case IntakeStage.WAY:
            return {
                Way.REPORTER: say("Through you"),
                Way.PHONE: say("By telephone (the officer asks you for it)"),
                Way.MEETING: say("In person, alone"),
                Way.NOT_NOW: say("Not now"),
                UNKNOWN: say("Not sure"),
            }
        case IntakeStage.HOURS:
            return {
                Hours.MORNING: say("In the morning"),
                Hours.AFTERNOON: say("In the afternoon"),
                Hours.EVENING: say("In the evening"),
                Hours.ANY: say("At any time"),
                UNKNOWN: say("Not sure"),
            }
    return {SEND: say("Pass it on"), ADD_NOTE: say("Add a few words")}


def _name_wishes(surface: Surface) -> Mapping[str, str]:
    say = surface.say
    return {
        Wish.SAFE_PLACE: say("A safe place"),
        Wish.HEALTH: say("Health care"),
        Wish.COUNSEL: say("Somebody to talk to"),
        Wish.LEGAL: say("Legal help"),
        Wish.POLICE: say("Protection by the police"),
        Wish.LIVELIHOOD: say("Work, a living"),
        Wish.CHILDREN: say("Help for the children"),
        Wish.OTHER: say("Other, or not known"),
    }


def _number_options(options: list[str], surface: Surface) -> list[str]:
    """Number the answers, in one line unless it is long: `1 Có  2 Không  3 Không rõ  0 Thoát`."""
    numbered = [f"{n} {words}" for n, words in enumerate(options, 1)]
    numbered.append(f"0 {surface.say('Exit')}")
    in_line = "  ".join(numbered)
    return [in_line] if len(in_line) <= _SHORT_LINE else numbered


def _offer_buttons(
    notice: IntakeQuestion, options: list[str], picked: tuple[int, ...], surface: Surface
) -> tuple[tuple[Choice, ...], ...]:
    say, stage = surface.say, IntakeStage(notice.stage)
    if notice.picking and stage is IntakeStage.EXCLUDED:
        options = options[:-1]  # "nobody" is no answer beside somebody
    picks = [
        Choice(f"✓ {words}" if n in picked else words, str(n)) for n, words in enumerate(options, 1)
    ]
    short = sum(len(pick.label) for pick in picks) <= _SHORT_LINE and len(picks) <= 4
    rows = [tuple(picks)] if short and picks else [(pick,) for pick in picks]
    rows += [(Choice(say("Done"), "xong"),)] if notice.picking else []
    first = stage is IntakeStage.DANGER or (notice.opened and stage is IntakeStage.CHILD)
    out = Choice(say("Exit"), "0")
    return (*rows, (out,) if first else (Choice(say("Previous question"), "back"), out))


# --- what is said between ----------------------------------------------------------------------


def render_intake_numbers(notice: IntakeNumbers, surface: Surface) -> Message:
    return Message(say_whom_to_call(surface, notice.when))


def render_intake_opened(notice: IntakeOpened, facts: OpenedFacts, surface: Surface) -> Message:
    """Give the case's number, and say who is being told or that nobody can be reached."""
    say = surface.say
    if not facts.levels:
        return Message(
            say(
                "Your case is **{number}**. I cannot reach any officer right now, I keep trying. "
                "Please do not wait: call the numbers above.",
                number=facts.number,
            )
            if facts.danger
            else say(
                "Your case is **{number}**. I cannot reach any officer right now, I keep trying.",
                number=facts.number,
            )
        )
    who = _name_levels(facts.levels, surface)
    return Message(
        say(
            "I have told {officers}: case **{number}**. As soon as somebody takes it I write you.",
            officers=who,
            number=facts.number,
        )
    )


def _name_levels(levels: tuple[str, ...], surface: Surface) -> str:
    say = surface.say
    names = {
        "commune": say("the commune's officer"),
        "area": say("the area's officer"),
        "province": say("the province's officer"),
    }
    said = [names[level] for level in levels]
    return say("{one} and {two}", one=said[0], two=said[1]) if len(said) == 2 else ", ".join(said)


def shorten_number(number: str) -> str:
    """Return the case number as people type it: "42" for "VV-25-0042"."""
    return str(int(number.rpartition("-")[2]))
