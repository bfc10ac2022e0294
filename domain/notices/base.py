"""A notice is what is to be said, as data; views find the words when it is sent."""

from enum import StrEnum
from typing import ClassVar

import msgspec


class Wait(StrEnum):
    """What may become of a reply that has not left when she writes again.

    Where messages out are few, a reply waits some seconds for what she says next, if all of its
    notices may. `REPLACED`: it says where a form stands, which the next such reply says anew, so
    this one is dropped. `CARRIED`: it is said only once, so it goes into the next such reply.

    The others leave at once: `NEVER` behind what waits, `TAKES_OVER` in its place.
    """

    NEVER = "never"
    TAKES_OVER = "takes_over"
    REPLACED = "replaced"
    CARRIED = "carried"


class Notice(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """Base of all notices.

    A subclass names its tag with a version (`tag="ask_one/1"`): rows of the outbox outlive an
    upgrade, so a stored shape never changes its meaning. Fields are plain data. What a woman in
    danger or her reporter typed is never a field of a notice. "She" is the person who is written
    to. `when_followed`: what becomes of it if she writes on.
    """

    when_followed: ClassVar[Wait] = Wait.NEVER

    names_help: ClassVar[bool] = False
    """It names whom to call in danger, or is part of reporting that somebody needs help."""

    says_unread: ClassVar[bool] = False
    """It always says that something was not understood or cannot be read."""

    @property
    def unheard(self) -> bool:
        """True where it says so, or asks again because of it (`again`, `unread`)."""
        again = getattr(self, "again", False) is True or getattr(self, "unread", False) is True
        return self.says_unread or again

    def without_quotes(self) -> "Notice":
        """Return the notice as it is stored: nothing that she typed is in it."""
        return self
