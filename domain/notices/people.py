"""Notices to people who join, link a phone, say "not me", or bind a group to a unit."""

from datetime import date, datetime

import msgspec

from domain.notices.base import Notice


class NamedPost(msgspec.Struct, frozen=True, omit_defaults=True):
    """A post with the names of its unit, of that unit's commune (for a branch) and province."""

    role: str
    unit: str
    commune: str = ""
    province: str = ""


# --- joining -----------------------------------------------------------------------------------


class AskCode(Notice, frozen=True, tag="ask_code/1"):
    """Tells somebody who holds no post what this is, and that a code is needed."""

    province: str


class Joined(Notice, frozen=True, tag="joined/1"):
    """Welcomes her in a post. `more`: she held another one before."""

    held: NamedPost
    more: bool = False


class JoinedAlready(Notice, frozen=True, tag="joined_already/1"):
    """Says that she holds these posts already; no code was spent."""

    held: tuple[NamedPost, ...]


class CodeMistyped(Notice, frozen=True, tag="code_mistyped/1"):
    """Says that a code has a letter wrong or missing: its check letter does not agree."""


class CodeUnknown(Notice, frozen=True, tag="code_unknown/1"):
    """Says that nobody was given this well-formed code."""


class CodeSpent(Notice, frozen=True, tag="code_spent/1"):
    """Says that the invitation's last use was taken."""


class CodeExpired(Notice, frozen=True, tag="code_expired/1"):
    """Says that the invitation was good until this day."""

    until: date


class CodeWait(Notice, frozen=True, tag="code_wait/1"):
    """Says that no code is read before this moment, after too many wrong ones."""

    until: datetime


class NoSeat(Notice, frozen=True, tag="no_seat/1"):
    """Says that this bot is full; the code was not spent.

    `bot`, `username`: another bot that has a free seat, "" where none has.
    """

    bot: str = ""
    username: str = ""


# --- a second phone or network -----------------------------------------------------------------


class LinkCode(Notice, frozen=True, tag="link_code/1"):
    """Gives her a code to type on her other network or phone."""

    code: str
    until: datetime


class LinkNeedsPost(Notice, frozen=True, tag="link_needs_post/1"):
    """Says that only somebody who has joined can link another phone."""


class LinkHere(Notice, frozen=True, tag="link_here/1"):
    """Says that she typed her own code on a phone that is linked to her already."""


class Linked(Notice, frozen=True, tag="linked/1"):
    """Says that this phone is linked to her now."""

    held: tuple[NamedPost, ...]


class LinkRefused(Notice, frozen=True, tag="link_refused/1"):
    """Says that this phone was not linked, since it belongs to somebody in these posts."""

    held: tuple[NamedPost, ...]


class PhoneLinked(Notice, frozen=True, tag="phone_linked/1"):
    """Tells her other phones that one was added on this network."""

    network: str


# --- "not me" ----------------------------------------------------------------------------------


class PostUndone(Notice, frozen=True, tag="post_undone/1"):
    """Says that the post just given was taken back; the code can be used again."""

    held: NamedPost


class PhoneParted(Notice, frozen=True, tag="phone_parted/1"):
    """Says that this phone is no longer linked to the person it was linked to."""


class WrongWhat(Notice, frozen=True, tag="wrong_what/1"):
    """Answers "wrong" where it is not clear what is wrong, or where no post can be taken back.

    `asking`: she is in the midst of a conversation. `sent`: she has sent a report since she joined.
    """

    held: tuple[NamedPost, ...] = ()
    asking: bool = False
    sent: bool = False


class AskNotMe(Notice, frozen=True, tag="ask_not_me/1"):
    """Asks whether she really is not the person in this post, before it ends.

    `linked`: her phone would part from that person instead; the post stays. `again`: her answer
    was neither.
    """

    held: NamedPost
    linked: bool = False
    again: bool = False


class StaysRecorded(Notice, frozen=True, tag="stays_recorded/1"):
    """Says that nothing was changed: she is recorded in this post as before."""

    held: NamedPost


# --- groups ------------------------------------------------------------------------------------


class Candidate(msgspec.Struct, frozen=True):
    """A unit that may be meant."""

    code: str
    name: str


class GroupBound(Notice, frozen=True, tag="group_bound/1"):
    """Says that the group belongs to this unit now."""

    unit: str


class GroupWhich(Notice, frozen=True, tag="group_which/1"):
    """Says that several units have this name. `more` others are not listed."""

    candidates: tuple[Candidate, ...]
    more: int = 0


class GroupNoUnit(Notice, frozen=True, tag="group_no_unit/1"):
    """Says that no unit has this name or code."""


class GroupHowTo(Notice, frozen=True, tag="group_how_to/1"):
    """Says how a group is bound. `private`: she asked in a private chat."""

    private: bool = False


class GroupUnbound(Notice, frozen=True, tag="group_unbound/1"):
    """Says that the group must be bound to a unit first."""


class GroupHelp(Notice, frozen=True, tag="group_help/1"):
    """Says what a bound group may ask."""

    unit: str


class GroupRefused(Notice, frozen=True, tag="group_refused/1"):
    """Says that her posts do not reach this unit."""

    unit: str


class GroupWriteFirst(Notice, frozen=True, tag="group_write_first/1"):
    """Says that she must join in a private chat first, since nobody knows who asks."""
