"""Sorts a message into its numbers and the words around them."""

from dataclasses import dataclass, field

from domain.answers.numbers.amounts import Number, may_start, read_number
from domain.answers.text.lexicon import (
    ABOUT,
    AT_A_LOSS,
    FILLER,
    KNOWING,
    LABEL,
    LET,
    NOT,
    PRONOUN,
    SEEK,
    THING,
)
from domain.answers.text.words import Token

_CAMPAIGNS = (
    (("5", "năm"), ("không",), (",", "-", "và"), ("3", "ba"), ("sạch",)),
    (("5", "năm"), ("k",), (",", "-", "và"), ("3", "ba"), ("s", "sạch")),
    (("3", "ba"), ("có",), (",", "-", "và"), ("3", "ba"), ("biết",)),
)


_FOLLOWED_BY_SAU = frozenset({"tuần", "tháng", "ngày", "hôm", "năm", "lần", "đợt", "kỳ", "quý"})
_CAMPAIGN_STARTS = frozenset({"5", "3", "năm", "nam", "ba"})
_PERIODS = frozenset({"tháng", "quý", "năm"})
_REPORTING = frozenset({"gửi", "gởi", "báo", "báo_cáo", "ở", "xin"})
_NAMED_THINGS = frozenset({"chi_hội", "xóm", "thôn", "bản", "xã", "phường"})


@dataclass(slots=True)
class Scan:
    """The numbers of a message in order, and the positions of the other tokens (`loose`).

    `labels`: how many numbers only name a thing ("thôn 5", "5 không 3 sạch") and were left out.
    `periods`: how many of these name a month, a quarter or a year. `bits`: everything that the
    loose words do. `unknown`: how many loose words are in no list. `signs`: the loose tokens that
    are no words.
    """

    tokens: list[Token]
    numbers: list[Number]
    loose: list[int]
    labels: int = 0
    periods: int = 0

    bits: int = field(init=False, default=0)
    unknown: int = field(init=False, default=0)
    signs: str = field(init=False, default="")

    def __post_init__(self) -> None:
        for at in self.loose:
            text, _, _, word = self.tokens[at]
            self.bits |= word.bits
            worded = text[0].isalnum()
            if not worded:
                self.signs += text
            if not word.bits and (worded or len(text) > 1):
                self.unknown += not _names_someone(self.tokens, at)

    def does(self, bits: int) -> bool:
        """Return True if a loose word does one of these things and is no filler otherwise."""
        if not self.bits & bits:
            return False
        words = (self.tokens[at].word.bits for at in self.loose)
        return any(word & bits and not word & FILLER for word in words)

    def collect_bits(self, start: int, end: int) -> int:
        """Combine the bits of the loose words between two positions."""
        bits = 0
        if not self.bits:
            return bits
        for at in self.loose:
            if start <= at < end:
                bits |= self.tokens[at].word.bits
        return bits

    def sees(self, name: str) -> bool:
        """Return True if a loose word may be this one."""
        return any(name in self.tokens[at].word.names for at in self.loose)

    def list_texts(self) -> list[str]:
        """List the loose words as typed."""
        return [self.tokens[at].text for at in self.loose]


def scan(tokens: list[Token], *, decimals: bool = False) -> Scan:
    """Sort the tokens into numbers and loose words; END is left out."""
    numbers: list[Number] = []
    names: list[Number] = []
    loose: list[int] = []
    at, end, campaigns = 0, len(tokens) - 1, 0
    while at < end:
        campaign = _count_campaign_tokens(tokens, at) if tokens[at].text in _CAMPAIGN_STARTS else 0
        if campaign:
            campaigns += 1
            at += campaign
            continue
        number = _number_at(tokens, at, decimals=decimals) if may_start(tokens[at]) else None
        if number is None:
            loose.append(at)
            at += 1
            continue
        (names if _is_label(tokens, number) else numbers).append(number)
        at = number.end
    periods = sum(_names_period(tokens, number) for number in names) if names else 0
    scanned = Scan(tokens, numbers, loose, campaigns + len(names), periods)
    scanned.unknown += _count_doubtful_words(tokens, loose)
    return scanned


def _names_period(tokens: list[Token], number: Number) -> bool:
    return not tokens[number.start - 1].word.names.isdisjoint(_PERIODS)


