"""Collects what the words of a message say of a date, before a date is made of it."""

from collections.abc import Callable

from domain.answers.dates.digits import SEPARATORS, DateParts, DigitsReader
from domain.answers.numbers.amounts import may_start, read_number
from domain.answers.text.lexicon import ABOUT, ASKING, BUT, FILLER, NOT, THING, UNCOUNTED, VAGUE

_PERIODS = frozenset({
    "sáng", "trưa", "chiều", "tối", "đêm", "khuya", "sớm", "hôm", "bữa", "ngày", "hồi",
    "lúc",
})  # fmt: skip
_PAST = frozenset({"trước", "qua", "rồi", "ngoái", "vừa"})
_NEXT = frozenset({"sau", "tới"})
_THIS = frozenset({"này", "nay"})
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "bốn": 2, "năm": 3, "sáu": 4, "bảy": 5}
_FEASTS = {("trung", "thu"): (15, 8), ("đoan", "ngọ"): (5, 5), ("giỗ", "tổ"): (10, 3)}
_STRAY = frozenset("?/-")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = 12
_RUN_TOGETHER = {"hnay": 0, "hqua": -1, "hwa": -1, "hqa": -1, "hkia": -2}
_POLITE = frozenset({
    "em", "chị", "anh", "cô", "bác", "ạ", "con", "cháu", "bà", "mình", "nhà", "bên", "với",
    "có", "họp", "làm", "tổ", "chức", "vào",
})  # fmt: skip


