"""Takes tokens and the texts of exceptions out of every log record: the second line of defence.

The first is that nobody logs an address with a token in it, or a fault other than by type and place
(domain.faults): its text may quote what somebody typed. The HTTP libraries do the one and others
the other, so their loggers are quietened here, and their tracebacks replaced.
"""

import logging
import re
import sys
import threading
from collections.abc import Callable
from typing import Any

from domain.faults import describe_fault

_HIDDEN = "…"
_SECRETS = (
    (re.compile(r"(/bot\d+)(?::|%3A)[^/\s?#'\"]+"), rf"\1:{_HIDDEN}"),
    (re.compile(r"\b(\d{3,20}):[A-Za-z0-9_-]{20,}"), rf"\1:{_HIDDEN}"),
    (re.compile(r"(://[^:/\s@]*):[^/\s@]+@"), rf"\1:{_HIDDEN}@"),
    (re.compile(r"(?i)(secret[_-]?token['\"]?\s*[:=]\s*b?['\"]?)[^'\"\s,}]+"), rf"\1{_HIDDEN}"),
)
_ASYNCIO = "asyncio"
_TALKATIVE = ("httpx", "httpcore", "telegram", "pyreqwest")


def redact(text: str) -> str:
    """Take out anything that looks like a bot's token or a password in an address."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


class RedactTokens(logging.Filter):
    """Lets every record pass, without tokens, and with a traceback's type and places alone."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(_read_message(record))
        record.args = None
        if record.name == _ASYNCIO:  # below its first line it shows tasks with what they raised
            record.msg = record.msg.partition("\n")[0]
        if record.exc_info:
            fault = record.exc_info[1]
            record.exc_text = describe_fault(fault) if fault is not None else None
            record.exc_info = None  # so that no handler writes it out itself
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


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


def hide_texts_of_faults() -> None:
    """Say of a fault that ends the process, or a thread, only its type and place."""
    sys.excepthook = lambda _kind, fault, _trace: _say_last(fault)
    threading.excepthook = lambda ended: _say_last(ended.exc_value)


def _say_last(fault: BaseException | None) -> None:
    if fault is not None and not isinstance(fault, KeyboardInterrupt):
        logging.getLogger(__name__).critical("ended by %s", describe_fault(fault))
