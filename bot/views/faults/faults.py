"""Words for administrators about what fails: neutral, without a word of any case."""

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.engine.view import View
from domain.notices.faults import CaseUnreadable, WatchFailed
from services.context import Context
from storage.cases import cases


def read_number(notice: CaseUnreadable, context: Context) -> str | None:
    """Read the case's number; None once it can be opened again, or is gone."""
    case = cases.load(context.tx, notice.case_id)
    return None if case is None or case.is_readable else case.number


def render_case_unreadable(notice: CaseUnreadable, number: str, surface: Surface) -> Message:
    """Say which one cannot be opened, that it goes on all the same, and what to do."""
    return Message(
        surface.say(
            "{number} cannot be opened: its data are damaged. Its clocks go on, and the province's "
            "officers are told of it. Please have `sohoi audit verify` run and the last backup "
            "kept.",
            number=number,
        )
    )


def render_watch_failed(notice: WatchFailed, surface: Surface) -> Message:
    """Say that clocks may not be watched now, and what to do."""
    return Message(
        surface.say(
            "**The watch over cases has failed** ({fault}). I try again every minute, but some "
            "officers may not be told in time. Please have the log and `sohoi db check` looked at "
            "now, and the officers phoned.",
            fault=notice.fault,
        )
    )


VIEWS = (
    View(CaseUnreadable, render_case_unreadable, load=read_number),
    View(WatchFailed, render_watch_failed),
)