class DatePartsReader(DigitsReader):
    """One pass over the tokens of a date; each reader steps over what it has read."""

    def read(self) -> DateParts:
        """Read all parts of the date."""
        readers: tuple[Callable[[], bool], ...] = (
            self._read_clock, self.read_numeric, self._read_ago, self._read_relative,
            self._read_feast, self._read_weekday, self._read_week, self._read_quarter,
            self._read_month, self._read_year, self._read_named_day, self._read_calendar,
            self._read_bare_day, self._read_future, self._read_other,
        )  # fmt: skip
        while self.at < self.length:
            any(reader() for reader in readers)
        return self.parts

    # -- the clock says nothing of the date

    def _read_clock(self) -> bool:
        token, following = self.tokens[self.at], self.tokens[self.at + 1]
        if not token.digits:
            return False
        if following.text in ("h", "g") or "giờ" in following.word.names:
            more = bool(self.tokens[self.at + 2].digits) and not self.tokens[self.at + 2].gap
            self.at += 3 if more else 2
            return True
        if following.text == ":" and self.tokens[self.at + 2].digits:
            self.at += 3
            return True
        return False

    # -- so long ago

    def _read_ago(self) -> bool:
        counted_back = self.sees("cách", "đây") or self.sees("trước", "đây")
        start = self.at + 2 if counted_back else self.at
        half = self.sees("nửa", at=start)
        number = (0, start + 1) if half else self.read_small_number(start)
        if number is None:
            return False
        amount, at = number
        unit = self._find_unit(at)
        ahead = bool(unit) and not counted_back and not half and self.sees("nữa", at=at + 1)
        if not unit or not (counted_back or ahead or self._is_before(at + 1, unit, amount)):
            return False
        self.at = at + 1 + (ahead or self.sees("trước", at=at + 1))
        self._put_ago(unit, -amount if ahead else amount, half=half)
        return True

    def _find_unit(self, at: int) -> str:
        names = self.tokens[at].word.names
        for unit in ("tuần", "tháng", "ngày", "hôm", "bữa", "năm"):
            if unit in names:
                return unit
        return ""

    def _is_before(self, at: int, unit: str, amount: int) -> bool:
        """Tell "20 tháng trước", the 20th of last month, from "hai tháng trước", two months ago."""
        return self.sees("trước", at=at) and (unit != "tháng" or amount <= _MONTHS)

    def _put_ago(self, unit: str, amount: int, *, half: bool) -> None:
        if half:
            self.parts.about = True
            self.parts.bad = unit != "tháng"
            self.parts.put("shift_days", -15)
        elif unit in ("ngày", "hôm", "bữa", "tuần"):
            self.parts.put("shift_days", -amount * (7 if unit == "tuần" else 1))
            self.parts.bad = self.parts.bad or not 0 < abs(amount) <= 400
        else:
            self.parts.put("shift_months", -amount * (12 if unit == "năm" else 1))
            self.parts.bad = self.parts.bad or not 0 < abs(amount) <= 60

    # -- today, yesterday

    def _read_relative(self) -> bool:
        if self.tokens[self.at].text in _RUN_TOGETHER:
            self.parts.put("shift_days", _RUN_TOGETHER[self.tokens[self.at].text])
            self.at += 1
            return True
        after_period = self.at > 0 and not self.tokens[self.at - 1].word.names.isdisjoint(_PERIODS)
        alone = self.length == 1 or self.at == 0
        names = self.tokens[self.at].word.names
        shift = self._find_shift(names, after_period=after_period, alone=alone)
        if shift is None:
            return False
        self.parts.put("shift_days", shift)
        self.at += 1
        return True

    def _find_shift(self, names: frozenset[str], *, after_period: bool, alone: bool) -> int | None:
        token = self.tokens[self.at]
        if "mai" in names:
            return 1
        dated = self.sees("tháng", at=self.at + 1)
        if "mốt" in names and (token.word.marked or after_period) and not dated:
            return 2
        if not (after_period or alone):
            return None
        if "nay" in names:
            return 0
        if "qua" in names:
            return -1
        return self._find_kia_shift(names) if after_period else None

    def _find_kia_shift(self, names: frozenset[str]) -> int | None:
        if "kia" not in names and "kìa" not in names:
            return None
        days = 2 if "kia" in names else 3
        # "bữa kia": the day before yesterday in the south, the day after tomorrow elsewhere.
        self.parts.about = self.parts.about or self.sees("bữa", at=self.at - 1)
        return days if self.sees("ngày", at=self.at - 1) else -days

    # -- feasts

    def _read_feast(self) -> bool:
        for (first, second), (day, month) in _FEASTS.items():
            if self.sees(first, second):
                self.at += 2
                self._put_lunar_day(day, month)
                return True
        if self.sees("giao", "thừa"):
            self.at += 2
            self.parts.eve = True
            return True
        if self.sees("rằm"):
            self.at += 1
            self.parts.lunar = True
            self.parts.put("day", 15)
            return True
        return self._read_tet()

    def _put_lunar_day(self, day: int, month: int) -> None:
        self.parts.lunar = True
        self.parts.put("day", day)
        self.parts.put("month", month)

    def _read_tet(self) -> bool:
        if not self.sees("tết"):
            return False
        feast = any(self.sees(*words, at=self.at + 1) for words in _FEASTS)
        self.at += 1
        self.parts.tet = not feast
        return True

    # -- days of the week

    def _read_weekday(self) -> bool:
        if self.sees("chủ", "nhật") or self.sees("chủ_nhật"):
            self.at += 1 if self.sees("chủ_nhật") else 2
            self.parts.put("weekday", 6)
            return True
        short = self.tokens[self.at].text == "t" and self._is_short_weekday()
        if not short and not self.sees("thứ"):
            return False
        self.at += 1
        self._put_weekday()
        return True

    def _is_short_weekday(self) -> bool:
        """Return True for "t5", a Thursday; "t9", "t4/2025" and "12 t5" name months."""
        day = self.tokens[self.at + 1].digits
        dated = self.parts.day is not None or self.tokens[self.at + 2].text in ("/", "-")
        return len(day) == 1 and "2" <= day <= "7" and not dated

    def _put_weekday(self) -> None:
        token = self.tokens[self.at]
        day = int(token.digits) - 2 if len(token.digits) == 1 else None
        for name, number in _WEEKDAYS.items():
            if name in token.word.names:
                day = number
        if day is None or not 0 <= day <= 5:
            self.parts.bad = True
            return
        self.parts.put("weekday", day)
        self.at += 1

    def _read_week(self) -> bool:
        if not self.sees("tuần"):
            return False
        self.at += 1
        shift = self._take_past_this_next()
        if shift is None:
            self.parts.bad = True
        else:
            self.parts.put("week", shift)
        return True

    def _take_past_this_next(self) -> int | None:
        """Step over trước/rồi/qua, này, sau/tới and return -1, 0, 1; with nữa behind it -2 or 2.

        None where no such word stands here.
        """
        for names, shift in ((_PAST, -1), (_THIS, 0), (_NEXT, 1)):
            if self.sees_any(names):
                self.at += 2 if self.sees("vừa") and self.sees_any(_PAST, 1) else 1
                return shift * (2 if self._takes_once_more() else 1)
        return None

    def _takes_once_more(self) -> bool:
        """Step over the "nữa" of "tháng trước nữa"."""
        more = self.sees("nữa")
        self.at += more
        return more

    # -- months, quarters, years

    def _read_quarter(self) -> bool:
        if not self.sees("quý"):
            return False
        self.at += 1
        roman = _ROMAN.get(self.tokens[self.at].text)
        number = (roman, self.at + 1) if roman else self.read_small_number(self.at)
        if number is None or not 1 <= number[0] <= 4:
            self.parts.bad = True
            return True
        self.parts.put("quarter", number[0])
        self.at = number[1]
        return True

    def _read_month(self) -> bool:
        if self.sees("tháng") or self.tokens[self.at].text == "t":
            self.at += 1
        elif not (self.sees("chạp") or self.sees("giêng")) or self.parts.day is None:
            return False
        for name, month in (("giêng", 1), ("chạp", 12)):
            if self.sees(name):
                self.at += 1
                self.parts.lunar = True
                self.parts.put("month", month)
                return True
        bare = not self.tokens[self.at - 1].word.marked and self.tokens[self.at].text == "sau"
        shift = self._take_past_this_next()
        if shift is not None:
            # "thang sau" may be June; so may "ba tháng sau".
            self.parts.about |= bare or (shift > 0 and self.parts.day is not None)
            self.parts.put("month_shift", shift)
            return True
        self._put_month()
        return True

    def _put_month(self) -> None:
        number = self.read_small_number(self.at)
        if number is None or not 1 <= number[0] <= 12:
            self.parts.bad = True
            return
        self.parts.put("month", number[0])
        self.at = number[1]
        if self.tokens[self.at].text in ("/", "-", ".") and self.tokens[self.at + 1].digits:
            self.put_year(self.tokens[self.at + 1].digits)
            self.at += 2

    def _read_year(self) -> bool:
        if self.sees("sang", "năm"):
            self.at += 2
            self.parts.put("year_shift", 1)
            return True
        if not self.sees("năm") or not self.is_year(self.at + 1):
            return False
        self.at += 1
        token = self.tokens[self.at]
        shift = None if token.digits else self._take_past_this_next()
        if shift is not None:
            self.parts.put("year_shift", shift)
        elif token.digits:
            self.put_year(token.digits)
            self.at += 1
        else:
            self._put_spelt_year()
        return True

    def _put_spelt_year(self) -> None:
        number = read_number(self.tokens, self.at)
        if number is None or not isinstance(number.amount, int):
            self.parts.bad = True
            self.at += 1
            return
        self.parts.put("year", number.amount)
        self.at = number.end

    # -- days

    def _read_named_day(self) -> bool:
        if not self.sees_any(frozenset({"ngày", "hôm", "bữa", "mùng", "mồng"})):
            return False
        mung = self.sees("mùng") or self.sees("mồng")
        number = None if self._is_numeric_ahead() else self.read_small_number(self.at + 1)
        if number is None:
            self.at += 1
            self.parts.bad = self.parts.bad or (mung and not self.tokens[self.at].digits)
            return True
        self.parts.put("day", number[0])
        self.parts.mung = self.parts.mung or mung
        self.parts.bad = self.parts.bad or (mung and number[0] > 10)
        self.at = number[1]
        return True

    def _is_numeric_ahead(self) -> bool:
        """Return True for "ngày 12/10", which is left to the reader of digits."""
        after = self.tokens[self.at + 2].text
        return bool(self.tokens[self.at + 1].digits) and after in (*SEPARATORS, "h", ":")

    def _read_calendar(self) -> bool:
        if self.sees("âm") or self.tokens[self.at].text in ("al", "âl"):
            self.parts.lunar = True
        elif self.sees("dương"):
            self.parts.solar = True
        elif self.sees("nhuận"):
            self.parts.leap = True
        else:
            return False
        self.at += 1 + self.sees("lịch", at=self.at + 1)
        return True

    def _read_bare_day(self) -> bool:
        """Read "20 tháng 10", "hai lăm tháng chín", or a number alone."""
        token = self.tokens[self.at]
        number = (
            self.read_small_number(self.at) if may_start(token) and token.text != "sau" else None
        )
        if number is None:
            return False
        if len(token.digits) == 4 and self.parts.day is not None:
            self.put_year(token.digits)
            self.at += 1
            return True
        one_word = not token.digits and number[1] == self.at + 1
        self.at = number[1]
        self.parts.put("day", number[0])
        month = self.tokens[self.at].text == "t" and bool(self.tokens[self.at + 1].digits)
        if not month and not self.sees_any(frozenset({"tháng", "tết", "âm", "chạp", "giêng"})):
            self.parts.bare = True
            counted = self.tokens[self.at].word.bits & (THING | UNCOUNTED)
            self.parts.bad = self.parts.bad or one_word or bool(counted)
        return True

    # -- the rest

    def _read_future(self) -> bool:
        for third in ("đầu", "giữa", "cuối"):
            if self.sees(third) and self.sees("tháng", at=self.at + 1):
                self.parts.third = third
                self.at += 1
                return True
        if self.sees_any(_NEXT | _THIS) and self.at > 0:
            self.parts.ahead = True
            self.at += 1
            return True
        return False

    def _read_other(self) -> bool:
        word = self.tokens[self.at].word
        self.at += 1
        polite = not word.names.isdisjoint(_POLITE)
        if word.names and not word.names.isdisjoint(_PERIODS | _PAST):
            return True
        if polite or (word.bits & FILLER and not word.bits & (THING | NOT)):
            return True
        if word.bits & ABOUT:
            self.parts.about = True
        elif word.bits & (NOT | ASKING | BUT | VAGUE) or word.typed in _STRAY:
            self.parts.bad = True
        else:
            self.parts.unknown_tokens += 1
        return True
