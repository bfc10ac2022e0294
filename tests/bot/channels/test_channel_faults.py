"""Every error of a library is one of ours, and none carries a token or a text along."""

import inspect
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import httpx
import pytest
from pyreqwest import exceptions as pyreqwest_errors
from telegram import error as telegram_errors
from telegram.error import TelegramError

from bot import errors
from bot.channels import pyreqwest_request, telegram_faults, zalo_client
from bot.channels.incoming import make_receipt
from bot.channels.pyreqwest_request import WaitAsked
from bot.engine.channel import Delivery
from bot.errors import (
    AlreadySo,
    ChatMoved,
    ChatUnreachable,
    Conflict,
    NetworkFault,
    PassingFault,
    QuotaSpent,
    RequestRefused,
    TokenRefused,
    make_safe_reason,
)

TOKEN = "7001:AAE-secret_token_of_the_bot_01"
TEXT = "chồng em đánh em"
NOW = datetime(2025, 10, 31, 16, 59, 0, tzinfo=UTC)  # one minute before November in Vietnam


def classes_of(module: ModuleType, base: type[BaseException]) -> Iterator[type[BaseException]]:
    for _, found in inspect.getmembers(module, inspect.isclass):
        if issubclass(found, base):
            yield found


def test_the_tree_in_the_docstring_names_every_error() -> None:
    drawn = errors.__doc__ or ""
    ours = [c for c in classes_of(errors, errors.SohoiError) if c.__module__ == errors.__name__]
    assert len(ours) > 8
    assert [c.__name__ for c in ours if c.__name__ not in drawn] == []


def test_every_class_of_telegram_error_is_mapped() -> None:
    upstream = set(classes_of(telegram_errors, TelegramError))
    assert upstream == set(telegram_faults.MAPPED)


def test_every_class_of_httpx_is_mapped() -> None:
    bases = (httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, httpx.StreamError)
    upstream = [c for c in vars(httpx).values() if inspect.isclass(c) and issubclass(c, Exception)]
    assert [c for c in upstream if not issubclass(c, zalo_client.MAPPED)] == []
    assert [c for c in upstream if not issubclass(c, bases)] == []


@pytest.mark.parametrize(
    "kind", [c for c in vars(httpx).values() if inspect.isclass(c) and issubclass(c, Exception)]
)
def test_errors_of_httpx_pass_and_tell_no_address(kind: type[Exception]) -> None:
    error = kind.__new__(kind)
    error.args = (f"https://host/bot{TOKEN}/sendMessage",)
    fault = zalo_client.map_fault(error)
    assert isinstance(fault, PassingFault)
    assert "secret" not in fault.reason


@pytest.mark.parametrize(
    "kind", list(classes_of(pyreqwest_errors, pyreqwest_errors.PyreqwestError))
)
def test_errors_of_pyreqwest_become_the_librarys(kind: type[Any]) -> None:
    error = kind.__new__(kind)
    error.args = (f"https://host/bot{TOKEN}/sendMessage",)
    found = pyreqwest_request.to_telegram_error(error)
    assert isinstance(telegram_faults.map_fault(found), PassingFault)
    assert "secret" not in str(found)


TELEGRAM: dict[str, tuple[TelegramError, type[NetworkFault]]] = {
    "429": (WaitAsked(7), PassingFault),
    "migrated": (telegram_errors.ChatMigrated(-1001), ChatMoved),
    "blocked": (telegram_errors.Forbidden("bot was blocked by the user"), ChatUnreachable),
    "kicked": (telegram_errors.Forbidden("bot was kicked from the group"), ChatUnreachable),
    "401": (telegram_errors.InvalidToken("Unauthorized"), TokenRefused),
    "409": (telegram_errors.Conflict("terminated by other getUpdates request"), Conflict),
    "chat not found": (telegram_errors.BadRequest("Chat not found"), ChatUnreachable),
    "no rights": (
        telegram_errors.BadRequest("not enough rights to send text messages to the chat"),
        ChatUnreachable,
    ),
    "not modified": (telegram_errors.BadRequest("Message is not modified: same"), AlreadySo),
    "old press": (telegram_errors.BadRequest("Query is too old and …"), AlreadySo),
    "too long": (telegram_errors.BadRequest("Message is too long"), RequestRefused),
    "quoting": (telegram_errors.BadRequest(f"can't parse {TEXT} {TOKEN}"), RequestRefused),
    "time-out": (telegram_errors.TimedOut(), PassingFault),
    "502": (telegram_errors.NetworkError("Bad Gateway"), PassingFault),
    "garbage": (telegram_errors.TelegramError(f"Invalid {TEXT}"), PassingFault),
    "unknown method": (telegram_errors.EndPointNotFound("x"), RequestRefused),
    "passport": (telegram_errors.PassportDecryptionError("x"), RequestRefused),
}


@pytest.mark.parametrize(("error", "kind"), TELEGRAM.values(), ids=TELEGRAM)
def test_telegram(error: TelegramError, kind: type[NetworkFault]) -> None:
    fault = telegram_faults.map_fault(error)
    assert type(fault) is kind
    assert TEXT not in fault.reason
    assert TOKEN not in fault.reason


