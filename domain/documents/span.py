"""The months a document is about: one, a quarter, the first six or nine, the year, or so far."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from domain.answers.dates.months import write_months_as_figures
from domain.org.names import fold
from domain.periods import Period
from domain.progress.request import read_months, write_spans_as_figures

_QUARTER, _HALF, _YEAR = 3, 6, 12
_BARE_YEAR = re.compile(r"(?<!\w)([369]\s+th[áa]ng|qu[ýy]\s+\w+)\s+(20\d\d)(?!\d)", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?<!\w)(th[áa]ng|qu[ýy]|n[ăa]m)\s+(?:(tr[ưu][ớo]c|v[ừu]a\s+r[ồo]i)|n[àa]y|nay)(?!\w)",
    re.IGNORECASE,
)
_WHOLE_YEAR = re.compile(
    r"(?<!\w)(?:c[ảa]\s+n[ăa]m|n[ăa]m(?=\s+20\d\d))(?:\s+(20\d\d))?(?!\w)"
    r"|^n[ăa]m$|^năm(?=\s)|(?<=\s)năm$",
    re.IGNORECASE,
)
_SO_FAR = re.compile(
    r"(?<!\w)(?:t[ừu]\s+[đd][ầa]u\s+n[ăa]m(?:\s+[đd][ếe]n\s+nay)?|[đd][ếe]n\s+nay)(?!\w)",
    re.IGNORECASE,
)
SO_FAR = "nay"
"""How what was reported since January is asked for, in a command."""


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """Months of one year, the first and the last of them included."""

    first: Period
    last: Period

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Parse "2025-07..2025-09" or "2025-10"; ValueError for anything else."""
        first, _, last = text.partition("..")
        found = cls(Period.parse(first), Period.parse(last or first))
        if found.first.year != found.last.year or found.first > found.last:
            raise ValueError("not months of one year")
        return found

    @classmethod
    def since_january(cls, last: Period) -> "Span":
        """The months from January to this one."""
        return cls(Period(last.year, 1), last)

    @classmethod
    def quarter_of(cls, month: Period) -> "Span":
        """The quarter this month is in."""
        end = -(-month.month // _QUARTER) * _QUARTER
        return cls(Period(month.year, end - _QUARTER + 1), Period(month.year, end))

    def __str__(self) -> str:
        return str(self.first) if self.is_month else f"{self.first}..{self.last}"

    def __contains__(self, period: Period) -> bool:
        return self.first <= period <= self.last

    @property
    def year(self) -> int:
        """The year of its months."""
        return self.last.year

    @property
    def months(self) -> tuple[Period, ...]:
        """Its months, the first first."""
        return tuple(
            Period(self.year, month) for month in range(self.first.month, self.last.month + 1)
        )

    @property
    def is_month(self) -> bool:
        """Whether it is a single month."""
        return self.first == self.last

    @property
    def is_quarter(self) -> bool:
        """Whether it is a quarter."""
        return len(self.months) == _QUARTER and self.last.month % _QUARTER == 0

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return len(self.months) == _YEAR

    @property
    def begins_the_year(self) -> bool:
        """Whether what it counts is what was counted since January."""
        return self.first.month == 1

    def find_before(self) -> "Span | None":
        """Find the months of the same kind just before it; none before what begins in January.

        For a month or a quarter that is the last of the year before.
        """
        if self.begins_the_year and not (self.is_month or self.is_quarter):
            return None
        last, count = self.first.previous(), len(self.months)
        if last.month < count:
            return None
        return Span(Period(last.year, last.month - count + 1), last)

    def find_year_before(self) -> "Span":
        """Find the same months of the year before."""
        first, last = self.first, self.last
        return Span(Period(first.year - 1, first.month), Period(last.year - 1, last.month))

    def find_first_day(self, cutoff_day: int) -> date:
        """Find the first day that is counted."""
        return self.first.first_day(cutoff_day)

    def find_last_day(self, cutoff_day: int) -> date:
        """Find the last day that is counted."""
        return self.last.last_day(cutoff_day)


@dataclass(frozen=True, slots=True)
class SpanSaid:
    """What was said of a span: its months (None where they are to be found: so far), and the
    words that are left. `said` False: nothing was said of it."""

    span: Span | None
    rest: str
    said: bool


def read_span(words: str, year: int, today: Period) -> SpanSaid:
    """Read "quý 3", "thang 10", "6 tháng", "năm", "quý trước", "từ đầu năm" among other words.

    `year`: the plan's, where none is named. `today`: the month in which it is said.
    """
    composed = _BARE_YEAR.sub(r"\1 năm \2", unicodedata.normalize("NFC", words).strip())
    if _SO_FAR.search(composed):
        return SpanSaid(None, _squeeze(_SO_FAR.sub(" ", composed)), said=True)
    found = _RELATIVE.search(composed)
    if found is not None:
        rest = composed[: found.start()] + " " + composed[found.end() :]
        return SpanSaid(_find_relative(found, today), _squeeze(rest), said=True)
    figures = write_months_as_figures(write_spans_as_figures(composed, year), year).split()
    for place, word in enumerate(figures):
        if word == SO_FAR:
            return SpanSaid(None, " ".join(figures[:place] + figures[place + 1 :]), said=True)
        months = _parse(word) or _parse(read_months(word.lower().strip(",?!")).replace(" ", ".."))
        if months is not None:
            return SpanSaid(months, " ".join(figures[:place] + figures[place + 1 :]), said=True)
    whole = _WHOLE_YEAR.search(composed)
    if whole is not None:
        named = int(whole[1] or year)
        rest = composed[: whole.start()] + " " + composed[whole.end() :]
        return SpanSaid(Span.since_january(Period(named, _YEAR)), _squeeze(rest), said=True)
    return SpanSaid(None, words, said=False)


def _parse(text: str) -> Span | None:
    try:
        return Span.parse(text)
    except ValueError:
        return None


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _find_relative(found: re.Match[str], today: Period) -> Span:
    what, before = fold(found[1]), found[2] is not None
    if what == "thang":
        month = today.previous() if before else today
        return Span(month, month)
    if what == "quy":
        now = Span.quarter_of(today)
        return Span.quarter_of(now.first.previous()) if before else now
    return Span.since_january(Period(today.year - before, _YEAR))


def list_offered(open_months: tuple[Period, ...], counted: Period | None) -> tuple[Span, ...]:
    """List the spans that somebody most likely wants now, the shortest first.

    These end with a month that was reported: the newest month that counts, its quarter if that is
    over, the six or nine months or the year that end with it, and the newest month if it is another
    one. What was reported so far is offered besides.
    """
    if not open_months:
        return ()
    last = counted or open_months[-1]
    ended = [p for p in open_months if p <= last]
    quarters = [Span.quarter_of(p) for p in ended if p.month % _QUARTER == 0]
    longer = [Span.since_january(p) for p in ended if p.month in (_HALF, _HALF + _QUARTER, _YEAR)]
    months = [Span(p, p) for p in dict.fromkeys((last, open_months[-1]))]
    return (*months, *quarters[-1:], *longer[-1:])
