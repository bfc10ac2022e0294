"""What is said to people who join, link a phone, say "not me", or bind a group to a unit."""

from datetime import date, datetime

import msgspec

from domain.notices.base import Notice


class Held(msgspec.Struct, frozen=True, omit_defaults=True):
    """A post in names: the role, its unit, the unit's commune (a branch's) and province."""

    role: str
    unit: str
    commune: str = ""
    province: str = ""


# --- joining -----------------------------------------------------------------------------------


class AskCode(Notice, frozen=True, tag="ask_code/1"):
    """She wrote first and holds no post: what this is, and that a code is needed."""

    province: str


class Joined(Notice, frozen=True, tag="joined/1"):
    """She is in a post now. `more`: she held another before."""

    held: Held
    more: bool = False


class JoinedAlready(Notice, frozen=True, tag="joined_already/1"):
    """She holds these posts; no code was spent."""

    held: tuple[Held, ...]


class CodeMistyped(Notice, frozen=True, tag="code_mistyped/1"):
    """The check letter does not agree: a slip of the finger."""


class CodeUnknown(Notice, frozen=True, tag="code_unknown/1"):
    """A well-formed code that nobody was given."""


class CodeSpent(Notice, frozen=True, tag="code_spent/1"):
    """Somebody took the invitation's last use."""


class CodeExpired(Notice, frozen=True, tag="code_expired/1"):
    """The invitation was good until this day."""

    until: date


class CodeWait(Notice, frozen=True, tag="code_wait/1"):
    """Too many wrong codes: none is read before this moment."""

    until: datetime


class NoSeat(Notice, frozen=True, tag="no_seat/1"):
    """This bot is full; the code was not spent. `bot` names one with a seat, "" where none has."""

    bot: str = ""
    username: str = ""


# --- a second phone or network -----------------------------------------------------------------


class LinkCode(Notice, frozen=True, tag="link_code/1"):
    """A code to be typed on her other network or phone."""

    code: str
    until: datetime


class LinkNeedsPost(Notice, frozen=True, tag="link_needs_post/1"):
    """Only who has joined can link a second phone."""


class LinkHere(Notice, frozen=True, tag="link_here/1"):
    """She typed her own link code on the phone that is hers already."""


class Linked(Notice, frozen=True, tag="linked/1"):
    """This phone is hers as well."""

    held: tuple[Held, ...]


class LinkRefused(Notice, frozen=True, tag="link_refused/1"):
    """This phone belongs to somebody in other posts."""

    held: tuple[Held, ...]


class PhoneLinked(Notice, frozen=True, tag="phone_linked/1"):
    """Told to her other phones: one was added, on this network."""

    network: str


# --- "not me" ----------------------------------------------------------------------------------


class PostUndone(Notice, frozen=True, tag="post_undone/1"):
    """The post just given was taken back; the code can be used again."""

    held: Held


class PhoneParted(Notice, frozen=True, tag="phone_parted/1"):
    """This phone is no longer taken for the person it was linked to."""


class WrongWhat(Notice, frozen=True, tag="wrong_what/1"):
    """ "Wrong" was said, and it is not clear of what, or there is no post to take back.

    `asking`: amid a conversation. `sent`: she has sent a report since she joined.
    """

    held: tuple[Held, ...] = ()
    asking: bool = False
    sent: bool = False


# --- groups ------------------------------------------------------------------------------------


class Candidate(msgspec.Struct, frozen=True):
    """A unit that may be meant."""

    code: str
    name: str


class GroupBound(Notice, frozen=True, tag="group_bound/1"):
    """The group belongs to this unit now."""

    unit: str


class GroupWhich(Notice, frozen=True, tag="group_which/1"):
    """Several units are so called. `more` others are not listed."""

    candidates: tuple[Candidate, ...]
    more: int = 0


class GroupNoUnit(Notice, frozen=True, tag="group_no_unit/1"):
    """No unit is so called."""


class GroupHowTo(Notice, frozen=True, tag="group_how_to/1"):
    """How a group is bound. `private`: asked in a private chat."""

    private: bool = False


class GroupUnbound(Notice, frozen=True, tag="group_unbound/1"):
    """A command needs to know the group's unit first."""


class GroupHelp(Notice, frozen=True, tag="group_help/1"):
    """What a bound group may ask."""

    unit: str


class GroupRefused(Notice, frozen=True, tag="group_refused/1"):
    """Her posts do not reach this unit."""

    unit: str


class GroupWriteFirst(Notice, frozen=True, tag="group_write_first/1"):
    """We do not know who asks: she must join in a private chat first."""
