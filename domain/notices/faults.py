"""Notices to administrators about what fails; neutral, and without a word of any case."""

from domain.notices.base import Notice


class CaseUnreadable(Notice, frozen=True, tag="case_unreadable/1"):
    """Says that what a case says cannot be opened; its clocks go on."""

    case_id: int


class WatchFailed(Notice, frozen=True, tag="watch_failed/1"):
    """Says that the watch over cases failed, and may not have told whom it should.

    `fault`: its type, no text.
    """

    fault: str
