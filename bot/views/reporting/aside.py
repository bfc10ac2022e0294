"""Words beside the questions of a report: what she asked, why it is not sent, that it waits."""

from bot.engine.message import Choice, Message, without_marks
from bot.engine.surface import Surface
from bot.views.reporting import words
from bot.views.reporting.ask import say_how_to_answer, say_question_help
from domain.notices.reporting import (
    AskCaseAgain,
    AskYesOrNo,
    HelpOnQuestion,
    LeftOut,
    NoSuchAnswer,
    NotComplete,
    StillAsked,
    Waiting,
)


def render_help_on_question(notice: HelpOnQuestion, surface: Surface) -> Message:
    """Say what a line means, as the plan words it, below its number and name."""
    say, name = surface.say, words.name_question(surface, notice.code)
    help_text = say_question_help(surface, notice.code)
    if notice.number:
        return Message(
            say("**Question {n}. {name}**", n=notice.number, name=name) + f"\n{help_text}"
        )
    elsewhere = say("Others report this one, you need not answer it.")
    return Message(say("**{name}**", name=name) + f"\n{help_text} {elsewhere}")


def render_still_asked(notice: StillAsked, surface: Surface) -> Message:
    """Go on with the questions that stand above."""
    say = surface.say
    return Message(say("Please go on with the {n} questions above, in one message.", n=notice.left))


def render_no_such_answer(notice: NoSuchAnswer, surface: Surface) -> Message:
    """Say that this question cannot be answered here, who knows, and what can be asked."""
    return Message(
        surface.say(
            "I have no answer to that, please ask the commune's officer. "
            "About the report you can ask me like this: {example}.",
            example=surface.say("what is question {n}", n=min(4, notice.questions)),
        )
    )


def render_left_out(notice: LeftOut, surface: Surface) -> Message:
    """Name what was given to no line: `Em chưa ghi "3 hộ đăng ký" (mới dự kiến).`"""
    say = surface.say
    why = {
        "planned": say("only planned"),
        "other_time": say("of another time"),
        "other_thing": say("no line of the report"),
        "no_amount": say("how many is not said yet"),
    }
    parts = []
    for said, reason in notice.pieces:
        quoted = f'"{without_marks(said)}"' if said else say("one part of your message")
        because = why.get(reason, say("I do not see which line"))
        parts.append(f"{quoted} ({because})")
    return Message(say("Not noted: {parts}.", parts="; ".join(parts)))


def render_not_complete(notice: NotComplete, surface: Surface) -> Message:
    """Say why her OK sent nothing: `Còn 3 câu chưa có nên em chưa gửi được.`"""
    say = surface.say
    if notice.left == notice.questions:
        return Message(say("No question is answered yet, so I cannot send it."))
    return Message(say("{n} questions are still missing, so I cannot send it.", n=notice.left))


def render_waiting(notice: Waiting, surface: Surface) -> Message:
    """Say that there is time: `Vâng, em đợi chị. …`"""
    say = surface.say
    later = say("I wait here. Nothing was sent; type on when you are ready.")
    return Message(later, ((Choice(say("Later"), "de sau"),),) if surface.buttons else ())


def render_ask_case_again(notice: AskCaseAgain, surface: Surface) -> Message:
    """Ask plainly whether somebody needs help, and quote nothing."""
    say = surface.say
    if notice.told:
        asked = say("Question {n}: somebody needs help, is that right?", n=notice.number)
    else:
        asked = say("Question {n}: does any woman need help?", n=notice.number)
    text = f"{asked} {say_how_to_answer(surface, 'case')}"
    if notice.kept:
        text += " " + say("The other answers are kept.")
    either = surface.plan.case_question.words
    row = (Choice(either.yes.capitalize(), "co"), Choice(either.no.capitalize(), "khong"))
    return Message(text, (row,) if surface.buttons else ())


def render_ask_yes_or_no(notice: AskYesOrNo, surface: Surface) -> Message:
    """Ask for the question's own words: `Câu 6 …? Chị gõ giúp em RỒI hoặc CHƯA nhé.`"""
    say = surface.say
    asked = say(
        "Question {n}: {question}",
        n=notice.number,
        question=words.say_question_in_form(surface, notice.code),
    )
    either = words.find_yes_and_no(surface, notice.code)
    row = (Choice(either.yes.capitalize(), "co"), Choice(either.no.capitalize(), "khong"))
    text = f"{asked} {say_how_to_answer(surface, notice.code)}"
    return Message(text, (row,) if surface.buttons else ())
