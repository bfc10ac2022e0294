"""The parts of a date, a cursor over a message, and the reader of dates in digits."""

import itertools
from dataclasses import dataclass

from domain.answers.numbers.amounts import may_start, read_number
from domain.answers.text.words import END, Token

SEPARATORS = frozenset("/-.–")
_MONTHS = 12


@dataclass(slots=True)
class DateParts:
    """Everything that a message says of a date.

    `shift_days`, `shift_months`: counted from today. `week`, `month_shift`, `year_shift`: 0 is the
    present one. `since`: the first day in "1-5/10". `third`: đầu, giữa or cuối of a month. `mung`:
    the day was said with mùng. `eve`: giao thừa. `bare`: the day is a number without a month.
    `about`: it may mean another day. `ahead`: it is said to be a day to come. `bad`: two parts
    contradict each other or make no sense. `unknown_tokens`: how many words are in no list.
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    quarter: int | None = None
    shift_days: int | None = None
    shift_months: int | None = None
    week: int | None = None
    month_shift: int | None = None
    year_shift: int | None = None
    since: int | None = None
    third: str = ""
    lunar: bool = False
    solar: bool = False
    leap: bool = False
    mung: bool = False
    tet: bool = False
    eve: bool = False
    bare: bool = False
    about: bool = False
    ahead: bool = False
    bad: bool = False
    unknown_tokens: int = 0

    def put(self, name: str, value: int) -> None:
        """Set a part; a part that was set otherwise before makes the date bad."""
        if getattr(self, name) not in (None, value):
            self.bad = True
        setattr(self, name, value)


class DigitsReader:
    """A cursor over the tokens of a date, and the reader of dates in digits."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = [*tokens, END, END, END, END]
        self.length = len(tokens) - 1
        self.parts = DateParts()
        self.at = 0

    # -- looking

    def sees(self, *names: str, at: int | None = None) -> bool:
        """Return True if the words from here on are these."""
        place = self.at if at is None else at
        return all(
            place + n < len(self.tokens) and name in self.tokens[place + n].word.names
            for n, name in enumerate(names)
        )

    def sees_any(self, names: frozenset[str], ahead: int = 0) -> bool:
        return not self.tokens[self.at + ahead].word.names.isdisjoint(names)

    def read_small_number(self, at: int) -> tuple[int, int] | None:
        """Return (number, where it ends), or None; "năm" before a year is no five."""
        if not may_start(self.tokens[at]) and not self.tokens[at].word.tail:
            return None
        if self.sees("chiều", at=at):  # "chieu" may be triệu too
            return None
        if self.tokens[at].digits:
            return int(self.tokens[at].digits[:8]), at + 1
        if not may_start(self.tokens[at]):
            return (4, at + 1) if "tư" in self.tokens[at].word.names else None
        stop = self._find_year_after(at + 1)
        number = read_number([*self.tokens[:stop], END, END], at, spaced=False)
        if number is None or not isinstance(number.amount, int):
            return None
        following = self.tokens[number.end].word.digit
        if number.amount == 2 and number.digit and following and number.end < stop:
            return 20 + following, number.end + 1
        return number.amount, number.end

    def _find_year_after(self, at: int) -> int:
        for place in range(at, min(at + 5, self.length)):
            if self.sees("năm", at=place) and self.is_year(place + 1):
                return place
        return len(self.tokens)

    def is_year(self, at: int) -> bool:
        token = self.tokens[at]
        if len(token.digits) in (2, 4):
            return self.tokens[at + 1].text not in ("/", "-")
        if self.sees("hai", "nghìn", at=at):
            return True
        return not token.word.names.isdisjoint({"nay", "ngoái", "trước", "tới", "sau", "rồi"})

    # -- digits with signs

    def read_numeric(self) -> bool:
        figures, end = self._read_figures()
        if self._read_days_of_month(figures):
            self.at = end
            return True
        if len(figures) < 2:
            return self._read_spaced() or self._read_eight_digits()
        self.at = end
        if any(len(p) > 4 for p in figures) or len(figures) > 3:
            self.parts.bad = True
        elif len(figures[0]) == 4:
            self._put_iso(figures)
        elif len(figures) == 2 and len(figures[1]) == 4:
            self._put_month_year(int(figures[0]), int(figures[1]))
        else:
            self._put_day_month(figures)
        return True

    def _read_days_of_month(self, figures: list[str]) -> bool:
        """Read "1-5/10", from the 1st to the 5th of October."""
        signs = [self.tokens[self.at + 1].text, self.tokens[self.at + 3].text]
        if len(figures) != 3 or signs[0] == signs[1]:
            return False
        if signs != ["-", "/"] or any(len(part) > 2 for part in figures):
            self.parts.bad = True
            return True
        self.parts.since = int(figures[0])
        self._put_day_month(figures[1:])
        return True

    def _read_figures(self) -> tuple[list[str], int]:
        figures, at = [], self.at
        while self.tokens[at].digits:
            figures.append(self.tokens[at].digits)
            at += 1
            if self.tokens[at].text in SEPARATORS and self.tokens[at + 1].digits:
                at += 1
            elif self.tokens[at].text in SEPARATORS and self.tokens[at + 1].text == "'":
                at += 2
            else:
                break
        dangling = self.tokens[at].text in ("/", "-") and len(figures) > 1
        self.parts.bad = self.parts.bad or dangling
        return figures, at

    def _read_spaced(self) -> bool:
        """Read "12 10 2025"; "12 10" alone is to be confirmed."""
        digits = [token.digits for token in self.tokens[self.at : self.at + 4]]
        figures = [part for part in digits if part]
        if len(figures) not in (2, 3) or figures != digits[: len(figures)]:
            return False
        if [len(part) > 2 for part in figures] not in ([False, False], [False, False, True]):
            return False
        self.parts.about = self.parts.about or len(figures) == 2
        self._put_day_month(figures)
        self.at += len(figures)
        return True

    def _read_eight_digits(self) -> bool:
        digits = self.tokens[self.at].digits
        if len(digits) != 8:
            return False
        self.at += 1
        self.parts.about = True
        iso = digits[:2] in ("19", "20")
        cut = (0, 4, 6, 8) if iso else (0, 2, 4, 8)
        figures = [digits[a:b] for a, b in itertools.pairwise(cut)]
        if iso:
            self._put_iso(figures)
        else:
            self._put_day_month(figures)
        return True

    def _put_iso(self, figures: list[str]) -> None:
        if len(figures) != 3:
            self.parts.bad = True
            return
        self._put_month_year(int(figures[1]), int(figures[0]))
        self.parts.put("day", int(figures[2]))

    def _put_day_month(self, figures: list[str]) -> None:
        if any(len(p) > 2 for p in figures[:2]):
            self.parts.bad = True
            return
        self.parts.put("day", int(figures[0]))
        self.parts.put("month", int(figures[1]))
        if len(figures) == 3:
            self.put_year(figures[2])

    def put_year(self, digits: str) -> None:
        if len(digits) not in (2, 4):
            self.parts.bad = True
            return
        self.parts.put("year", int(digits) + (2000 if len(digits) == 2 else 0))

    def _put_month_year(self, month: int, year: int) -> None:
        self.parts.bad = self.parts.bad or not 1 <= month <= _MONTHS
        self.parts.put("month", month)
        self.parts.put("year", year)
