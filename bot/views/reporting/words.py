"""Words that several views of the report share: amounts, lines, heads."""

from bot.engine.surface import Surface
from domain.notices.reporting import CASE, Amounts, Change, Line
from domain.periods import Period
from domain.plan.plan import Words

_LONGEST_NAME = 60


def short(surface: Surface, code: str) -> str:
    """A question's name in a list."""
    if code == CASE:
        return surface.plan.case_question.short
    return surface.plan.indicator(code).short


def ask(surface: Surface, code: str) -> str:
    """A question's line in the form that asks all at once."""
    if code == CASE:
        return surface.plan.case_question.ask
    return surface.plan.indicator(code).ask


def question(surface: Surface, code: str) -> str:
    """The question as asked alone."""
    if code == CASE:
        return surface.plan.case_question.question
    return surface.plan.indicator(code).question


def asks(surface: Surface, code: str) -> str:
    """How its answer is read: "count", "pair", "share" or "yes_no"."""
    return "yes_no" if code == CASE else surface.plan.indicator(code).asks


def yes_and_no(surface: Surface, code: str) -> Words:
    """The words of a yes-or-no question."""
    if code == CASE:
        return surface.plan.case_question.words
    return surface.plan.indicator(code).words or Words()


def typed(surface: Surface, code: str, values: Amounts) -> str:
    """An answer as she would type it: `1`, `3/1`, `rồi`."""
    if asks(surface, code) == "yes_no":
        words = yes_and_no(surface, code)
        return words.yes if any(values.values()) else words.no
    return "/".join(surface.number(amount) for amount in values.values())


def shown(surface: Surface, code: str, values: Amounts | None) -> str:
    """An answer in a summary: `1`, `mới 3, giảm 0`, `đã nhận`."""
    if values is None:
        return surface.say("left out")
    kind = asks(surface, code)
    if kind == "yes_no":
        words = yes_and_no(surface, code)
        return words.yes_shown if any(values.values()) else words.no_shown
    if kind == "pair":
        labels = {f.name: f.label for f in surface.plan.indicator(code).fields}
        return ", ".join(f"{labels.get(n, n)} {surface.number(a)}" for n, a in values.items())
    return typed(surface, code, values)


def with_unit(surface: Surface, code: str, values: Amounts) -> str:
    """An answer with its unit: `12 buổi`."""
    text = shown(surface, code, values)
    if asks(surface, code) != "count":
        return text
    return f"{text} {surface.plan.indicator(code).unit_word}"


def before_and_now(surface: Surface, change: Change) -> str:
    """`1 → 4`."""
    old, new = (shown(surface, change.code, values) for values in (change.old, change.new))
    return f"{old} → {new}"


def form_line(surface: Surface, line: Line) -> str:
    """`2. Hộ thoát nghèo (1)`."""
    before = "" if line.values is None else f" ({typed(surface, line.code, line.values)})"
    return f"{line.number}. {ask(surface, line.code)}{before}"


def month(surface: Surface, period: str) -> str:
    """`tháng 10/2025`."""
    when = Period.parse(period)
    return surface.say("month {month}/{year}", month=when.month, year=when.year)


def span(surface: Surface, period: str) -> str:
    """`15/9–14/10`: the days a period counts."""
    cutoff = surface.plan.settings.cutoff_day
    when = Period.parse(period)
    return f"{surface.day(when.first_day(cutoff))}–{surface.day(when.last_day(cutoff))}"


def unit_name(name: str) -> str:
    """A unit's name, cut where somebody made it endless."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
