"""Several notices of one step as one message out."""

from collections.abc import Sequence

from bot.views.base import Message


def joined(messages: Sequence[Message]) -> Message:
    """The texts one under the other, with the choices of the last message that has any."""
    if len(messages) == 1:
        return messages[0]
    last = messages[-1]
    chosen = next((m for m in reversed(messages) if m.choices), last)
    return Message(
        "\n".join(message.text for message in messages if message.text),
        chosen.choices,
        ageless=chosen.ageless,
        protect=any(message.protect for message in messages),
        photo=next((m.photo for m in messages if m.photo), None),
        document=next((m.document for m in messages if m.document), None),
        photo_address=next((m.photo_address for m in messages if m.photo_address), ""),
    )
