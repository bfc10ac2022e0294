"""The year's figures once more, the slow and plain way, to hold the product's against.

Written from docs/adr/0021, the plan file and the words of issue I, without the product's code for
figures, so that an error has to be made twice to stay unseen. It keeps every report in force in a
dict and adds up by hand: nothing is stored beside it, nothing is remembered between questions.

How to check one by hand: list who enters the line (`list_senders`), list the forms that ask it and
count (`list_forms`), write the answers into a table of units by months, and follow `Line`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, sqrt

from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import Period, opens_at
from domain.plan.plan import Allot, Indicator
from tests.support.reference_books import OfficeBooks

STUDENT_90 = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363)
"""Student's t that nine in ten stay under, by degrees of freedom (1 to 11), from any table."""


@dataclass(frozen=True)
class Figure:
    """What is said of one line at one unit. Names as in `docs/words.md` and ADR 0021."""

    achieved: float | None
    target: float | None
    answered: int
    owed: int
    as_of: date | None
    met: bool
    status: str
    expected: float
    forecast: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Sums:
    """A unit's answers to one line made one: its fields, and of how many answers."""

    fields: Mapping[str, float]
    answers: int

    @classmethod
    def of(cls, each: Iterable[Mapping[str, float]]) -> "Sums":
        """Add answers up, field by field."""
        said = list(each)
        names = {name for answer in said for name in answer}
        return cls({n: sum(a.get(n, 0) for a in said) for n in names}, len(said))


def add_sums(each: Iterable[Sums]) -> Sums:
    """Add sums up; their answers too."""
    listed = list(each)
    return Sums(Sums.of(s.fields for s in listed).fields, sum(s.answers for s in listed))


def compute_amount(indicator: Indicator, sums: Sums) -> float:
    """What the target counts: the number; new less lost; of two steps what has taken both."""
    kind, said = indicator.measure.name, [sums.fields.get(n, 0) for n in indicator.field_names]
    if kind == "net":
        return said[0] - said[1]
    if kind == "steps":
        return min(said)
    if kind == "share":
        return 100 * said[0] / said[1] if said[1] else 0
    return said[0]


def compute_ratio(indicator: Indicator, sums: Sums) -> tuple[float, float]:
    """Part and whole: of all that were counted, or yes of all who answered yes or no."""
    said = [sums.fields.get(n, 0) for n in indicator.field_names]
    return (said[0], said[1]) if len(said) > 1 else (said[0], sums.answers)


def compute_figure(books: OfficeBooks, indicator: Indicator, shown: Unit) -> Figure:
    """Compute one line of the plan at one unit, at the moment of the books."""
    return Line(books, indicator.count_at(shown.level), shown).compute()


