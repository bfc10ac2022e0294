"""Telephone numbers of officers: what one may be used for, and how it is read and written."""

import re
from enum import StrEnum

from domain.answers.text.marks import fold


class PhoneUse(StrEnum):
    """What an officer agreed that her number is used for.

    `SHOWN`: the leaders of the branches below her unit may see it. `ON_CALL`: she is called when
    she is on call. `INVITATION`: it stands in invitations that she sends.
    """

    SHOWN = "shown"
    ON_CALL = "on_call"
    INVITATION = "invitation"


_SHAPE = re.compile(r"(?:\+?84[ .-]?|0)[2-9](?:[ .-]{0,2}\d){8,9}(?!\d)")
_MOBILE_DIGITS, _LANDLINE_DIGITS = 10, 11


def read_phone(text: str) -> str | None:
    """Read the only telephone number of Vietnam in a text as digits ("0912345678"), else None."""
    found = [_join_digits(match[0]) for match in _SHAPE.finditer(text)]
    return found[0] if len(found) == 1 and _is_whole(found[0]) else None


def _join_digits(shown: str) -> str:
    digits = "".join(letter for letter in shown if letter.isdecimal())
    return f"0{digits[2:]}" if digits.startswith("84") else digits


def _is_whole(digits: str) -> bool:
    return len(digits) == (_LANDLINE_DIGITS if digits[1] == "2" else _MOBILE_DIGITS)


def format_phone(digits: str) -> str:
    """Format a number as it is read aloud: "0912 345 678"."""
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


# --- what she says of her own number -------------------------------------------------------------


class PhoneWish(StrEnum):
    """What an officer wants done with her own number."""

    GIVE = "give"
    SEE = "see"
    WITHDRAW = "withdraw"


_NUMBER, _MINE = r"(so( dien thoai)?|sdt|dt|dien thoai)", r"( cua)? (chi|toi|minh|em|co|bac)"
_GIVE = re.compile(
    rf"((chi |em |toi )?(gui|cho|day la) )?((em|cac chi|chi em) )?{_NUMBER}({_MINE})?( la)?[ :]*#"
    r"[ ,.]*(nhe|nha|a|em)?[ ,.]*((de )?cho .{2,40} (xem|goi|biet)( duoc)?.{0,12})?"
)
_SEE = re.compile(
    rf"(xem |cho xem |em (dang )?giu )?{_NUMBER}{_MINE}( (la )?(so )?(may|gi|nao|the nao))?"
    r"( (em|a|nhe|nha))*"
)
_WITHDRAW = re.compile(
    rf"(em )?(rut|xoa|bo|thoi|dung|khong)( lai)?( (cho|de|hien))*( (ai|moi nguoi))?( xem)?( lai)?"
    rf" {_NUMBER}({_MINE})?( (nua|di|nhe|nha|em|a))*"
)
_LONGEST_WISH = 120


def read_phone_wish(text: str) -> PhoneWish | None:
    """Read what she wants done with her own number; None if the text is of something else.

    "số của chị 0912 345 678 cho chi hội trưởng xem", "số của chị", "rút số của chị".
    """
    if len(text) > _LONGEST_WISH:
        return None
    bare = " ".join(fold(_SHAPE.sub("#", text)).strip(" .!?,").split())
    for wish, pattern in (
        (PhoneWish.GIVE, _GIVE),
        (PhoneWish.SEE, _SEE),
        (PhoneWish.WITHDRAW, _WITHDRAW),
    ):
        if pattern.fullmatch(bare):
            return wish
    return None
