"""Notices that belong to no single conversation."""

from domain.notices.base import Notice


class Apology(Notice, frozen=True, tag="apology/1"):
    """A fault of ours: her message was kept out of no report, she can go on."""


class Help(Notice, frozen=True, tag="help/1"):
    """What she can do here; roles decide which lines."""

    roles: tuple[str, ...] = ()


class NotUnderstood(Notice, frozen=True, tag="not_understood/1"):
    """Outside a conversation something was said that is no command.

    `sent`: what came, as channels name it; "thanks" or "greeting" for a word of courtesy.
    """

    roles: tuple[str, ...] = ()
    sent: str = "text"


class NotForYou(Notice, frozen=True, tag="not_for_you/1"):
    """Her role does not allow it."""


class NotHere(Notice, frozen=True, tag="not_here/1"):
    """It belongs into a private chat, not into a group."""
