"""A notice is what is to be said, as data; views find the words when it is sent."""

import msgspec


class Notice(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """Base of all notices.

    A subclass names its tag with a version (`tag="ask_one/1"`): rows of the outbox outlive an
    upgrade, so a stored shape never changes its meaning. Fields are plain data. What a woman in
    danger or her reporter typed is never a field of a notice. "She" is the person who is written
    to.
    """

    def without_quotes(self) -> "Notice":
        """Return the notice as it is stored: nothing that she typed is in it."""
        return self
