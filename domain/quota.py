"""What is still sent as the month's messages run out, on a network that counts them.

A part of each bot's month is kept for cases, and people without a post may use only a part of the
rest, so that nobody can silence a cry for help by chatting.
"""

from dataclasses import dataclass
from enum import StrEnum

_DIGESTS_STOP, _REMINDERS_THIN_OUT = 80, 85
KEPT_FOR_CASES = 10
"""Per cent of the month's messages that only cases may use, where no plan says otherwise."""

QUOTA_SPENT = "the month's messages are spent"
"""The reason of messages that wait because the network takes no more."""

RELEASED = "released by hand"
"""The reason of messages that waited so, and are to be tried again at once."""

PROBE_SECONDS = 3600.0
"""Once the quota is spent the network is asked again so often, except for cases."""


class MessageKind(StrEnum):
    """Kinds of message; the first to be stopped stands first."""

    DIGEST = "digest"
    REMINDER = "reminder"
    ANSWER = "answer"
    CASE = "case"


def may_send(
    kind: MessageKind,
    used: int,
    quota: int | None,
    *,
    main: bool = False,
    kept: int = KEPT_FOR_CASES,
) -> bool:
    """Return True if a message of this kind is still sent when `used` of `quota` have been.

    `quota` None: they are not counted. Digests stop first; then only the `main` reminder of a
    period is sent; the last `kept` per cent are for cases alone, which are never stopped by us.
    """
    percent = 100 * used / quota if quota else 0.0
    if kind is not MessageKind.CASE and percent >= 100 - kept:
        return False
    if kind is MessageKind.DIGEST:
        return percent < _DIGESTS_STOP
    return kind is not MessageKind.REMINDER or main or percent < _REMINDERS_THIN_OUT


def count_left_for_all(used: int, quota: int | None, kept: int = KEPT_FOR_CASES) -> int | None:
    """Count the messages that may still be spent on broadcasts; None where they are not counted.

    The last ones are kept for cases.
    """
    return None if quota is None else max(0, quota * (100 - kept) // 100 - used)


def find_warning(used: int, quota: int, kept: int = KEPT_FOR_CASES) -> int | None:
    """Find the highest mark (per cent) that was reached, of which administrators are told: where
    digests stop, and where all but cases does. None if none was."""
    reached = [mark for mark in (_DIGESTS_STOP, 100 - kept) if 100 * used >= mark * quota]
    return max(reached, default=None)


# --- what is held back --------------------------------------------------------------------------


class HeldBack(StrEnum):
    """Why a message is not sent; it stands in the outbox, where it is dropped."""

    FOR_CASES = "held back: the rest of the month is kept for cases"
    STRANGERS_SHARE = "held back: what people without a post may use this month is spent"
    STRANGER_REPLIES = "held back: this chat without a post had its replies of the day"


class Share(StrEnum):
    """From which part of the month a message is taken."""

    ALL = "all"
    CASES = "cases"
    STRANGERS = "strangers"


@dataclass(frozen=True, slots=True)
class MonthUse:
    """What a bot may send in this month, and has sent; `strangers` of it to people without a post.

    `kept`, `strangers_share`: per cent, see domain.cases.settings. `replies`: how many a day a
    chat without a post gets.
    """

    quota: int
    used: int
    strangers: int
    kept: int
    strangers_share: int
    replies: int


@dataclass(frozen=True, slots=True)
class ChatUse:
    """What a chat was sent. `is_stranger`: nobody in a post writes from it.

    `was_answered`: it was sent something at all. `replies_today`: without what belongs to an open
    intake or case. `danger_lately`: danger was answered there within the hour, or the numbers were
    named; `begun_lately`: an intake opened with it. `sent_lately`: anything was sent within it.
    """

    is_stranger: bool
    was_answered: bool = True
    replies_today: int = 0
    danger_lately: bool = False
    begun_lately: bool = False
    sent_lately: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What a message is about. `of_case`: it belongs to a case, or to an open intake.
    `tells_numbers`: it answers danger that was heard outside of one, or a question whom to call;
    `begins`: an intake opens with it."""

    of_case: bool
    tells_numbers: bool = False
    begins: bool = False


def choose_share(message: Message, chat: ChatUse, month: MonthUse) -> Share | HeldBack:
    """Choose from which part of the month a message is taken, or why it is held back.

    A new chat is always answered once. After its replies of the day one more goes once an hour, so
    that nobody who writes meets nothing but silence: at most 23 a day and chat more, out of what
    people without a post may use. Danger is answered out of the cases' part, once an hour and
    chat where it was heard outside of an intake; beyond that it is a reply as any other. Numbers
    that were named to whoever asked for them do not keep an intake from opening after them.
    """
    lately = chat.begun_lately if message.begins else chat.danger_lately
    if message.of_case and not (message.tells_numbers and lately):
        return Share.CASES
    is_kept = month.used * 100 >= month.quota * (100 - month.kept)
    if not chat.is_stranger:
        return HeldBack.FOR_CASES if is_kept else Share.ALL
    if not chat.was_answered:
        return Share.STRANGERS
    if chat.replies_today >= month.replies and chat.sent_lately:
        return HeldBack.STRANGER_REPLIES
    if month.strangers * 100 >= month.quota * month.strangers_share:
        return HeldBack.STRANGERS_SHARE
    return HeldBack.FOR_CASES if is_kept else Share.STRANGERS