class Line:
    """One line at one unit. Every method is a column of the table one would draw by hand."""

    def __init__(self, books: OfficeBooks, indicator: Indicator, shown: Unit) -> None:
        self.books, self.indicator, self.shown = books, indicator, shown
        self.code, self.target = indicator.code, indicator.target
        self.fold, self.rollup = indicator.fold.value, indicator.rollup.name
        self.counted = books.find_counted(shown)
        self.forms = books.list_forms(indicator, self.counted)
        self.all_forms = books.plan.list_periods(indicator.rhythm)
        self.senders = books.list_senders(shown, indicator.entered_by)
        self.enough = books.plan.settings.enough_percent / 100

    # --- over time ---------------------------------------------------------------------------

    def list_answers(self, unit: Unit, forms: Iterable[Period]) -> list[Mapping[str, float]]:
        """A unit's answers in these forms, the oldest first; what is missing is left out."""
        found = (self.books.find_answer(unit, form, self.code) for form in forms)
        return [answer for answer in found if answer is not None]

    def fold_one(self, unit: Unit) -> list[Mapping[str, float]]:
        """What of a unit's answers counts: all, the newest, or only that of the newest form."""
        if self.fold == "latest":
            return self.list_answers(unit, self.forms[-1:])
        said = self.list_answers(unit, self.forms)
        return said[-1:] if self.fold == "last" else said

    def fold_units(self, units: Iterable[Unit]) -> Sums:
        """The same of several, added up.

        Where a merged unit reports a state of itself, this takes the place of its parts' states.
        """
        listed = list(units)
        if self.indicator.is_own_state:
            fresh = {
                self.books.find_place(u) for u in listed if self.stands(u) and self.fold_one(u)
            }
            listed = [u for u in listed if self.stands(u) or self.books.find_place(u) not in fresh]
        return add_sums(Sums.of(self.fold_one(u)) for u in listed)

    def stands(self, unit: Unit) -> bool:
        """Whether a unit is there today."""
        return unit.exists_on(self.books.now.date())

    # --- coverage ----------------------------------------------------------------------------

    def count_owed(self) -> int:
        """How many answers were owed: of a state one a unit, else one a unit and form."""
        forms = self.forms[-1:] if self.indicator.is_state else self.forms
        return sum(self.books.owes(u, form) for form in forms for u in self.senders)

    def count_answered(self, sums: Sums) -> int:
        """How many of them were given.

        A state that units report of themselves: by whom of those that owe the newest form's it is
        known. A merged unit's is known once it, or any of its parts, has said how it stands.
        """
        if not self.indicator.is_own_state or not self.forms:
            return sums.answers
        owing = [u for u in self.senders if self.books.owes(u, self.forms[-1])]
        return sum(any(map(self.fold_one, self.list_parts(u))) for u in owing)

    def list_parts(self, unit: Unit) -> list[Unit]:
        """A unit, and where it stands today the former units whose answers count in it."""
        parts = [u for u in self.senders if self.books.find_place(u) == unit.key]
        return parts if self.stands(unit) else [unit]

    def compute(self) -> Figure:
        """Put it together."""
        sums = self.fold_units(self.senders)
        owed = self.count_owed()
        sums = Sums(sums.fields, self.count_answered(sums))
        achieved, target, met, pace = getattr(self, f"roll_up_{self.rollup}")(sums, owed)
        expected = self.compute_expected()
        share = sums.answers / owed if owed else 0
        status = self.judge(achieved, target, met, pace, share, expected)
        as_of = self.forms[-1].last_day(self.books.plan.settings.cutoff_day) if self.forms else None
        return Figure(
            achieved, target, sums.answers, owed, as_of, met, status, expected, self.forecast()
        )

    # --- roll-ups: achieved, target, met, pace ----------------------------------------------

    def roll_up_sum(self, sums: Sums, owed: int) -> "RolledUp":
        """Amounts added up, against the province's number or the unit's share of it."""
        if not sums.answers:
            return None, self.find_sum_target(), False, None
        amount, target = compute_amount(self.indicator, sums), self.find_sum_target()
        return amount, target, *self.compare(amount, target, sums.answers, owed)

    def compare(
        self, amount: float, target: float | None, answers: int, owed: int
    ) -> tuple[bool, float | None]:
        """Whether an amount is surely reached, and at what rate among those who answered."""
        if target is None:
            return False, None
        met = amount >= target and (answers >= owed or not self.can_fall())
        return met, amount / target * (owed / answers) if target else 1

    def can_fall(self) -> bool:
        """Whether an answer still missing may take something away: who left the Union."""
        return self.indicator.measure.name == "net"

    def find_sum_target(self) -> float | None:
        """The province's own number; below it a share, the number listed, or none."""
        if self.shown.level is Level.PROVINCE:
            return self.target.number
        if self.target.allot is Allot.LISTED:
            return self.target.allotted.get(str(self.shown.key))
        if self.target.allot is not Allot.PARTS:
            return None
        shares = self.books.share_out(self.indicator)
        found = [shares[u.key] for u in self.books.list_within(self.shown) if u.key in shares]
        return sum(found) if found else None

    def is_only_shared_out(self) -> bool:
        """Whether nobody has set the target: it is a calculated share of the province's."""
        return self.target.allot is Allot.PARTS and self.shown.level is not Level.PROVINCE

    def roll_up_ratio(self, sums: Sums, owed: int) -> "RolledUp":
        """Part of whole over all units; never a mean of percentages."""
        part, whole = compute_ratio(self.indicator, self.fold_units(self.senders))
        if not whole:
            return None, self.target.percent, False, None
        percent = 100 * part / whole
        if len(self.indicator.field_names) == 1:
            met = 100 * part >= self.target.percent * max(owed, whole)
        else:
            met = percent >= self.target.percent and sums.answers >= owed
        return percent, self.target.percent, met, percent / self.target.percent

    def roll_up_share(self, sums: Sums, owed: int) -> "RolledUp":
        """Units that reached their number, of all that must; a unit that is shown: its own."""
        units = [u for u in self.books.list_within(self.shown) if u.level in self.target.per]
        if not units:
            amount = compute_amount(self.indicator, sums) if sums.answers else None
            return amount, None, False, None
        if units == [self.shown]:
            return self.show_own(sums, owed)
        target = ceil(round(self.target.percent * len(units) / 100, 9))
        reached = answered = sure = 0
        pace, grows = 0.0, self.fold == "sum"
        known = sums.answers / owed if grows and sums.answers else 1.0
        for unit in units:
            own = self.fold_units(self.list_own_senders(unit))
            if own.answers:
                answered += 1
                rate = self.measure_one(unit)
                reached += rate >= 1
                sure += rate >= 1 and (self.fold != "every" or self.has_every_month(unit))
                pace += min(max(rate / known, 0), 1)
        if not answered:
            return None, target, False, None
        needed = ceil(round(self.target.percent * answered / 100, 9))
        met = sure >= target and (sums.answers >= owed or not self.can_fall())
        return reached, target, met, pace / needed

    def list_own_senders(self, unit: Unit) -> list[Unit]:
        """Whose answers make up one counted unit: its own where it enters them, else all below."""
        levels = self.indicator.entered_by
        return self.books.list_senders(unit, [unit.level] if unit.level in levels else levels)

    def list_months(self, senders: Iterable[Unit]) -> list[Sums]:
        """What these units answered, form by form."""
        each = list(senders)
        return [add_sums(Sums.of(self.list_answers(u, [f])) for u in each) for f in self.forms]

    def has_every_month(self, unit: Unit) -> bool:
        """Whether there is an answer for every form; else a month could still turn out empty."""
        return all(month.answers for month in self.list_months(self.list_own_senders(unit)))

    def measure_one(self, unit: Unit) -> float:
        """How much of its number a counted unit has reached, among what was answered."""
        senders, number = self.list_own_senders(unit), self.books.find_number(self.indicator, unit)
        if self.fold == "every":
            said = [m for m in self.list_months(senders) if m.answers]
            kept = [m for m in said if compute_amount(self.indicator, m) >= number]
            return len(kept) / len(said)
        return compute_amount(self.indicator, self.fold_units(senders)) / number

    def show_own(self, sums: Sums, owed: int) -> "RolledUp":
        """A counted unit by itself: its amount against its number."""
        number = self.books.find_number(self.indicator, self.shown)
        if not sums.answers:
            return None, 1 if self.fold == "every" else number, False, None
        if self.fold == "every":
            rate = self.measure_one(self.shown)
            sure = self.has_every_month(self.shown) and not (
                self.can_fall() and sums.answers < owed
            )
            return float(rate >= 1), 1, rate >= 1 and sure, rate
        amount = compute_amount(self.indicator, sums)
        return amount, number, *self.compare(amount, number, sums.answers, owed)

    def roll_up_below(self, sums: Sums, owed: int) -> "RolledUp":
        """Communes whose own ratio is under the limit, against what may be left of the baseline.

        Whoever has not answered counts as under it where the target is to be met.
        """
        within, levels = self.books.list_within(self.shown), self.indicator.entered_by
        communes = [u for u in within if u.level in levels]
        found = [self.fold_units(self.books.list_senders(u, [u.level])) for u in communes]
        ratios = [compute_ratio(self.indicator, own) for own in found if own.answers]
        known = [100 * part / whole for part, whole in ratios if whole]
        under = sum(percent < (self.target.below or 0) for percent in known)
        target = None
        if self.shown.level is Level.PROVINCE:
            target = (self.indicator.baseline or 0) - (self.target.number or 0)
        if not known:
            return None, target, False, None
        unknown = owed - sums.answers + len(ratios) - len(known)
        met = target is not None and under + unknown <= target
        fewer = max(0, (self.indicator.baseline or 0) - under)
        pace = None if target is None else fewer / (self.target.number or 1)
        return under, target, met, pace

    # --- judgement ---------------------------------------------------------------------------

    def compute_expected(self) -> float:
        """What part of the target should be there at the cut-off of the last form that counts.

        What grows: the days of the year up to that cut-off. What holds at all times: all of it.
        What must be there by the year's end: nothing before the last form that asks it.
        """
        if not self.indicator.builds_up:
            return 1.0
        if self.indicator.is_state:
            return float(self.is_due())
        if not self.forms or self.forms == list(self.all_forms):
            return float(bool(self.forms))
        new_year = date(self.target.date.year, 1, 1) - timedelta(days=1)
        cutoff = self.forms[-1].last_day(self.books.plan.settings.cutoff_day)
        return (cutoff - new_year).days / (self.target.date - new_year).days

    def is_due(self) -> bool:
        """Whether the last form of the year that asks it is open."""
        return self.books.now >= opens_at(self.all_forms[-1], self.books.plan.settings)

    def is_over(self) -> bool:
        """Whether the year is over and its last month counts."""
        after = self.books.now.date() > self.target.date
        return after and self.counted == self.books.plan.periods[-1]

    def is_final(self, share: float) -> bool:
        """Whether nothing more can come: everybody answered, or it is too late."""
        return self.is_over() and (share >= 1 or self.books.is_locked())

    def judge(
        self,
        achieved: float | None,
        target: float | None,
        met: bool,
        pace: float | None,
        share: float,
        expected: float,
    ) -> str:
        """The one word for it, by ADR 0021."""
        if achieved is None:
            return "nothing"
        if target is None:
            return "unset"
        if self.is_only_shared_out():
            return "provisional"
        if met:
            return "holding" if self.indicator.can_be_lost and not self.is_final(share) else "met"
        if share < self.enough:
            return "too_little"
        if self.is_final(share):
            return "missed"
        there = pace is not None and pace >= expected
        if not self.indicator.builds_up:
            return "holding" if there else "behind"
        if self.indicator.is_state and not self.is_due():
            return "open"
        return "on_track" if there else "behind"

    # --- forecast ----------------------------------------------------------------------------

    def forecast(self) -> tuple[float, float, float] | None:
        """Amount, least and most at the year's end (formulas: domain/progress/forecast.py).

        With c the share of those owing that answered a form, each form's amount is made up to
        what all would have given (amount / c). Known is k, the sum of all c; not known is r, the
        forms of the year less k. m is the mean by c; s the sample deviation of the made-up
        amounts. Amount: reported + r m. Range: ± t s √(r + r²/k), four in five inside.
        """
        if self.fold != "sum" or self.is_over() or not self.adds_up():
            return None
        months = [(m, c) for m, c in map(self.weigh_form, self.all_forms) if c]
        begun = sum(m for m, _ in months)
        months = [(m, c) for m, c in map(self.weigh_form, self.forms) if c]
        known = sum(c for _, c in months)
        if len(months) < 3 or known < 3:
            return None
        rest, reported = max(0, len(self.all_forms) - known), sum(m for m, _ in months)
        mean, n = reported / known, len(months)
        spread = sqrt(sum(c * (m / c - mean) ** 2 for m, c in months) / known * n / (n - 1))
        away = STUDENT_90[n - 2] * spread * sqrt(rest + rest**2 / known)
        ends = reported + rest * mean
        least = ends - away if self.can_fall() else begun
        return max(ends, least), max(ends - away, least), max(ends + away, least)

    def adds_up(self) -> bool:
        """Whether single forms' amounts make the figure: a sum, or one unit's own amount."""
        units = [u for u in self.books.list_within(self.shown) if u.level in self.target.per]
        shown = self.rollup == "sum" or (self.rollup == "share" and len(units) < 2)
        return shown and self.indicator.measure.name != "steps"

    def weigh_form(self, form: Period) -> tuple[float, float]:
        """What was reported in a form, and by which share of those who owed it."""
        said = add_sums(Sums.of(self.list_answers(u, [form])) for u in self.senders)
        owed = sum(self.books.owes(u, form) for u in self.senders)
        return compute_amount(self.indicator, said), min(1, said.answers / owed) if owed else 0


RolledUp = tuple[float | None, float | None, bool, float | None]
