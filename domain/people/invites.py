"""Invitations: codes that are typed on phones, slowing down guesses, and bots with a free seat.

A code is the province's letters and nine more in threes, "CB-7K4-Q2M-9RT": eight drawn at random
(36 bits) and a check letter, which tells a slip of the finger from a guess. Letters that look
alike count as one: whichever of them is typed, the printed one is meant.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ALPHABET = "23456789CFHJKMNPQRTUWXY"
"""Twenty-three letters, a prime: the check letter finds every wrong letter and every swap."""

RANDOM_BYTES = 16
"""How many random bytes a code is made of; the draw's bias is then below 2**-90."""

LINK_SECONDS = 24 * 3600.0
"""How long a code for a second phone is valid."""

UNDO_SECONDS = 7 * 24 * 3600.0
"""How long after joining "not me" can take the post back; later only staff can end it."""

_DRAWN = 8
_LOOK_ALIKES = str.maketrans(
    {
        "0": "Q",
        "O": "Q",
        "D": "Q",
        "1": "7",
        "I": "7",
        "L": "7",
        "A": "4",
        "B": "8",
        "E": "3",
        "G": "6",
        "S": "5",
        "V": "U",
        "Z": "2",
    }
)
_LONGEST = 80
_BEFORE = re.compile(
    r"(?:(?:https?://)?t\.me/\w+\?start=|mã(?: mời)?\s*:?\s+|ma(?: moi)?\s*:?\s+)", re.IGNORECASE
)
_GAP = r"[ ._–—-]*"
_EXACT = re.compile(rf"((?:[A-Z0-9] ?){{2,4}}?){_GAP}" + _GAP.join(["([A-Z0-9])"] * 9))
_PRINTED = re.compile(
    r"[A-Z0-9]{2,4}[ -]?(?:[A-Z0-9]{9}|[A-Z0-9]{3}([ -])[A-Z0-9]{3}\1[A-Z0-9]{3})"
)
_AMID = re.compile(
    r"(?<![A-Z0-9])([A-Z0-9]{2,4})[ .-]?([A-Z0-9]{3})[ .-]?([A-Z0-9]{3})[ .-]?([A-Z0-9]{3})"
    r"(?![A-Z0-9])"
)
_LONGEST_SENTENCE = 160
_NEARLY = re.compile(r"([A-Z]{2,4})-([A-Z0-9-]{6,14})")


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A typed text read as a code. `sound`: its check letter agrees; else it was mistyped."""

    head: str
    body: str
    sound: bool

    def fits(self, prefix: str) -> bool:
        """Return True if it begins as this province's codes do."""
        return _unify_look_alikes(self.head) == _unify_look_alikes(prefix)

    def format_code(self, prefix: str) -> str:
        """Format the code as it is printed and stored."""
        return f"{prefix}-{self.body[:3]}-{self.body[3:6]}-{self.body[6:]}"


def make_prefix(province: str) -> str:
    """Make the letters that a province's codes begin with: "CB" for "Cao Bằng"."""
    plain = unicodedata.normalize("NFD", province.replace("Đ", "D").replace("đ", "d"))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    letters = "".join(word[0] for word in bare.split() if word[0].isascii() and word[0].isalpha())
    return (letters.upper() + "SH")[: max(2, min(4, len(letters)))]


def make_code(prefix: str, random: bytes) -> str:
    """Make a new code of RANDOM_BYTES random bytes."""
    lot = int.from_bytes(random)
    drawn = ""
    for _ in range(_DRAWN):
        lot, place = divmod(lot, len(ALPHABET))
        drawn += ALPHABET[place]
    return CodeReading(prefix, drawn + compute_check_letter(drawn), sound=True).format_code(prefix)


def compute_check_letter(drawn: str) -> str:
    """Compute the ninth letter: the sum of the others, weighted 1 to 8, modulo 23."""
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(drawn, 1))
    return ALPHABET[total % len(ALPHABET)]