def test_a_named_wait_concerns_the_whole_bot() -> None:
    fault = telegram_faults.map_fault(WaitAsked(7))
    assert isinstance(fault, PassingFault)
    assert (fault.retry_after_seconds, fault.whole_bot) == (7.0, True)


HTML = b"<html><head><title>429 Too Many Requests</title></head></html>"


def refusal(code: int, description: str) -> bytes:
    body = {"ok": False, "description": description, "error_code": code}
    return json.dumps(body).encode()


WEBHOOK_SET = "You cannot use this API while a webhook is set. Please remove the webhook first"
ZALO: dict[str, tuple[int, bytes, type[NetworkFault]]] = {
    "400 in 200": (200, refusal(400, "Bad request: The text must not be empty"), RequestRefused),
    "400 as status": (400, refusal(400, "Bad request"), RequestRefused),
    "no chat": (200, refusal(400, "Bad request: The chat_id is invalid"), ChatUnreachable),
    "401": (200, refusal(401, "Unauthorized"), TokenRefused),
    "403": (200, refusal(403, "Internal server error"), PassingFault),
    "404": (404, refusal(404, "Not Found"), RequestRefused),
    "408": (200, refusal(408, "Request timeout"), PassingFault),
    "426": (200, b'{"ok":false,"errorCode":426}', RequestRefused),
    "quota": (200, refusal(429, "Quota exceeded"), QuotaSpent),
    "429 page": (429, HTML, PassingFault),
    "502 page": (502, b"<html>", PassingFault),
    "504 empty": (504, b"", PassingFault),
    "200 garbage": (200, b"\xff\xfe{", PassingFault),
    "200 list": (200, b"[]", PassingFault),
    "401 page": (401, b"", TokenRefused),
    "webhook set": (200, refusal(400, WEBHOOK_SET), zalo_client.WebhookIsSet),
}


@pytest.mark.parametrize(("status", "body", "kind"), ZALO.values(), ids=ZALO)
def test_zalo(status: int, body: bytes, kind: type[NetworkFault]) -> None:
    with pytest.raises(NetworkFault) as caught:
        zalo_client.read_answer("sendMessage", status, body, NOW)
    assert type(caught.value) is kind


def test_a_spent_month_is_asked_after_once_an_hour_and_holds_up_no_other_chat() -> None:
    early = datetime(2025, 10, 13, tzinfo=UTC)
    with pytest.raises(QuotaSpent) as caught:
        zalo_client.read_answer("sendMessage", 200, refusal(429, "Quota exceeded"), early)
    assert (caught.value.retry_after_seconds, caught.value.whole_bot) == (3600.0, False)


def test_zalo_with_nothing_to_give() -> None:
    for status in (200, 408):
        body = b'{"ok":false,"description":"Request timeout","error_code":408}'
        with pytest.raises(zalo_client.NothingNew):
            zalo_client.read_answer("getUpdates", status, body, NOW)


def test_zalo_waits_until_the_month_turns_in_vietnam() -> None:
    assert zalo_client.count_seconds_to_next_month(NOW) == 60.0
    december = datetime(2025, 12, 1, tzinfo=UTC)
    assert zalo_client.count_seconds_to_next_month(december) == 31 * 86400 - 7 * 3600


def test_zalo_half_a_surrogate_pair_spoils_nothing() -> None:
    body = b'{"ok":true,"result":{"text":"12 \\ud83c"},"error_code":0}'
    assert zalo_client.read_answer("getUpdates", 200, body, NOW) == {"text": "12 \ud83c"}


RECEIPTS = {
    "passing": (PassingFault("x", 3.0), Delivery.RETRY),
    "quota": (QuotaSpent("x", 60.0), Delivery.RETRY),
    "token": (TokenRefused("x"), Delivery.RETRY),
    "unreachable": (ChatUnreachable("x"), Delivery.UNREACHABLE),
    "moved": (ChatMoved("-1001"), Delivery.MOVED),
    "already": (AlreadySo("x"), Delivery.SENT),
    "refused": (RequestRefused("x"), Delivery.REFUSED),
}


@pytest.mark.parametrize(("fault", "outcome"), RECEIPTS.values(), ids=RECEIPTS)
def test_receipts(fault: NetworkFault, outcome: Delivery) -> None:
    receipt = make_receipt(fault, 2)
    assert (receipt.outcome, receipt.parts, receipt.reason) == (outcome, 2, fault.reason)
    assert receipt.quota == isinstance(fault, QuotaSpent)
    assert receipt.whole_bot == isinstance(fault, TokenRefused)


REASONS = {
    "plain": ("Bad Request: chat not found", "Bad Request: chat not found"),
    "quoted": ('unsupported start tag "chong em danh em"', "unsupported start tag"),
    "numbers": ("retry after 0912345678", "?"),
    "token": (TOKEN, "?"),
    "Vietnamese": (TEXT, "?"),
    "long": ("a " * 200, "?"),
    "empty": ("", "?"),
}


@pytest.mark.parametrize(("description", "reason"), REASONS.values(), ids=REASONS)
def test_safe_reason(description: str, reason: str) -> None:
    assert make_safe_reason(description, "?") == reason
