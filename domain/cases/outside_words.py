"""Reads what an officer types to record that she told somebody outside the Union.

Only a message that says nothing else is read so: whatever else it holds may be meant for the
woman, and what was not done yet ("chưa báo công an") is no record.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.answers import fold
from domain.cases.commands import Outside

_LONGEST = 80

_NAMES = {
    Outside.POLICE: r"cong an|113",
    Outside.CHAIR: r"chu tich|uy ban|ubnd",
    Outside.HEALTH: r"y te|tram xa|benh vien|cap cuu|115",
    Outside.HOTLINE: r"(?:tong dai |so )?111",
}
_WHOM = (
    "(?:(?:tram |so )?(?:" + "|".join(_NAMES.values()) + r")"
    "(?: (?:xa|phuong|tinh|huyen|ben|o|do|nhan dan))*)"
)
_DAY = (
    r"(?: (?:(?P<{0}past>toi|dem|chieu|sang|trua|hom) qua|(?P<{0}now>sang|trua|chieu|toi|dem|hom|"
    r"luc|vua) (?:nay|roi|xong)))?"
)
_TOLD = re.compile(
    r"(?:(?:em|chi|toi|minh|c|e) )?(?:da|vua|moi) (?:bao|goi|dien|trinh bao)"
    r"(?: (?:dien|cho|len|den|tin|cao|voi))*"
    rf" (?P<whom>{_WHOM}(?:(?:,| va| voi| cung)* {_WHOM})*)(?: roi)?"
    + _DAY.format("a_")
    + r"(?: (?:luc|hoi|vao|tu)?(?: ?luc)? ?(?P<hour>[01]?\d|2[0-3]) ?(?:h|:|g|gio) ?"
    r"(?P<minute>[0-5]\d)?(?: ?(?P<part>sang|trua|chieu|toi|dem)(?! qua| nay))?)?"
    + _DAY.format("b_")
    + r"(?: roi)?(?: a| nhe| nha| em)*"
)
_AFTERNOON = frozenset({"chieu", "toi", "dem"})
_NOON = 12
_SMALL_HOURS = 5


@dataclass(frozen=True, slots=True)
class ReadOutside:
    """Whom outside the Union she says she told, and at which moment (None: just now)."""

    whom: tuple[Outside, ...]
    at: datetime | None = None


def read_told_outside(text: str, now: datetime) -> ReadOutside | None:
    """Read "đã báo công an lúc 22h"; None where anything else is said."""
    said = " ".join(fold(text[:_LONGEST]).strip(" .!").split())
    match = _TOLD.fullmatch(said) if len(text) <= _LONGEST else None
    if match is None or (match["hour"] is None and (match["a_past"] or match["b_past"])):
        return None  # "hôm qua" with no hour would be recorded as just now
    whom = tuple(each for each, name in _NAMES.items() if re.search(name, match["whom"]))
    return ReadOutside(whom, _find_moment(match, now))


def _find_moment(match: re.Match[str], now: datetime) -> datetime | None:
    """Find the last time before now at which a clock showed what she says; "tối qua" is yesterday,
    and "đêm qua" after midnight is this morning."""
    if match["hour"] is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    past, today = match["a_past"] or match["b_past"], match["a_now"] or match["b_now"]
    part = match["part"] or past or today
    is_night = part == "dem" and hour < _SMALL_HOURS
    if part in _AFTERNOON and hour < _NOON and not is_night:
        hour += _NOON
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    is_yesterday = (past is not None and not is_night) or at > now
    return at - timedelta(days=1) if is_yesterday else at