def _count_doubtful_words(tokens: list[Token], loose: list[int]) -> int:
    """Count how often "ba 12" is said: it may be bà 12, or three and twelve."""
    doubtful = 0
    for at in loose:
        word, following = tokens[at].word, tokens[at + 1]
        if word.digit and following.digits and not word.bits & ABOUT and not _is_year(following):
            doubtful += _is_other_word(tokens, at)
    return doubtful


def _number_at(tokens: list[Token], at: int, *, decimals: bool) -> Number | None:
    return None if _is_other_word(tokens, at) else read_number(tokens, at, decimals=decimals)


def _is_other_word(tokens: list[Token], at: int) -> bool:
    """Return True for a word without marks that may be a numeral, but is better read otherwise.

    "tam 10" is tầm 10, and "ba 12" is bà 12: the numeral follows.
    """
    token, following = tokens[at], tokens[at + 1]
    if token.digits or not token.word.digit:
        return False
    if "năm" in token.word.names and _is_year(following):
        return True
    if token.text == "sau" and at and _speaks_of_time(tokens[at - 1]):
        return True
    return bool(following.digits and token.word.bits & (ABOUT | FILLER))


def _speaks_of_time(before: Token) -> bool:
    """Return True before the "sau" of "tuần sau"; but "nam sau" may be five, six."""
    five = before.word.digit and not before.word.marked
    return not five and not before.word.names.isdisjoint(_FOLLOWED_BY_SAU)


def _is_year(token: Token) -> bool:
    return len(token.digits) == 4 and token.digits[:2] in ("19", "20")


def _is_label(tokens: list[Token], number: Number) -> bool:
    """Return True for "thôn 5", "tháng 10", "năm 2025": the number is a name."""
    before = tokens[number.start - 1] if number.start else None
    if before is None or not before.word.bits & LABEL:
        return False
    if "năm" in before.word.names and not (1990 <= (number.amount or 0) <= 2100):
        return False
    after = tokens[number.end].word
    return not (before.word.bits & THING and after.bits & THING and not after.bits & LABEL)


def _names_someone(tokens: list[Token], at: int) -> bool:
    """Return True for a word that is plainly a name: "chị Hoa gửi", "chi hội Nà Pồng"."""
    if at and tokens[at - 1].word.bits & PRONOUN:
        return not tokens[at + 1].word.names.isdisjoint(_REPORTING)
    return any(
        not tokens[before].word.names.isdisjoint(_NAMED_THINGS)
        for before in (at - 1, at - 2)
        if before >= 0 and (before == at - 1 or not tokens[at - 1].word.bits)
    )


def _count_campaign_tokens(tokens: list[Token], at: int) -> int:
    """Count the tokens that name a campaign with numbers in it: "5 không, 3 sạch"."""
    return max(_count_matched(tokens, at, shape) for shape in _CAMPAIGNS)


def _count_matched(tokens: list[Token], at: int, shape: tuple[tuple[str, ...], ...]) -> int:
    place = at
    for part in shape:
        token = tokens[place] if place < len(tokens) else tokens[-1]
        if token.text in part or not token.word.names.isdisjoint(part):
            place += 1
        elif part[0] != ",":
            return 0
    return place - at


def is_negative(scanned: Scan, number: Number) -> bool:
    """Return True for "-5": a dash without a space before the number."""
    before = scanned.tokens[number.start - 1] if number.start else None
    if before is None or before.text not in ("-", "–", "—", "−"):
        return False
    return not scanned.tokens[number.start].gap


def does_not_know(scanned: Scan) -> bool:
    """Recognise "không biết", "chưa thống kê", "để em hỏi lại", "quên rồi", "chịu"."""
    bits = scanned.bits
    if bits & AT_A_LOSS:
        return True
    if bits & (KNOWING | SEEK) and _speaks_of_knowing(scanned):
        return True
    return _uses_zero_as_not(scanned)


def _speaks_of_knowing(scanned: Scan) -> bool:
    """Find a negation before a word of knowing, or "để" and the like before one of seeking."""
    negated = sought = False
    for at in scanned.loose:
        word = scanned.tokens[at].word
        if negated and word.bits & KNOWING:
            return True
        if sought and word.bits & SEEK:
            return True
        negated = negated or bool(word.bits & NOT)
        sought = sought or bool(word.bits & LET)
    return False


def _uses_zero_as_not(scanned: Scan) -> bool:
    """Return True for "0 biết", "0 rõ": the figure stands for the word."""
    for number in scanned.numbers:
        following = scanned.tokens[number.end].word
        if number.amount == 0 and number.plain and following.bits & KNOWING:
            return True
    return False
