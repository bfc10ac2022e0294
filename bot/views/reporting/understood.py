"""What the report conversation says to an answer: understood, doubtful, not understood."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.reporting import words
from bot.views.reporting.ask import Choices, answer_choices, how_to_answer, question_help
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


def confirm_value(notice: ConfirmValue, surface: Surface) -> Message:
    """`Em hiểu là 12 buổi, nhiều hơn hẳn các tháng trước (cao nhất là 2). Đúng không chị?`"""
    say = surface.say
    value = words.with_unit(surface, notice.code, notice.values)
    if notice.why == "read":
        text = say("I understand **{value}**. Is that right?", value=value)
    elif notice.usual is None:
        text = say("I understand **{value}**, which is a lot. Is that right?", value=value)
    else:
        text = say(
            "I understand **{value}**, far more than before (at most {usual}). Is that right?",
            value=value,
            usual=surface.number(notice.usual),
        )
    if not surface.buttons:
        return Message(text + " " + say("If so, type OK; if not, type it again."))
    right = say("Yes, {value}", value=words.typed(surface, notice.code, notice.values))
    return Message(text, ((Choice(right, "ok"), Choice(say("Change"), "sua")),))


def ask_exact(notice: AskExact, surface: Surface) -> Message:
    """`Câu 4: từ 10 đến 15, chị cho em một con số nhé.`"""
    how = how_to_answer(surface, notice.code)
    said = _said(notice, surface)
    text = f"{said} {how}" if said else how
    return Message(text, _skip(surface))


def _said(notice: AskExact, surface: Surface) -> str:
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


def not_read(notice: NotRead, surface: Surface) -> Message:
    """`Câu 1 em chưa hiểu "mấy buổi". Chị ghi giúp em một con số nhé.`"""
    say = surface.say
    if notice.words:
        text = say(
            'Question {n}: I do not understand "{words}".', n=notice.number, words=notice.words
        )
    else:
        text = say("Question {n}: I do not understand the answer.", n=notice.number)
    text += " " + how_to_answer(surface, notice.code)
    if notice.then == "kept":
        return Message(text + " " + say("The other answers are kept."))
    if notice.then == "":
        return Message(text)
    if not surface.buttons:
        return Message(text + " " + say("Not sure? Type SKIP."))
    return Message(text, answer_choices(surface, notice.code) + _skip(surface))


def not_known(notice: NotKnown, surface: Surface) -> Message:
    """She does not know: what is meant, and that it can be left out."""
    say = surface.say
    text = say("Question {n}: not knowing is fine.", n=notice.number)
    text += f" {question_help(surface, notice.code)} "
    if surface.buttons:
        return Message(
            text + say("You may skip it."), answer_choices(surface, notice.code) + _skip(surface)
        )
    return Message(text + say("Type SKIP to leave it out."))


def _skip(surface: Surface) -> Choices:
    return ((Choice(surface.say("Skip"), "bo qua"),),) if surface.buttons else ()


def not_matched(notice: NotMatched, surface: Surface) -> Message:
    """The message could not be laid out over the questions."""
    return Message(
        surface.say("I could not match that message to the {n} questions.", n=notice.expected)
    )


def kept(notice: Kept, surface: Surface) -> Message:
    """`Em đã sửa câu 4: 1 → 4.`"""
    change = words.before_and_now(surface, notice.change)
    if notice.change.old is None:
        new = words.shown(surface, notice.change.code, notice.change.new)
        return Message(
            surface.say("Question {n}: {value}, noted.", n=notice.change.number, value=new)
        )
    return Message(
        surface.say("Question {n} corrected: {change}.", n=notice.change.number, change=change)
    )


def cannot_change(notice: CannotChange, surface: Surface) -> Message:
    """An edited message could not be read."""
    return Message(
        surface.say(
            "I see an edited message but cannot read it. Type question and number, such as 4: 5."
        )
    )


def no_text(notice: NoText, surface: Surface) -> Message:
    """`Em chưa xem được ảnh. Chị gõ giúp em bằng chữ hoặc số nhé.`"""
    say = surface.say
    what = {
        "photo": say("photos"),
        "sticker": say("stickers"),
        "voice": say("voice messages"),
        "video": say("videos"),
        "document": say("files"),
        "location": say("locations"),
        "contact": say("contacts"),
    }.get(notice.what, say("this kind of message"))
    return Message(say("I cannot read {what}, sorry. Please type words or numbers.", what=what))
