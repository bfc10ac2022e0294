"""Notices that belong to no single conversation."""

from datetime import date

import msgspec

from domain.notices.base import Notice


class Apology(Notice, frozen=True, tag="apology/1"):
    """Apologises for a fault of ours; her answers are kept and she can go on."""


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where she stands with her reports: the month ("2025-10") she owes, due on a day, or, where
    `due` is None, the newest that was sent."""

    period: str
    due: date | None = None


class Help(Notice, frozen=True, tag="help/1"):
    """Says what she can do here; her roles decide which lines are shown."""

    roles: tuple[str, ...] = ()
    standing: Standing | None = None


COURTESIES = frozenset({"thanks", "greeting", "planned", "agreed"})
"""What `NotUnderstood.sent` may be besides a kind of message."""


class NotUnderstood(Notice, frozen=True, tag="not_understood/1"):
    """Answers something said outside a conversation that is no command.

    `sent`: what came, as channels name it ("text", "photo", …), or "thanks" or "greeting" for a
    word of courtesy, "agreed" for a bare OK where no form stands open, "small_talk", "insult",
    "talk" for a sentence that is about nothing I know, or "planned" for what is still to be done.
    `standing`: None where she reports for nobody.
    """

    roles: tuple[str, ...] = ()
    sent: str = "text"
    standing: Standing | None = None

    @property
    def unheard(self) -> bool:
        """True for all but a courtesy, which is understood."""
        return self.sent not in COURTESIES


class Net(Notice, frozen=True, tag="net/1"):
    """Says in one line whom to call in danger, and where a woman finds help.

    The dialogue puts it under all that says that something was not understood.
    """


class NotForYou(Notice, frozen=True, tag="not_for_you/1"):
    """Says that her role does not allow it."""


class NotHere(Notice, frozen=True, tag="not_here/1"):
    """Says that this belongs into a private chat and not into a group."""
