"""Words of the report's questions: one at a time, or all in one message."""

from collections.abc import Sequence

from bot.engine.message import Choice, Message, without_marks
from bot.engine.surface import Surface
from bot.views.reporting import words
from domain.notices.reporting import (
    CASE,
    Amounts,
    AskAll,
    AskOne,
    AskRest,
    Head,
    HelpOnForm,
    Opened,
)
from domain.periods import Rhythm

Choices = tuple[tuple[Choice, ...], ...]

_EXAMPLE_COUNTS = ("1", "0", "2", "0", "0")
_FEW = (0, 1, 2)
_ASKED_ABOUT = 4
"""The number of the question that an example asks about."""

_EXAMPLES = {"pair": "3/1", "share": "12/15"}


def render_opened(notice: Opened, surface: Surface) -> Message:
    """Head a form: `Báo cáo tháng 10/2025 · hạn thứ Hai 20/10 · 8 câu, khoảng 2 phút.`"""
    say = surface.say
    if notice.left < notice.questions:
        size = say(
            "{left} of {questions} questions left", left=notice.left, questions=notice.questions
        )
    else:
        minutes = max(1, notice.questions // 4)
        size = say("{n} questions, about {m} min", n=notice.questions, m=minutes)
    return Message(f"{say_title(notice.head, surface)} · {size}.{_say_also(notice.head, surface)}")


def say_title(head: Head, surface: Surface, days: bool = False) -> str:
    """Name a form: `Báo cáo tháng 10/2025 · Chi hội Nà Pồng · hạn thứ Hai 20/10`.

    `days`: the days that the month counts are named too.
    """
    parts = [say_form_name(head, surface, days)]
    if head.due is not None:
        parts.append(surface.say("due {day}", day=surface.long_day(head.due)))
    return " · ".join(parts)


def say_form_name(head: Head, surface: Surface, days: bool = False) -> str:
    """Say which report it is and whose: `Báo cáo tháng 10/2025 · Chi hội Nà Pồng`."""
    say, month = surface.say, words.say_month(surface, head.period)
    if head.correcting:
        what = say("Correcting the report **{month}**", month=month)
    else:
        what = say("Report **{month}**", month=month)
    span = f" ({words.format_span(surface, head.period)})" if days else ""
    name = words.shorten_unit_name(head.unit_name)
    whose = say("entered for {unit}", unit=name) if head.on_behalf else without_marks(name)
    return f"{what}{span} · {whose}"


def _say_also(head: Head, surface: Surface) -> str:
    """Name the other months that are owed, and the word that opens one."""
    return "".join(f" {words.say_owed(surface, owed)}." for owed in head.also_owed)


# --- one question ------------------------------------------------------------------------------


def render_ask_one(notice: AskOne, surface: Surface) -> Message:
    """Ask one question, such as `1/8 …? Tháng trước: 1`, with buttons for likely answers."""
    say, line = surface.say, notice.line
    asked = words.say_question_alone(surface, line.code, of_other=line.of_other)
    text = say("**{n}/{of} {question}**", n=line.number, of=notice.questions, question=asked)
    before = ". ".join(_say_known_answers(notice, surface))
    lines = [f"{text} {before}" if before else text]
    how = say_how_to_answer(surface, line.code)
    if not surface.buttons:
        lines.append(how + " " + _say_ways_out(notice, surface))
    elif words.find_answer_kind(surface, line.code) in _EXAMPLES:
        lines.append(how)
    return Message("\n".join(lines), _offer_choices(notice, surface))


def _say_known_answers(notice: AskOne, surface: Surface) -> list[str]:
    """Say what was answered for the period before, and what stands answered now."""
    say, line = surface.say, notice.line
    said = []
    if line.values is not None:
        values = words.format_typed(surface, line.code, line.values)
        if _is_monthly(surface, line.code):
            said.append(say("Last month: {values}", values=values))
        else:
            said.append(say("Last time: {values}", values=values))
    if notice.answered is not None:
        values = words.format_shown(surface, line.code, notice.answered)
        said.append(say("Now: {values}", values=values))
    return said


def _is_monthly(surface: Surface, code: str) -> bool:
    return code == CASE or surface.plan.indicator(code).rhythm is Rhythm.MONTH


def say_how_to_answer(surface: Surface, code: str) -> str:
    """Say which form an answer must have: `Chị ghi giúp em một con số nhé.`"""
    kind, say = words.find_answer_kind(surface, code), surface.say
    if kind == "count":
        return say("Please write one number.")
    if kind == "yes_no":
        either = words.find_yes_and_no(surface, code)
        return say("Please write {yes} or {no}.", yes=either.yes.upper(), no=either.no.upper())
    labels = " / ".join(f.label or f.name for f in surface.plan.indicator(code).fields)
    return say(
        "Please write two numbers ({labels}), such as {example}.",
        labels=labels,
        example=_EXAMPLES[kind],
    )


def _say_ways_out(notice: AskOne, surface: Surface) -> str:
    say = surface.say
    if notice.fixing:
        return say("Leave it as it is: type BACK.")
    if notice.first:
        return say("Nothing at all this time: type ALL NONE. Later: type LATER.")
    return say("You may also type SKIP, BACK or LATER.")


def _offer_choices(notice: AskOne, surface: Surface) -> Choices:
    if not surface.buttons:
        return ()
    say = surface.say
    answers = offer_answers(surface, notice.line.code, notice.line.values)
    skip = Choice(say("Skip"), "bo qua")
    if notice.fixing:
        return (*answers, (Choice(say("Leave as it is"), "lui"), skip))
    later = Choice(say("Later"), "de sau")
    if notice.first:
        return (*answers, (Choice(say("Whole report: nothing"), "tat ca khong"),), (skip, later))
    return (*answers, (Choice(say("Back"), "lui"), skip, later))


def offer_answers(surface: Surface, code: str, previous: Amounts | None = None) -> Choices:
    """Offer likely answers as buttons: small numbers and the previous one, or yes and no."""
    kind = words.find_answer_kind(surface, code)
    if kind == "yes_no":
        either = words.find_yes_and_no(surface, code)
        return ((Choice(either.yes.capitalize(), "co"), Choice(either.no.capitalize(), "khong")),)
    if kind == "count":
        return (_offer_few_numbers(surface, previous),)
    usual = [] if previous is None else [words.format_typed(surface, code, previous)]
    likely = [*(["0/0"] if kind == "pair" else []), *usual]
    return (tuple(Choice(text, text) for text in dict.fromkeys(likely)),) if likely else ()


def _offer_few_numbers(surface: Surface, previous: Amounts | None) -> tuple[Choice, ...]:
    last = [int(amount) for amount in (previous or {}).values() if amount == int(amount)]
    numbers = dict.fromkeys([*_FEW, *last])
    another = Choice(surface.say("Another"), "khac")
    return (*(Choice(surface.number(n), str(n)) for n in numbers), another)


def say_question_help(surface: Surface, code: str) -> str:
    """Return a question's help as the plan words it."""
    if code == CASE:
        return surface.plan.case_question.help
    return surface.plan.indicator(code).help


# --- all in one message ------------------------------------------------------------------------


def render_ask_all(notice: AskAll, surface: Surface) -> Message:
    """Ask the whole form, numbered, with the previous values and an example of an answer."""
    say = surface.say
    codes = [line.code for line in notice.lines]
    text = "\n".join(
        (
            say_title(notice.head, surface, days=True) + "." + _say_also(notice.head, surface),
            say("Please answer **in one message**, in order, 0 where there is none")
            + _say_what_brackets_mean(notice, surface)
            + ":",
            *(words.format_form_line(surface, line) for line in notice.lines),
            say("Nothing new? Type NONE. Example: {example}", example=make_example(surface, codes)),
        )
    )
    return Message(text, offer_form_choices(surface))


def _say_what_brackets_mean(notice: AskAll, surface: Surface) -> str:
    known = [line for line in notice.lines if line.values is not None]
    if not known:
        return ""
    if all(_is_monthly(surface, line.code) for line in known):
        return " " + surface.say("(last month in brackets)")
    return " " + surface.say("(last time in brackets)")


def offer_form_choices(surface: Surface) -> Choices:
    """Offer the buttons under a form that is asked in one message."""
    if not surface.buttons:
        return ()
    say = surface.say
    nothing = Choice(say("Whole report: nothing"), "tat ca khong")
    return ((nothing,), (Choice(say("One by one"), "tung cau"), Choice(say("Later"), "de sau")))


def render_ask_rest(notice: AskRest, surface: Surface) -> Message:
    """Ask the questions that are still open."""
    say = surface.say
    codes = [line.code for line in notice.lines]
    lines = (words.format_form_line(surface, line) for line in notice.lines)
    text = "\n".join(
        (
            say_form_name(notice.head, surface) + "." + _say_also(notice.head, surface),
            say("**{n} more** and it is done:", n=len(codes)),
            *lines,
            _say_how_to_answer_rest(surface, codes),
        )
    )
    buttons = (Choice(say("One by one"), "tung cau"), Choice(say("Later"), "de sau"))
    return Message(text, (buttons,) if surface.buttons else ())


def _say_how_to_answer_rest(surface: Surface, codes: Sequence[str]) -> str:
    """Say how the open questions are answered; a yes or no alone has no example to be copied."""
    if len(codes) == 1 and words.find_answer_kind(surface, codes[0]) == "yes_no":
        return say_how_to_answer(surface, codes[0])
    example = make_example(surface, codes)
    return surface.say("Please answer here, for example: {example}", example=example)


def render_help_on_form(notice: HelpOnForm, surface: Surface) -> Message:
    """Explain how a form in one message is answered."""
    shown = make_example(surface, notice.codes)
    text = surface.say(
        "Please answer in one message, in order, for example: {example}. Nothing new: NONE. "
        "What a question means you can ask: {ask}. "
        "Type ONE BY ONE and I ask in turn, LATER to go on another time.",
        example=shown,
        ask=surface.say("what is question {n}", n=_ASKED_ABOUT),
    )
    return Message(text, offer_form_choices(surface))


def make_example(surface: Surface, codes: Sequence[str]) -> str:
    """Make up an example with one answer for each question: `1 0 2 0 3/1 rồi 0 không`."""
    counts = 0
    answers = []
    for code in codes:
        kind = words.find_answer_kind(surface, code)
        if kind == "count":
            answers.append(_EXAMPLE_COUNTS[counts % len(_EXAMPLE_COUNTS)])
            counts += 1
        elif kind == "yes_no":
            either = words.find_yes_and_no(surface, code)
            answers.append(either.no if code == CASE else either.yes)
        else:
            answers.append(_EXAMPLES[kind])
    return " ".join(answers)