def read_code(text: str) -> CodeReading | None:
    """Read a text as a code, whatever its case, spaces, dashes and look-alike letters.

    None if it is no code. The text must be nothing but the code; one without a digit must have
    its dashes, so that no sentence is taken for a code.
    """
    if len(text) > _LONGEST:
        return None
    tidy = _tidy(text)
    if not any(c.isdecimal() for c in tidy) and tidy.count("-") < 3:
        return None
    if found := _EXACT.fullmatch(tidy):
        body = _unify_look_alikes("".join(found.groups()[1:]))
        sound = compute_check_letter(body[:_DRAWN]) == body[_DRAWN]
        if sound or _PRINTED.fullmatch(tidy):
            return CodeReading(found[1].replace(" ", ""), body, sound)
    if found := _NEARLY.fullmatch(tidy):
        return CodeReading(found[1], _unify_look_alikes(found[2].replace("-", "")), sound=False)
    return None


def find_code(text: str, prefix: str) -> CodeReading | None:
    """Find a code of this province amid a sentence: "em ơi mã của chị là cb 49w 9h2 9p3".

    Its nine letters stand together or in threes. None where there is none, or more than one.
    """
    if len(text) > _LONGEST_SENTENCE:
        return None
    upper = _tidy(text)
    mine: dict[str, CodeReading] = {}
    for hit in _AMID.finditer(upper):
        body = _unify_look_alikes("".join(hit.groups()[1:]))
        dashes, figures = hit[0].count("-"), any(letter.isdecimal() for letter in hit[0])
        reading = CodeReading(hit[1], body, compute_check_letter(body[:_DRAWN]) == body[_DRAWN])
        if reading.fits(prefix) and (dashes > 1 or (reading.sound and figures)):
            mine[body] = reading
    return next(iter(mine.values())) if len(mine) == 1 else None


def _tidy(text: str) -> str:
    seen = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf"
    )
    line = " ".join(seen.split())
    found = _BEFORE.match(line)
    bare = line[found.end() :] if found else line
    return re.sub(r"\s*[–—‐-]\s*", "-", bare.strip(" .`'\"")).upper()


def _unify_look_alikes(letters: str) -> str:
    return letters.upper().translate(_LOOK_ALIKES)


# --- guessing ----------------------------------------------------------------------------------

GUESSES = 5
"""After so many wrong codes within the window a chat must wait."""

GUESS_WINDOW_SECONDS = 600.0
FIRST_WAIT_SECONDS = 600.0
LONGEST_WAIT_SECONDS = 24 * 3600.0
GUESSES_KEPT_SECONDS = 7 * 24 * 3600.0
"""Older guesses are forgotten."""


def find_wait_end(guesses: Iterable[float], now: float) -> float | None:
    """Find until when a chat with these wrong guesses must wait; None if it may try now.

    All times are in seconds. Each further round of guesses makes it wait three times as long.
    """
    rounds, until = 0, 0.0
    window: list[float] = []
    for at in sorted(g for g in guesses if now - GUESSES_KEPT_SECONDS < g <= now):
        window = [g for g in window if at - g < GUESS_WINDOW_SECONDS] + [at]
        if len(window) >= GUESSES:
            until = at + min(FIRST_WAIT_SECONDS * 3**rounds, LONGEST_WAIT_SECONDS)
            rounds, window = rounds + 1, []
    return until if until > now else None


# --- seats -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BotSeats:
    """A bot, and how many people hold posts with it. `seats`: its capacity, None for no limit."""

    network: str
    bot: str
    name: str = ""
    username: str = ""
    seats: int | None = None
    taken: int = 0

    @property
    def free(self) -> int | None:
        """Seats left, never below 0; None for no limit."""
        return None if self.seats is None else max(self.seats - self.taken, 0)

    @property
    def has_seat(self) -> bool:
        return self.free is None or self.free > 0


def choose_bot(bots: Sequence[BotSeats], network: str) -> BotSeats | None:
    """Choose the network's bot with the most free seats; None where no bot has one."""
    fit = [b for b in bots if b.network == network and b.has_seat]
    return min(fit, key=lambda b: (b.free is not None, -(b.free or 0), b.bot), default=None)
