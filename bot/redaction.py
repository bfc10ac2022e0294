"""Takes tokens out of every log record: the second line of defence.

The first is that nobody logs an address with a token in it. The HTTP libraries do, so their loggers
are quietened here as well.
"""

import logging
import re
from collections.abc import Callable
from typing import Any

_HIDDEN = "…"
_SECRETS = (
    (re.compile(r"(/bot\d+)(?::|%3A)[^/\s?#'\"]+"), rf"\1:{_HIDDEN}"),
    (re.compile(r"\b(\d{3,20}):[A-Za-z0-9_-]{20,}"), rf"\1:{_HIDDEN}"),
    (re.compile(r"(://[^:/\s@]*):[^/\s@]+@"), rf"\1:{_HIDDEN}@"),
    (re.compile(r"(?i)(secret[_-]?token['\"]?\s*[:=]\s*b?['\"]?)[^'\"\s,}]+"), rf"\1{_HIDDEN}"),
)
_TALKATIVE = ("httpx", "httpcore", "telegram", "pyreqwest")


def redact(text: str) -> str:
    """Take out anything that looks like a bot's token or a password in an address."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


class RedactTokens(logging.Filter):
    """Lets every record pass, without tokens in message, arguments and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(_read_message(record))
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = _PLAIN.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


_PLAIN = logging.Formatter()
_REDACT = RedactTokens()


def _read_message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return str(record.msg)  # arguments that do not fit: logging itself would raise later


def quieten() -> None:
    """Raise the level of libraries that log addresses and texts; safe to call again."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        if logger.level < logging.WARNING:
            logger.setLevel(logging.WARNING)


def redact_all_records() -> None:
    """Redact every record of this process from now on, whatever its handler; safe to call again."""
    quieten()
    make = logging.getLogRecordFactory()
    if not getattr(make, "redacts", False):
        logging.setLogRecordFactory(_wrap_factory(make))


def _wrap_factory(make: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    def make_redacted(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        _REDACT.filter(record)
        return record

    make_redacted.redacts = True  # type: ignore[attr-defined]
    return make_redacted
