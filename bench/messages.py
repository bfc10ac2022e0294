"""Measures how whole reports in one message are read, and how many messages they take.

The lists in tests/domain/answers/messages are played through the report conversation. A line is
right where the summary holds what was meant, or asks where it should ask. It is wrong in silence
where the summary holds another value and no doubt beside it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from bot.conversations.reporting.report import ReportConversation, open_report, read_told_answers
from bot.conversations.reporting.state import Answer, ReportStage, ReportState
from bot.demo.samples.last_month import LAST_MONTH
from bot.engine.conversation import Event, Facts
from domain.answers import Kind, Status, read_command
from domain.notices.reporting import CASE, Amounts
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "domain" / "answers" / "messages"


def _load_plan() -> Plan:
    read = parse_plan((ROOT / "plans" / "326-KH-BTV.yaml").read_text("utf-8"))
    assert isinstance(read, Plan)
    return read


PLAN = _load_plan()
_FACTS = Facts(datetime(2025, 10, 14, 8, tzinfo=timezone(timedelta(hours=7))), PLAN)
_FORMS: dict[str, tuple[Level, str, dict[str, Amounts]]] = {
    "m": (Level.BRANCH, "2025-10", LAST_MONTH),
    "q": (Level.BRANCH, "2025-12", LAST_MONTH),
    "h": (Level.COMMUNE, "2025-12", {}),
    "p": (Level.COMMUNE, "2025-09", {}),
    "r": (Level.BRANCH, "2025-10", LAST_MONTH),
}
_STILL_OPEN = ("1.4a", "2.4", CASE)
_MOST_TURNS = 8


class Fate(StrEnum):
    """What became of a line."""

    RIGHT = "right"
    ASKED = "asked again"
    SILENT = "wrong in silence"


class Case(NamedTuple):
    """One message of a list, with the good values of each line meant ("-" and "?": none)."""

    form: str
    meant: dict[str, frozenset[str]]
    text: str


@dataclass
class Tally:
    """The results of a list. `missed`: what to look at, a row for each line that was not right."""

    lines: Counter[Fate] = field(default_factory=Counter)
    messages: int = 0
    at_once: int = 0
    messages_out: list[int] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)

    def share(self, fate: Fate) -> float:
        """Return the share of all lines, 0 to 1."""
        return self.lines[fate] / max(1, self.lines.total())

    def add(self, case: Case, fates: Mapping[str, Fate], answers: Mapping[str, Answer]) -> None:
        """Count one message."""
        self.lines.update(fates.values())
        self.messages += 1
        self.at_once += all(fate is Fate.RIGHT for fate in fates.values())
        for code, fate in fates.items():
            if fate is not Fate.RIGHT:
                good, held = "|".join(sorted(case.meant.get(code, _NOTHING))), answers.get(code)
                row = f"{case.text!r}: {code} {fate}: {format_answer(held) or held}, not {good}"
                (self.silent if fate is Fate.SILENT else self.missed).append(row)


_NOTHING = frozenset({"-"})


# -- the lists


FIRST = ("branch_month", "other_forms")
SECOND = ("second",)


def load_batches(names: Sequence[str] = (*FIRST, *SECOND)) -> Iterator[Case]:
    """Yield the answers to whole forms."""
    for name in names:
        for form, meant, text in _read_rows(name):
            codes = _list_open_codes(form)
            yield Case(form, dict(zip(codes, map(_split_good, meant.split()), strict=True)), text)


def load_quick_reports(names: Sequence[str] = ("quick", "second_quick")) -> Iterator[Case]:
    """Yield the reports said outside any form."""
    for name in names:
        for form, meant, text in _read_rows(name):
            named = [] if meant == "nothing" else [part.split("=", 1) for part in meant.split()]
            yield Case(form, {code: _split_good(value) for code, value in named}, text)


def _read_rows(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            form, meant, text = line.split("\t")
            yield [form, meant, text.replace("\\n", "\n")]


def _split_good(column: str) -> frozenset[str]:
    return frozenset(column.split("|"))


# -- forms


def make_form(name: str) -> ReportState:
    """Make a form as it is when the message comes."""
    level, period, previous = _FORMS[name]
    state, _ = open_report(
        PLAN, unit_id=12, unit_name="Nà Pồng", level=level, period=Period.parse(period),
        previous=previous, usual={}, one_answer=True,
    )  # fmt: skip
    if name == "r":
        given = {c: Answer({"count": 0}) for c in state.codes if c not in _STILL_OPEN}
        state = replace(state, answers=given)
    return state


def _list_open_codes(name: str) -> tuple[str, ...]:
    state = make_form(name)
    return tuple(code for code in state.codes if code not in state.answers)


def format_answer(answer: Answer | None) -> str:
    """Write an answer in the signs of the lists; "" where there is none."""
    if answer is None or answer.values is None:
        return ""
    amounts = [f"{amount:g}" for amount in answer.values.values()]
    if list(answer.values) == ["yes"]:
        return "y" if amounts == ["1"] else "n"
    return "/".join(amounts)


def _format_last(name: str, code: str) -> str:
    return format_answer(Answer(_FORMS[name][2].get(code)))


# -- judging


def judge(case: Case, answers: Mapping[str, Answer], code: str) -> Fate:
    """Judge what became of one line."""
    good, held = case.meant.get(code, _NOTHING), answers.get(code)
    value = format_answer(held)
    wanted = {_format_last(case.form, code) if mark == "=" else mark for mark in good}
    if value in wanted or (not value and wanted & {"-", "?", ""}):
        return Fate.RIGHT
    doubted = held is not None and bool(held.doubt)
    if doubted and "?" in wanted:
        return Fate.RIGHT
    return Fate.SILENT if value and not doubted else Fate.ASKED


def hear(state: ReportState, text: str) -> ReportState | None:
    """Return the form after one message of hers; None if it was sent."""
    command = read_command(text)
    word = str(command.value) if command.status is Status.VALUE else None
    return ReportConversation().step(state, Event(text, word), _FACTS).state


def read_batches(cases: Sequence[Case]) -> Tally:
    """Play every message until the report is sent."""
    tally = Tally()
    for case in cases:
        before = make_form(case.form)
        state = hear(before, case.text)
        answers = {} if state is None else state.answers
        fates = {code: judge(case, answers, code) for code in _list_open_codes(case.form)}
        tally.add(case, fates, answers)
        tally.messages_out.append(_count_messages_out(case, state))
    return tally


def _count_messages_out(case: Case, state: ReportState | None) -> int:
    """Count the form, then a reply to each message of hers until the report is acknowledged."""
    out = 2
    while state is not None and out < _MOST_TURNS:
        state = hear(state, _reply(case, state))
        out += 1
    return out


def _reply(case: Case, state: ReportState) -> str:
    """Return what she says next: lines still open, lines that are wrong, or OK."""
    wrong = [code for code in case.meant if not _is_right(case, state, code)]
    lines = [f"{state.codes.index(code) + 1}: {_get_truth(case, code)}" for code in wrong]
    return (
        ", ".join(lines) + (" ok" if state.stage is ReportStage.REVIEW else "") if lines else "ok"
    )


def _is_right(case: Case, state: ReportState, code: str) -> bool:
    value = format_answer(state.answers.get(code))
    last = _format_last(case.form, code)
    wanted = {last if m == "=" else m for m in case.meant[code]} - {"-", "?"}
    return bool(value) and (value in wanted or not wanted or value == _get_truth(case, code))


_WORDS = {"y": "rồi", "n": "không"}


def _get_truth(case: Case, code: str) -> str:
    """Return the value meant, in words; where none is known, any that fits."""
    wanted = sorted(m for m in case.meant[code] if m not in ("-", "?"))
    value = _format_last(case.form, code) if wanted[:1] == ["="] else (wanted or [""])[0]
    yes_no = "không" if code == CASE else "rồi"
    any_value = {Kind.COUNT: "1", Kind.YES_NO: yes_no}.get(_get_kind(code), "1/1")
    return _WORDS.get(value, value) or any_value


def _get_kind(code: str) -> Kind:
    asks = "yes_no" if code == CASE else PLAN.indicator(code).asks
    return {"count": Kind.COUNT, "yes_no": Kind.YES_NO}.get(asks, Kind.PAIR)


def read_quickly(cases: Sequence[Case]) -> Tally:
    """Offer every quick report to an empty form; only lines meant or filled are counted."""
    tally = Tally()
    for case in cases:
        empty = make_form(case.form)
        answers = _read_told(empty, case.text)
        codes = dict.fromkeys((*case.meant, *answers)) or {empty.codes[0]: None}
        tally.add(case, {code: judge(case, answers, code) for code in codes}, answers)
    return tally


def _read_told(form: ReportState, text: str) -> Mapping[str, Answer]:
    told = read_told_answers(PLAN, form, text)
    return {} if told is None else told.answers


def format_figures(tally: Tally) -> str:
    """Write the figures as one line."""
    lines = tally.lines.total()
    parts = [f"{lines} lines"] + [f"{fate} {tally.share(fate):.2%}" for fate in Fate]
    parts.append(f"{tally.at_once} of {tally.messages} messages right at once")
    if tally.messages_out:
        parts.append(
            f"{sum(tally.messages_out) / len(tally.messages_out):.2f} messages out a report"
        )
    return ", ".join(parts)
