"""Joins the messages of one step into one message out."""

from collections.abc import Sequence

from bot.engine.message import Message


def join_messages(messages: Sequence[Message]) -> Message:
    """Put the texts one under the other, with the choices of the last message that has any.

    Choices that never grow old lead to commands: where all are such, all are kept. So are those
    of a protected message, which is not shown again by itself.
    """
    if len(messages) == 1:
        return messages[0]
    last = messages[-1]
    choosing = [m for m in messages if m.choices] or [last]
    chosen = choosing[-1]
    together = all(m.ageless for m in choosing) or any(m.protect for m in choosing)
    kept = choosing if together else [chosen]
    return Message(
        "\n".join(message.text for message in messages if message.text),
        tuple(row for m in kept for row in m.choices),
        ageless=chosen.ageless,
        protect=any(message.protect for message in messages),
        photo=next((m.photo for m in messages if m.photo), None),
        document=next((m.document for m in messages if m.document), None),
        photo_address=next((m.photo_address for m in messages if m.photo_address), ""),
        delete=tuple(each for m in messages for each in m.delete),
        if_kept="\n".join(m.if_kept for m in messages if m.if_kept),
    )
