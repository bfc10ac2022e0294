"""A played transcript for people to read: the conversation, and where it differs from the file."""

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from bot.play.playback import PlayedTalk, PlayedTurn
from bot.play.transcript import Action, Sign, WrittenAnswer


def print_talk(path: Path, played: PlayedTalk) -> Iterator[str]:
    """Give the lines of a conversation as it came, each difference below its turn, then faults."""
    on = f" ({played.network})" if played.network else ""
    if head := f"{played.talk.about}{on}".strip():
        yield f"## {head}"
    differing = {id(turn) for turn in played.differing_turns}
    for turn in played.turns:
        yield from _print_turn(turn)
        if id(turn) in differing:
            yield from _print_difference(path, played, turn)
    for line, fault in played.faults:
        yield f"! {path}:{line}: {fault}"


def _print_turn(played: PlayedTurn) -> Iterator[str]:
    action = played.turn.action
    yield from _indent(_name(action), action.text + _tell_time(action, played))
    for answer in played.came:
        yield from _print_answer(answer)


def _name(action: Action) -> str:
    return f"{action.who} ▸" if action.sign is Sign.PERSON else action.sign.value


def _tell_time(action: Action, played: PlayedTurn) -> str:
    """After the clock's lines the moment that they led to."""
    if action.sign is not Sign.CLOCK:
        return ""
    return f" ({played.now:%H:%M} {played.now.day}/{played.now.month})"


def _print_answer(answer: WrittenAnswer) -> Iterator[str]:
    at = f" {answer.at}" if answer.at else ""
    yield from _indent(f"{answer.who} ◂{at}", answer.text)


def _indent(head: str, text: str) -> Iterator[str]:
    first, *others = text.splitlines() or [""]
    yield f"  {head} {first}"
    yield from (f"      {line}".rstrip() for line in others)


def _print_difference(path: Path, talk: PlayedTalk, played: PlayedTurn) -> Iterator[str]:
    written = [
        line for answer in played.turn.find_answers(talk.network) for line in _print_answer(answer)
    ]
    came = [line for answer in played.came for line in _print_answer(answer)]
    yield f"! {path}:{played.turn.action.line}: what came differs (- written, + came)"
    changes = list(unified_diff(written, came, n=0, lineterm=""))
    yield from (f"! {line}" for line in changes[2:] if not line.startswith("@@"))
