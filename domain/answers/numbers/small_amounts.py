"""Reads amounts below a thousand in digits and words, and digits in groups."""

from decimal import Decimal

from domain.answers.text.words import SCALES, Token

Amount = int | Decimal
LIMIT = 10**9
_SEPARATORS = ".,'’"


def read_whole_digits(digits: str) -> int | None:
    """Read plain digits; None for a telephone number or what is longer than any count."""
    if len(digits) > 10 or (digits[0] == "0" and len(digits) > 4):
        return None
    return int(digits) if int(digits) <= LIMIT else None


def has_usual_zeros(digits: str) -> bool:
    """Return True for zeros as offices write them: 05, but hardly 005."""
    return digits[0] != "0" or len(digits) <= 2


class SmallNumbers:
    """A cursor over the tokens of a number, and the readers of its small parts.

    `sure`: nobody could read it otherwise. `broken`: what was read makes no number. `literal_end`:
    where a number written in digits alone ended.
    """

    __slots__ = ("at", "broken", "decimals", "literal_end", "spaced", "start", "sure", "tokens")

    def __init__(self, tokens: list[Token], at: int, *, decimals: bool, spaced: bool) -> None:
        self.tokens = tokens
        self.at = self.start = at
        self.decimals = decimals
        self.spaced = spaced
        self.sure = True
        self.broken = False
        self.literal_end = -1

    # -- looking ahead

    def sees(self, name: str, ahead: int = 0) -> bool:
        place = self.at + ahead
        return place < len(self.tokens) and name in self.tokens[place].word.names

    def takes(self, name: str) -> bool:
        if self.sees(name):
            self.at += 1
            return True
        return False

    def peek_digit(self, ahead: int = 0) -> int:
        place = self.at + ahead
        return self.tokens[place].word.digit if place < len(self.tokens) else 0

    def read_scale(self) -> int:
        token = self.tokens[self.at]
        if token.word.scale:
            # "18 tr em" may be trẻ em.
            self.sure = self.sure and not (token.text == "tr" and self.sees("em", 1))
            return self._take_scale(token.word.scale)
        if token.text == "k" and self.tokens[self.at - 1].digits:
            self.sure = self.sure and not token.gap
            return self._take_scale(1000)
        return 0

    def _take_scale(self, size: int) -> int:
        self.at += 1
        return size

    def takes_half(self) -> bool:
        return self.takes("rưỡi") or self.takes("rưởi")

    def sees_half(self, ahead: int) -> bool:
        return self.sees("rưỡi", ahead) or self.sees("rưởi", ahead)

    # -- below a thousand

    def read_part(self, after: int = 0) -> Amount | None:
        """Read a coefficient: digits, or words below a thousand."""
        if self.tokens[self.at].digits:
            amount = self._read_literal(after)
            return amount if amount is None else self._multiply(amount)
        if after and self.sees("không") and self.sees("trăm", 1):
            self.at += 2
            return self._read_after_hundred(0)
        if self.sees("trăm"):
            return None if after else self._read_bare_hundred()
        digit = self.peek_digit()
        if digit and self.sees("trăm", 1):
            self.at += 2
            return self._read_after_hundred(digit * 100)
        if digit and self.sees("tá", 1) and self.tokens[self.at + 1].word.marked:
            self.at += 2
            return digit * 12 + (6 if self.takes_half() else 0)
        tens = self.read_below_hundred(alone=bool(after))
        return tens if tens is None or tens < 10 else self._multiply_tens(tens)

    def _multiply_tens(self, tens: int) -> int:
        """Read the scale in "mười hai chục", "mười hai trăm"."""
        if self.takes("chục"):
            return tens * 10
        if self.sees("trăm") and not self.sees("trăm", -1):
            self.at += 1
            self.sure = False
            return tens * 100
        return tens

    def _read_bare_hundred(self) -> Amount:
        start = self.at
        self.at += 1
        amount = self._read_after_hundred(100)
        scaled = any(self.sees(name) for name in SCALES)
        self.sure = self.sure and (self.at > start + 1 or scaled)
        if self.at == start + 2 and self.sees("năm", -1):
            self.sure = self.sure and self.tokens[self.at].word is self.tokens[-1].word
        return amount

    def _multiply(self, amount: Amount) -> Amount:
        """Read the small scale after digits: "2 trăm", "3 chục", "2 mươi"."""
        if self.takes("trăm"):
            return self._read_after_hundred(amount * 100)
        if self.takes("chục"):
            return amount * 10 + self._read_after_dozen()
        if 2 <= amount <= 9 and self.sees("mươi"):
            self.at += 1
            return amount * 10 + self._read_tail()
        if self.sees("tá") and self.tokens[self.at].word.marked:
            self.at += 1
            return amount * 12
        lonely = self.tokens[self.at]
        if 2 <= amount <= 9 and not lonely.word.digit and lonely.word.tail and lonely.word.marked:
            self.at += 1
            self.sure = False
            return amount * 10 + lonely.word.tail
        return amount

    def _read_after_hundred(self, hundreds: Amount) -> Amount:
        if self.takes_half():
            return hundreds + 50
        before = self.at, self.sure
        if self.takes("linh") or self.takes("lẻ"):
            return hundreds + self.read_after_and(before)
        token = self.tokens[self.at]
        if token.digits:
            return hundreds + self._read_hundred_digits(token.digits)
        tail = token.word.tail
        if tail and not self._begins_tens() and not self._precedes_scale(1):
            return hundreds + self._read_tenth(tail)
        rest = self.read_below_hundred(alone=True)
        return hundreds + (rest or 0)

    def read_after_and(self, before: tuple[int, bool]) -> int:
        """Read the units after linh or lẻ; without units the word is put back."""
        rest = (
            self._read_two_digits()
            if self.tokens[self.at].digits
            else self.read_below_hundred(alone=True)
        )
        if rest is None:
            self.at, self.sure = before
        return rest or 0

    def _read_hundred_digits(self, digits: str) -> int:
        following = self.tokens[self.at + 1]
        if len(digits) > 2 or following.text in ("/", ".", ",", "k"):
            return 0
        self.at += 1
        if self.takes("chục"):
            return int(digits) * 10
        return int(digits) * (10 if len(digits) == 1 else 1)

    def _read_tenth(self, tail: int) -> int:
        """Read "trăm hai" as 120; "trăm một" may mean 101."""
        names = self.tokens[self.at].word.names
        self.at += 1
        following = self.tokens[self.at].word
        if following.digit and not self._precedes_scale(1):
            self.at += 1
            self.sure = False
            return tail * 10 + following.digit
        if "một" in names or "lăm" in names:
            self.sure = False
        return tail * 10

    def _begins_tens(self) -> bool:
        """Return True for a digit with mươi, chục or a tail behind it: "hai mươi", "hai mốt"."""
        following = self.tokens[self.at + 1].word
        if "mươi" in following.names or "chục" in following.names:
            return True
        return bool(following.tail and not following.digit) or "mốt" in following.names

    def _precedes_scale(self, ahead: int) -> bool:
        """Return True if a small scale of its own follows the digit here."""
        return any(self.sees(name, ahead) for name in ("mươi", "trăm", "chục"))

    def read_below_hundred(self, *, alone: bool = False) -> int | None:
        """Read tens and units. `alone`: a bare mốt, tư, lăm is enough ("nghìn mốt")."""
        if self.sees("mười"):
            return self._read_ten()
        for name, tens in (("hăm", 20), ("băm", 30)):
            if self.takes(name):
                unit = self._read_tail()
                self.sure = self.sure and unit > 0
                return tens + unit
        if self.takes("chục"):
            rest = self._read_after_dozen()
            self.sure = rest > 0
            return 10 + rest
        if self.sees("tá") and self.tokens[self.at].word.marked:
            self.at += 1
            self.sure = False
            return 12 + (6 if self.takes_half() else 0)
        return self._read_from_digit(alone=alone)

    def _read_two_digits(self) -> int | None:
        digits = self.tokens[self.at].digits
        if len(digits) > 2:
            return None
        self.at += 1
        return int(digits)

    def _read_ten(self) -> int:
        """Read mười and its unit; mươi alone is about ten, and "hai mười" is doubtful."""
        word = self.tokens[self.at].word
        self.at += 1
        unit = self._read_tail(after_ten=True)
        self.broken = self.broken or (unit == 0 and self._is_toneless_ten())
        alone = unit == 0 and self.at == self.start + 1 and not self.tokens[self.at].word.scale
        if alone and word.typed == "mươi" and self.at < len(self.tokens) - 1:
            self.sure = False
        return 10 + unit

    def _is_toneless_ten(self) -> bool:
        return self.sees("mươi") and not self.tokens[self.at].word.marks.tone

    def _read_from_digit(self, *, alone: bool) -> int | None:
        word = self.tokens[self.at].word
        digit = word.digit or (word.tail if alone or self._sees_tens_word(1) else 0)
        if not digit:
            return None
        self.at += 1
        if self._sees_tens_word(0):
            return self._read_tens(digit, word.digit > 0)
        if self.takes("chục"):
            return digit * 10 + self._read_after_dozen()
        return self._read_short_tens(digit) if word.digit and digit > 1 else digit

    def _sees_tens_word(self, ahead: int) -> bool:
        return self.sees("mươi", ahead)

    def _read_tens(self, digit: int, proper: bool) -> int:
        word = self.tokens[self.at].word
        self.at += 1
        if digit == 1:
            self.broken = True
        self.sure = self.sure and proper and word.marks.tone == ""
        return digit * 10 + self._read_tail()

    def _read_short_tens(self, digit: int) -> int:
        """Read tens without mươi: "hai mốt", "ba lăm"."""
        word = self.tokens[self.at].word
        short = word.tail and ("mốt" in word.names or not word.digit)
        if not short or self._precedes_scale(1):
            return digit
        self.at += 1
        return digit * 10 + (1 if "mốt" in word.names else word.tail)

    def _read_tail(self, *, after_ten: bool = False) -> int:
        token = self.tokens[self.at]
        if token.digits:
            return self._read_digit_tail(token, after_ten=after_ten)
        precedes = self.sees("mươi", 1) if after_ten else self._precedes_scale(1)
        if not token.word.tail or precedes:
            return 0
        self.at += 1
        if "năm" in token.word.names:
            self.sure = False
        return token.word.tail

    def _read_digit_tail(self, token: Token, *, after_ten: bool) -> int:
        following = self.tokens[self.at + 1]
        if len(token.digits) > 1 or token.digits == "0" or following.text in ("/", ",", "."):
            return 0
        self.at += 1
        self.sure = self.sure and (not after_ten or token.gap)
        return int(token.digits)

    def _read_after_dozen(self) -> int:
        """Read what follows chục: rưỡi is five, or a unit."""
        if self.takes_half():
            return 5
        if self.sees("lẻ") and self.peek_digit(1):
            self.at += 2
            return self.peek_digit(-1)
        word = self.tokens[self.at].word
        if not word.tail or self._precedes_scale(1):
            token = self.tokens[self.at]
            return self._read_digit_tail(token, after_ten=True) if token.digits else 0
        self.at += 1
        self.sure = self.sure and not word.digit
        return word.tail

    # -- digits

    def _read_literal(self, after: int) -> Amount | None:
        groups, separators = self._read_groups()
        amount: Amount | None
        if not separators:
            digits = "".join(groups)
            self.sure = self.sure and (bool(after) or has_usual_zeros(digits))
            amount = int(digits) if after and len(digits) < 10 else read_whole_digits(digits)
        else:
            amount = self._read_separated(groups, separators)
        self.broken = self.broken or amount is None
        if not after:
            self.literal_end = self.at
        return amount

    def _read_groups(self) -> tuple[list[str], list[str]]:
        tokens = self.tokens
        groups, separators = [tokens[self.at].digits], []
        self.at += 1
        while (
            tokens[self.at].text in ("", *_SEPARATORS)
            and self.at + 1 < len(tokens)
            and not tokens[self.at].gap
            and tokens[self.at + 1].digits
            and not tokens[self.at + 1].gap
        ):
            separators.append(tokens[self.at].text)
            groups.append(tokens[self.at + 1].digits)
            self.at += 2
        if not separators and self.spaced and len(groups[0]) <= 3 and groups[0][0] != "0":
            while len(tokens[self.at].digits) == 3 and self._joins_thousands():
                groups.append(tokens[self.at].digits)
                self.at += 1
        return groups, separators

    def _joins_thousands(self) -> bool:
        following = self.tokens[self.at + 1]
        return following.text not in (".", ",", "/") or not self.tokens[self.at + 2].digits

    def _read_separated(self, groups: list[str], separators: list[str]) -> Amount | None:
        if len(set(separators)) > 1:
            return self._read_both_signs(groups, separators)
        if len(groups[0]) <= 3 and groups[0][0] != "0" and all(len(g) == 3 for g in groups[1:]):
            if self.decimals and len(groups) == 2:
                return self._read_thousand_or_fraction(groups, separators[0])
            return int("".join(groups))
        if len(groups) > 2 or "'" in separators or "’" in separators:
            return None
        if len(groups[0]) > 9 or len(groups[1]) > 9:
            return None
        if not groups[1].strip("0") and not self.decimals:
            self.sure = False
        return Decimal(".".join(groups))

    def _read_thousand_or_fraction(self, groups: list[str], separator: str) -> Amount:
        self.sure = self.sure and separator != ","
        return Decimal(".".join(groups)) if separator == "," else int("".join(groups))

    def _read_both_signs(self, groups: list[str], separators: list[str]) -> Amount | None:
        """Read "1.234,5": the last sign is the decimal one."""
        wholes = groups[:-1]
        if separators[-1] in separators[:-1] or len(set(separators[:-1])) != 1:
            return None
        if wholes[0][0] == "0" or len(wholes[0]) > 3 or any(len(g) != 3 for g in wholes[1:]):
            return None
        return Decimal("".join(wholes) + "." + groups[-1][:9])
