"""Notices of an officer's own telephone number; the number itself is never stored with one."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.notices.base import Notice


class AskPhoneConsent(Notice, frozen=True, tag="ask_phone_consent/1"):
    """Asks once whether her number may be shown to the leaders below these units.

    The number is read, when this is sent, from the question that stands open for her.
    """

    person_id: int
    units: tuple[str, ...]


class PhoneKept(Notice, frozen=True, tag="phone_kept/1"):
    """Says that her number is kept and shown from now on, and how to withdraw it."""

    units: tuple[str, ...]


class PhoneNotKept(Notice, frozen=True, tag="phone_not_kept/1"):
    """Says that the number she typed was not kept."""


class OwnPhones(Notice, frozen=True, tag="own_phones/1"):
    """Tells an officer which numbers of hers are kept; they are read when it is sent."""

    person_id: int


class PhonesWithdrawn(Notice, frozen=True, tag="phones_withdrawn/1"):
    """Says that her number is erased; `any_kept` False: there was none."""

    any_kept: bool


class PhoneOfOfficersOnly(Notice, frozen=True, tag="phone_of_officers_only/1"):
    """Tells who is no officer that only officers' numbers are kept, so hers was not."""


@dataclass(frozen=True, slots=True)
class OwnPhone:
    """A number she gave: formatted, for which unit, when and on which network she agreed."""

    number: str = field(repr=False)
    unit: str
    agreed_at: datetime
    network: str
