"""Writes what the phones showed back into a transcript; all other lines stay as they are."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.play.playback import PlayedTalk
from bot.play.transcript import Talk, Transcript, WrittenAnswer, WrittenTurn, parse_transcript

_ITEM = re.compile(r"(\s*)- ")
_UNNAMED = re.compile(r"""\s*- ["']?▸""")


class CannotWrite(Exception):
    """The answers cannot be written into the file; the message says why."""


def rewrite(transcript: Transcript, played: Sequence[PlayedTalk]) -> str:
    """The text of the file with what came; raises CannotWrite."""
    lines = transcript.text.removesuffix("\n").split("\n")
    for talk in reversed(transcript.talks):
        of_talk = [each for each in played if each.talk is talk]
        if not of_talk or not all(each.is_whole for each in of_talk):
            raise CannotWrite(f"{transcript.path}:{talk.line}: not everything could be played")
        for index in reversed(range(len(talk.turns))):
            came = _merge(of_talk, index)
            if came != talk.turns[index].answers:
                _replace(lines, talk, talk.turns[index], came)
    text = "\n".join(lines) + "\n"
    _check(transcript, text, played)
    return text


def _merge(of_talk: Sequence[PlayedTalk], index: int) -> list[WrittenAnswer]:
    """What came on every network, once where it is the same, else for each network."""
    first, *others = (played.turns[index].came for played in of_talk)
    if all(came == first for came in others):
        return first
    return [
        replace(answer, network=played.network)
        for played in of_talk
        for answer in played.turns[index].came
    ]


def _replace(
    lines: list[str], talk: Talk, turn: WrittenTurn, came: Sequence[WrittenAnswer]
) -> None:
    """Put what came in place of a turn's answers; comments between these stand before them."""
    item = _ITEM.match(lines[turn.action.line - 1])
    if item is None:
        raise CannotWrite(f"line {turn.action.line}: each line of a talk must stand on its own")
    indent = item[1]
    start = end = _find_end(lines, turn.action.line - 1, indent)
    if turn.answers:
        start = turn.answers[0].line - 1
        end = _find_end(lines, turn.answers[-1].line - 1, indent)
    comments = [line for line in lines[start:end] if line.startswith(f"{indent}#")]
    is_unnamed = len(talk.people) == 1 and _UNNAMED.match(lines[talk.turns[0].action.line - 1])
    written = [line for each in came for line in _write(each, indent, named=not is_unnamed)]
    lines[start:end] = comments + written


def _find_end(lines: Sequence[str], start: int, indent: str) -> int:
    """The index after a line of a talk and what is indented below it."""
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(f"{indent} ")):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return end


def _write(answer: WrittenAnswer, indent: str, *, named: bool) -> list[str]:
    words = [answer.who if named else "", "◂", answer.network or "", answer.at]
    key = " ".join(word for word in words if word)
    text = [f"{indent}    {line}".rstrip() for line in answer.text.splitlines()]
    return [f"{indent}- {key}: |-", *text]


def _check(transcript: Transcript, text: str, played: Sequence[PlayedTalk]) -> None:
    """What was written must be read as what came."""
    again = parse_transcript(transcript.path, text)
    for before, after in zip(transcript.talks, again.talks, strict=True):
        for each in (each for each in played if each.talk is before):
            read = [turn.find_answers(each.network) for turn in after.turns]
            if read != [turn.came for turn in each.turns]:
                raise CannotWrite(f"{transcript.path}:{before.line}: YAML does not hold the words")
