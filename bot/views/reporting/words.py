"""Words that several views of the report share: questions, answers, months and units."""

from bot.engine.surface import Surface
from domain.notices.reporting import CASE, Amounts, Change, Line, OwedMonth
from domain.periods import Period
from domain.plan.plan import Words

_LONGEST_NAME = 60


def name_question(surface: Surface, code: str) -> str:
    """Return a question's name in a list."""
    if code == CASE:
        return surface.plan.case_question.short
    return surface.plan.indicator(code).short


def say_question_in_form(surface: Surface, code: str, *, of_other: bool = False) -> str:
    """Return a question's line in the form that asks all at once. `of_other`: as in Line."""
    if code == CASE:
        return surface.plan.case_question.ask
    indicator = surface.plan.indicator(code)
    return (of_other and indicator.ask_other) or indicator.ask


def say_question_alone(surface: Surface, code: str, *, of_other: bool = False) -> str:
    """Return the question as it is asked alone. `of_other`: as in Line."""
    if code == CASE:
        return surface.plan.case_question.question
    indicator = surface.plan.indicator(code)
    return (of_other and indicator.ask_other) or indicator.question


def find_answer_kind(surface: Surface, code: str) -> str:
    """Return how a question's answer is read: "count", "pair", "share" or "yes_no"."""
    return "yes_no" if code == CASE else surface.plan.indicator(code).asks


def find_yes_and_no(surface: Surface, code: str) -> Words:
    """Return the words for yes and no of a question that asks for one of them."""
    if code == CASE:
        return surface.plan.case_question.words
    return surface.plan.indicator(code).words or Words()


def format_typed(surface: Surface, code: str, values: Amounts) -> str:
    """Format an answer as she would type it: `1`, `3/1`, `rồi`."""
    if find_answer_kind(surface, code) == "yes_no":
        words = find_yes_and_no(surface, code)
        return words.yes if any(values.values()) else words.no
    return "/".join(surface.number(amount) for amount in values.values())


def format_shown(surface: Surface, code: str, values: Amounts | None) -> str:
    """Format an answer for a summary: `1`, `mới 3, giảm 0`, `đã nhận`."""
    if values is None:
        return surface.say("left out")
    kind = find_answer_kind(surface, code)
    if kind == "yes_no":
        words = find_yes_and_no(surface, code)
        return words.yes_shown if any(values.values()) else words.no_shown
    if kind == "pair":
        labels = {f.name: f.label for f in surface.plan.indicator(code).fields}
        return ", ".join(f"{labels.get(n, n)} {surface.number(a)}" for n, a in values.items())
    return format_typed(surface, code, values)


def format_with_unit(surface: Surface, code: str, values: Amounts) -> str:
    """Format an answer with its unit: `12 buổi`."""
    text = format_shown(surface, code, values)
    if find_answer_kind(surface, code) != "count":
        return text
    return f"{text} {surface.plan.indicator(code).unit_word}"


def format_change(surface: Surface, change: Change) -> str:
    """Format a changed answer: `1 → 4`."""
    old, new = (format_shown(surface, change.code, values) for values in (change.old, change.new))
    return f"{old} → {new}"


def format_form_line(surface: Surface, line: Line) -> str:
    """Format a line of a form, with the previous answer in brackets: `2. Hộ thoát nghèo (1)`."""
    before = "" if line.values is None else f" ({format_typed(surface, line.code, line.values)})"
    asked = say_question_in_form(surface, line.code, of_other=line.of_other)
    return f"{line.number}. {asked}{before}"


def say_month(surface: Surface, period: str) -> str:
    """Name the month of a period key: `tháng 10/2025`."""
    when = Period.parse(period)
    return surface.say("month {month}/{year}", month=when.month, year=when.year)


def say_month_word(period: str) -> str:
    """Return the word that opens a month's report: `THÁNG 9`. It is the same in every language."""
    return f"THÁNG {Period.parse(period).month}"


def say_owed(surface: Surface, owed: OwedMonth) -> str:
    """Name a report that is owed besides, and the word that opens it.

    `Chị còn nợ tháng 9: gõ THÁNG 9`; of another branch `Chi hội Pác Vài còn báo cáo tháng 10: …`.
    """
    say, month = surface.say, surface.say("month {n}", n=Period.parse(owed.period).month)
    if owed.unit_name:
        unit = shorten_unit_name(owed.unit_name)
        return say("{unit} still owes the report {month}: type REPORT", unit=unit, month=month)
    word = say_month_word(owed.period)
    if owed.late:
        return say("You still owe {month}: type {word}", month=month, word=word)
    return say("The report {month} is open too: type {word}", month=month, word=word)


def format_span(surface: Surface, period: str) -> str:
    """Format the days that a period counts: `15/9–14/10`."""
    cutoff = surface.plan.settings.cutoff_day
    when = Period.parse(period)
    return f"{surface.day(when.first_day(cutoff))}–{surface.day(when.last_day(cutoff))}"


def shorten_unit_name(name: str) -> str:
    """Return a unit's name, cut short where somebody made it very long."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
