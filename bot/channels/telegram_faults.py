"""Turns python-telegram-bot's errors into ours (bot/errors.py)."""

import re
from datetime import timedelta

from telegram import error as upstream

from bot.errors import (
    AlreadySo,
    ChatMoved,
    ChatUnreachable,
    Conflict,
    NetworkFault,
    PassingFault,
    RequestRefused,
    TokenRefused,
    make_safe_reason,
)

_UNREACHABLE = re.compile(
    r"chat not found|user not found|peer_id_invalid|chat_write_forbidden|chat_restricted|"
    r"user is deactivated|user_is_blocked|input_user_deactivated|bot was kicked|"
    r"bot is not a member|"
    r"not enough rights to send|have no rights to send|need administrator rights|"
    r"group chat was deactivated|chat_id is empty",
    re.IGNORECASE,
)
_ALREADY = re.compile(r"message is not modified|query is too old", re.IGNORECASE)

MAPPED = (
    upstream.RetryAfter,
    upstream.ChatMigrated,
    upstream.Forbidden,
    upstream.InvalidToken,
    upstream.EndPointNotFound,
    upstream.Conflict,
    upstream.BadRequest,
    upstream.TimedOut,
    upstream.NetworkError,
    upstream.PassportDecryptionError,
    upstream.TelegramError,
)
"""Every class of telegram.error that `map_fault` knows; a test compares."""


def map_fault(error: upstream.TelegramError) -> NetworkFault:
    """Return our fault for an error of the library; the more special class comes first."""
    match error:
        case upstream.RetryAfter():
            seconds = _read_seconds(error)
            return PassingFault("asked to wait", seconds, whole_bot=True)
        case upstream.ChatMigrated():
            return ChatMoved(str(error.new_chat_id))
        case upstream.Forbidden():
            return ChatUnreachable(make_safe_reason(error.message, "forbidden"))
        case upstream.InvalidToken():
            return TokenRefused("the token is not known")
        case upstream.Conflict():
            return Conflict("another process polls with this token")
        case upstream.BadRequest():
            return _map_bad_request(error.message)
        case upstream.TimedOut():
            return PassingFault("no answer in time")
        case upstream.NetworkError():
            return PassingFault(make_safe_reason(error.message, "the network does not answer well"))
        case upstream.EndPointNotFound() | upstream.PassportDecryptionError():
            return RequestRefused(type(error).__name__)
    return PassingFault("the answer could not be read")


def _read_seconds(error: upstream.RetryAfter) -> float:
    """Return seconds: the library gives whole ones, and by a setting of its own a timedelta."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _map_bad_request(message: str) -> NetworkFault:
    if _ALREADY.search(message):
        return AlreadySo("already so")
    reason = make_safe_reason(message, "bad request")
    if _UNREACHABLE.search(message):
        return ChatUnreachable(reason)
    return RequestRefused(reason)
