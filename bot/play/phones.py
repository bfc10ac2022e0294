"""What phones show: messages as a transcript writes them, and the buttons that stay on a chat."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.engine.channel import Pressed
from bot.engine.message import BOLD_OFF, BOLD_ON, Choice, Message

PROTECTED, PICTURE, FILE, DELETED = "🔒", "🖼", "📎", "✗"
"""Before a message: it cannot be forwarded, it has a picture, a file; after it: what it replaces
was taken away."""


def print_message(message: Message) -> str:
    """A message as a transcript shows it: **bold**, a row of [buttons] a line."""
    if message.delete and not message.text:
        return f"{DELETED} thu lại {len(message.delete)} tin"
    text = message.text.replace(BOLD_ON, "**").replace(BOLD_OFF, "**")
    before = "".join(f"{sign} " for sign in _find_signs(message))
    after = f" {DELETED}" if message.delete else ""
    lines = (before + text, *(_print_row(row) for row in message.choices))
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines()) + after


def _find_signs(message: Message) -> list[str]:
    signs = [PROTECTED] if message.protect else []
    signs += [PICTURE] if message.photo or message.photo_address else []
    return signs + ([f"{FILE} {message.document[0]}"] if message.document else [])


def _print_row(row: Sequence[Choice]) -> str:
    return " ".join(f"[{choice.label}]" for choice in row)


class NoSuchButton(Exception):
    """Nothing that this chat shows has a button of that label; the message names those it has."""


@dataclass(slots=True)
class Chat:
    """The messages of one chat that have buttons, the newest last, with their turns."""

    offers: list[tuple[Message, int | None]] = field(default_factory=list)

    def keep(self, message: Message, turn: int | None) -> None:
        """Remember a message's buttons."""
        if message.choices:
            self.offers.append((message, turn))

    def press(self, label: str) -> Pressed:
        """The newest button of this label, pressed; raises NoSuchButton."""
        for message, turn in reversed(self.offers):
            for choice in _find_choices(message):
                if choice.label == label:
                    return Pressed(None if message.ageless else turn, choice.value, "callback")
        newest = _find_choices(self.offers[-1][0]) if self.offers else []
        offered = " ".join(f"[{choice.label}]" for choice in newest) or "no button at all"
        raise NoSuchButton(f"there is no button [{label}]; the chat shows {offered}")


def _find_choices(message: Message) -> list[Choice]:
    return [choice for row in message.choices for choice in row]
