"""Notices that belong to no single conversation."""

from domain.notices.base import Notice


class Apology(Notice, frozen=True, tag="apology/1"):
    """Apologises for a fault of ours; her answers are kept and she can go on."""


class Help(Notice, frozen=True, tag="help/1"):
    """Says what she can do here; her roles decide which lines are shown."""

    roles: tuple[str, ...] = ()


class NotUnderstood(Notice, frozen=True, tag="not_understood/1"):
    """Answers something said outside a conversation that is no command.

    `sent`: what came, as channels name it ("text", "photo", …), or "thanks" or "greeting" for a
    word of courtesy.
    """

    roles: tuple[str, ...] = ()
    sent: str = "text"


class NotForYou(Notice, frozen=True, tag="not_for_you/1"):
    """Says that her role does not allow it."""


class NotHere(Notice, frozen=True, tag="not_here/1"):
    """Says that this belongs into a private chat and not into a group."""
