"""Words in reply to an answer in a report: understood, in doubt, or not understood."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.reporting import words
from bot.views.reporting.ask import Choices, offer_answers, say_how_to_answer, say_question_help
from bot.views.reporting.doubts import say_odd
from domain.notices.reporting import (
    AskExact,
    CannotChange,
    ConfirmValue,
    Kept,
    NoText,
    NotKnown,
    NotMatched,
    NotRead,
)


def render_confirm_value(notice: ConfirmValue, surface: Surface) -> Message:
    """Ask her to confirm what was read.

    `Em hiểu là 12 buổi, nhiều hơn hẳn các tháng trước (cao nhất là 2). Đúng không chị?`
    """
    say = surface.say
    value = words.format_with_unit(surface, notice.code, notice.values)
    text = say_odd(notice.why, value, notice.usual, surface)
    if not surface.buttons:
        return Message(text + " " + say("If so, type OK; if not, type it again."))
    right = say("Yes, {value}", value=words.format_typed(surface, notice.code, notice.values))
    return Message(text, ((Choice(right, "ok"), Choice(say("Change"), "sua")),))


def render_ask_exact(notice: AskExact, surface: Surface) -> Message:
    """Ask for one exact number: `Câu 4: từ 10 đến 15, chị cho em một con số nhé.`"""
    how = say_how_to_answer(surface, notice.code)
    said = _say_why_not_exact(notice, surface)
    text = f"{said} {how}" if said else how
    return Message(text, _offer_skip(surface))


def _say_why_not_exact(notice: AskExact, surface: Surface) -> str:
    say, n = surface.say, notice.number
    match notice:
        case AskExact(percent=float() | int() as percent):
            return say(
                "Question {n}: I keep both numbers, not {p}%.", n=n, p=surface.number(percent)
            )
        case AskExact(low=float() | int() as low, high=float() | int() as high):
            ends = {"low": surface.number(low), "high": surface.number(high)}
            return say("Question {n}: between {low} and {high}, which exactly?", n=n, **ends)
        case AskExact(low=float() | int() as low):
            return say(
                "Question {n}: more than {low}, how many exactly?", n=n, low=surface.number(low)
            )
        case AskExact(high=float() | int() as high):
            return say(
                "Question {n}: less than {high}, how many exactly?", n=n, high=surface.number(high)
            )
    return ""


def render_not_read(notice: NotRead, surface: Surface) -> Message:
    """Say that an answer was not understood, and how to answer.

    `Câu 1 em chưa hiểu "mấy buổi". Chị ghi giúp em một con số nhé.`
    """
    say = surface.say
    if notice.words:
        text = say(
            'Question {n}: I do not understand "{words}".', n=notice.number, words=notice.words
        )
    else:
        text = say("Question {n}: I do not understand the answer.", n=notice.number)
    text += " " + say_how_to_answer(surface, notice.code)
    if notice.then == "kept":
        return Message(text + " " + say("The other answers are kept."))
    if notice.then == "":
        return Message(text)
    if not surface.buttons:
        return Message(text + " " + say("Not sure? Type SKIP."))
    return Message(text, offer_answers(surface, notice.code) + _offer_skip(surface))


def render_not_known(notice: NotKnown, surface: Surface) -> Message:
    """Explain what a question means when she does not know, and that she can leave it out."""
    say = surface.say
    text = say("Question {n}: not knowing is fine.", n=notice.number)
    text += f" {say_question_help(surface, notice.code)} "
    if surface.buttons:
        return Message(
            text + say("You may skip it."),
            offer_answers(surface, notice.code) + _offer_skip(surface),
        )
    return Message(text + say("Type SKIP to leave it out."))


def _offer_skip(surface: Surface) -> Choices:
    return ((Choice(surface.say("Skip"), "bo qua"),),) if surface.buttons else ()


def render_not_matched(notice: NotMatched, surface: Surface) -> Message:
    """Say that her message could not be matched to the questions."""
    return Message(
        surface.say("I could not match that message to the {n} questions.", n=notice.expected)
    )


def render_kept(notice: Kept, surface: Surface) -> Message:
    """Say that an answer was changed: `Em đã sửa câu 4: 1 → 4.`"""
    change = words.format_change(surface, notice.change)
    if notice.change.old is None:
        new = words.format_shown(surface, notice.change.code, notice.change.new)
        return Message(
            surface.say("Question {n}: {value}, noted.", n=notice.change.number, value=new)
        )
    return Message(
        surface.say("Question {n} corrected: {change}.", n=notice.change.number, change=change)
    )


def render_cannot_change(notice: CannotChange, surface: Surface) -> Message:
    """Say that an edited message could not be read, and how to correct instead."""
    return Message(
        surface.say(
            "I see an edited message but cannot read it. Type question and number, such as 4: 5."
        )
    )


def render_no_text(notice: NoText, surface: Surface) -> Message:
    """Say that only text can be read: `Em chưa xem được ảnh. …`"""
    return Message(say_what_is_not_read(notice.what, surface))


def say_what_is_not_read(kind: str, surface: Surface) -> str:
    """Say kindly what cannot be read: a photo, a voice message and the like."""
    say = surface.say
    what = {
        "photo": say("photos"),
        "sticker": say("stickers"),
        "voice": say("voice messages"),
        "video": say("videos"),
        "document": say("files"),
        "location": say("locations"),
        "contact": say("contacts"),
    }.get(kind, say("this kind of message"))
    return say("I cannot read {what}, sorry. Please type words or numbers.", what=what)
