"""No token in any log record, whatever way it came in."""

import asyncio
import gc
import io
import logging
from collections.abc import Iterator

import pytest

from bot.redaction import redact, redact_all_records

SECRET = "AAE-secret_token_of_the_bot_01"
TOKEN = f"7001234:{SECRET}"

TEXTS = {
    "address": (f"POST https://host/bot{TOKEN}/sendMessage", "POST https://host/bot7001234:…/sendMessage"),
    "short token in an address": ("http://x/zalo/bot12:abc/getMe?x=1", "http://x/zalo/bot12:…/getMe?x=1"),
    "escaped": (f"/bot7001234%3A{SECRET}/getMe", "/bot7001234:…/getMe"),
    "file": (f"/file/bot{TOKEN}/photos/1.jpg", "/file/bot7001234:…/photos/1.jpg"),
    "bare": (f"token {TOKEN}.", "token 7001234:…."),
    "proxy": ("http://user:pa55@host:1", "http://user:…@host:1"),
    "header": ("{'secret_token': 'abcdef'}", "{'secret_token': '…'}"),
    "innocent": ("19:42 14/10 /srv/bot/channels/x.py:12 http://a:80/b", None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_redact(text: str, expected: str | None) -> None:
    assert redact(text) == (text if expected is None else expected)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a plain handler writes while redaction is installed."""
    before = logging.getLogRecordFactory()
    redact_all_records()
    redact_all_records()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("somebody.elses")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)
    logging.setLogRecordFactory(before)


def test_every_record_is_redacted(written: io.StringIO) -> None:
    log = logging.getLogger("somebody.elses")
    log.warning("in the message %s", f"https://host/bot{TOKEN}/x")
    log.warning("in %(a)s", {"a": TOKEN})
    try:
        raise ValueError(f"in the error /bot{TOKEN}/x")
    except ValueError:
        log.exception("in a traceback")
    log.warning("wrong arguments %d", TOKEN)
    assert SECRET not in written.getvalue()
    assert written.getvalue().count("7001234:…") == 2


def test_a_fault_is_told_by_type_and_place_never_by_its_text(written: io.StringIO) -> None:
    log = logging.getLogger("somebody.elses")
    try:
        try:
            int("chị Hoa bị đánh")
        except ValueError as cause:
            raise LookupError("chị Hoa") from cause
    except LookupError:
        log.exception("it failed")
    said = written.getvalue()
    assert "chị Hoa" not in said
    assert "LookupError at tests/bot/test_redaction.py:" in said
    assert "; from ValueError at " in said


async def test_a_task_that_nobody_waited_for_tells_no_text(written: io.StringIO) -> None:
    async def fail() -> None:
        raise ValueError("chị Hoa")

    log = logging.getLogger("asyncio")
    handler = logging.StreamHandler(written)
    log.addHandler(handler)
    task = asyncio.ensure_future(fail())
    await asyncio.sleep(0)
    del task
    gc.collect()
    log.removeHandler(handler)
    assert "Task exception was never retrieved" in written.getvalue()
    assert "chị Hoa" not in written.getvalue()


def test_talkative_libraries_are_quiet(written: io.StringIO) -> None:
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert not logging.getLogger("telegram.Bot").isEnabledFor(logging.DEBUG)
