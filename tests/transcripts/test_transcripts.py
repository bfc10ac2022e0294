"""Plays every transcript and compares what the bot says, word for word.

SOHOI_REWRITE_TRANSCRIPTS=1 writes the bot's lines anew; read the difference before committing it.
"""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.org.levels import Level
from tests.support.stage import Phone, in_print

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
REWRITE = os.environ.get("SOHOI_REWRITE_TRANSCRIPTS") == "1"
PERSON, BOT = "▸", "◂"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_transcript(path: Path) -> None:
    script = yaml.safe_load(path.read_text("utf-8"))
    for talk in script["talks"]:
        phone, lines = _played(talk)
        if REWRITE:
            talk["talk"] = lines
            continue
        assert lines == talk["talk"]
        if "messages_out" in talk:
            assert len(phone.said) <= talk["messages_out"]
        if "sent" in talk:
            assert [_stored(report) for report in phone.sent] == talk["sent"]
        if "days" in talk:
            assert {d.event: _days(d) for d in phone.days} == talk["days"]
    if REWRITE:
        path.write_text(_printed(script), "utf-8")


def _played(talk: dict[str, Any]) -> tuple[Phone, list[dict[str, str]]]:
    phone = Phone(talk["network"])
    lines = [{BOT: in_print(_opened(phone, talk))}]
    for line in talk["talk"]:
        if PERSON in line:
            lines.append({PERSON: line[PERSON]})
            answer = phone.does(line[PERSON])
            lines += [] if answer is None else [{BOT: in_print(answer)}]
    return phone, lines


def _opened(phone: Phone, talk: dict[str, Any]) -> Any:
    if "choose" in talk:
        return phone.open_choice("unit", [tuple(option) for option in talk["choose"]])
    if "event_dates" in talk:
        return phone.open_event_dates(talk["event_dates"])
    return phone.open_report(
        talk.get("period", "2025-10"),
        Level(talk.get("level", "branch")),
        talk.get("unit", "Chi hội Nà Pồng"),
        talk.get("previous"),
        on_behalf=talk.get("on_behalf", False),
        one_answer=talk.get("one_answer"),
        sent=talk.get("corrects"),
    )


def _days(said: Any) -> str | None:
    return None if said.days is None else " ".join(day.isoformat() for day in said.days)


def _stored(report: Any) -> dict[str, Any]:
    """A report as transcripts note it: code → amounts in the order of the fields."""
    kept: dict[str, Any] = {c: list(v.values()) for c, v in sorted(report.values.items())}
    kept |= {"skipped": list(report.skipped)} if report.skipped else {}
    kept |= {"unchanged": list(report.unchanged)} if report.unchanged else {}
    kept |= {"help_needed": True} if report.help_needed else {}
    return kept


# --- written so that an office can read it ---------------------------------------------------


def _printed(script: dict[str, Any]) -> str:
    parts = [f"title: {_quoted(script['title'])}", "talks:"]
    for talk in script["talks"]:
        parts += _printed_talk(talk)
    return "\n".join(parts) + "\n"


def _printed_talk(talk: dict[str, Any]) -> list[str]:
    given = {key: value for key, value in talk.items() if key != "talk"}
    head = yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=96).splitlines()
    lines = [("  - " if n == 0 else "    ") + line for n, line in enumerate(head)]
    lines.append("    talk:")
    for line in talk["talk"]:
        ((who, text),) = line.items()
        lines += _printed_line(who, text)
    return lines


def _printed_line(who: str, text: str) -> list[str]:
    if who == PERSON:
        return [f"      - {PERSON}: {_quoted(text)}"]
    return [f"      - {BOT}: |-", *(f"          {line}".rstrip() for line in text.splitlines())]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
