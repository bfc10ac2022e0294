"""What can go wrong outside our own code, as a tree of exceptions.

    SohoiError
    ├── OperatorMistake          a setting or a file is wrong; one line that says how to mend it
    ├── WebhookRefused           a request to a webhook is not the network's
    └── NetworkFault             what a network answered, or that it did not
        ├── PassingFault         it will pass: wait and try again
        │   ├── Conflict         another process polls with the same token
        │   └── QuotaSpent       no messages out: asked again hourly, until the month turns
        ├── TokenRefused         the network does not know the token
        ├── ChatUnreachable      blocked, gone, or never wrote
        ├── ChatMoved            the chat has another id
        ├── AlreadySo            what was asked is the case already: harmless
        └── RequestRefused       the network will never take this request

Exceptions of python-telegram-bot, httpx and pyreqwest are turned into these in the file of the
channel and go no further. A person's mistake is a value, never an exception.
"""

import re


class SohoiError(Exception):
    """Base of all."""


class OperatorMistake(SohoiError):
    """The operator set something wrong; the message is one line with the mend, for a terminal."""


class WebhookRefused(SohoiError):
    """A request to a webhook lacks the network's secret, or is too large to be the network's."""


class NetworkFault(SohoiError):
    """What a network answered. `reason` is safe to store and log: no token, no text of people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PassingFault(NetworkFault):
    """Try again, after `retry_after_seconds` if named.

    `whole_bot`: until then nothing is to be sent to any chat of the bot.
    """

    def __init__(
        self, reason: str, retry_after_seconds: float | None = None, *, whole_bot: bool = False
    ) -> None:
        super().__init__(reason)
        self.retry_after_seconds = retry_after_seconds
        self.whole_bot = whole_bot


class Conflict(PassingFault):
    """Two processes poll with one token; the network serves only one of them."""


class QuotaSpent(PassingFault):
    """The month's messages out are spent."""


class TokenRefused(NetworkFault):
    """The network does not know the token, or no longer."""


class ChatUnreachable(NetworkFault):
    """The chat cannot be written to: blocked, gone, or it never wrote to the bot."""


class ChatMoved(NetworkFault):
    """A group became a supergroup; `to_chat` is its id now."""

    def __init__(self, to_chat: str) -> None:
        super().__init__("moved to another id")
        self.to_chat = to_chat


class AlreadySo(NetworkFault):
    """What was asked for is the case already."""


class RequestRefused(NetworkFault):
    """The network will never take this request."""


_QUOTED = re.compile(r"""(["'`“«]).*?(["'`”»]|$)""", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z_ ,.:()/-]*")
_LONGEST_REASON = 120


def make_safe_reason(description: object, fallback: str) -> str:
    """Return a network's description of an error if it surely quotes nobody, else `fallback`.

    Only ASCII letters and plain punctuation pass; quotations are cut out.
    """
    bare = " ".join(_QUOTED.sub("…", str(description)).replace("…", "").split())
    if len(bare) <= _LONGEST_REASON and _PLAIN.fullmatch(bare):
        return bare
    return fallback
