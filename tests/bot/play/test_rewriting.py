"""Answers written back: what came stands there, everything else is as it was."""

from pathlib import Path

import pytest

from bot.engine.channel import Network
from bot.play.playback import PlayedTalk, PlayedTurn
from bot.play.rewriting import CannotWrite, rewrite
from bot.play.transcript import Talk, WrittenAnswer, parse_transcript

PATH = Path("talk.yaml")
FILE = """\
# At the top.
title: A talk
starts: 2025-10-14T19:42
people:
  lan: [zalo]   # she
  mai: [telegram]
talk:
  # She begins.
  - lan ▸: 'chào em'

  - lan ◂: |-
      Dạ

      vâng
  # Between the two.
  - mai ◂: cũ
  - mai ▸: "xin chào"   # kept
  - ⏱: "2 giờ"
  - lan ◂: "như cũ"
"""


def _make_played(talk: Talk, network: Network | None, *came: list[WrittenAnswer]) -> PlayedTalk:
    turns = [
        PlayedTurn(turn, answers, talk.starts)
        for turn, answers in zip(talk.turns, came, strict=False)
    ]
    return PlayedTalk(talk, network, turns)


def test_what_is_as_written_stays_to_the_letter() -> None:
    found = parse_transcript(PATH, FILE)
    (talk,) = found.talks
    same = _make_played(talk, None, *(turn.answers for turn in talk.turns))
    assert rewrite(found, [same]) == FILE


def test_only_what_differs_is_written_anew() -> None:
    found = parse_transcript(PATH, FILE)
    came = _make_played(
        found.talks[0],
        None,
        [WrittenAnswer("mai", "mới\n\n[Xem]"), WrittenAnswer("lan", 'nói: "#"', "19:50 14/10")],
        [WrittenAnswer("mai", "Dạ")],
        [WrittenAnswer("lan", "như cũ")],
    )
    before, _, rest = FILE.partition("\n  - lan ◂: |-\n")
    after = rest.partition("cũ\n")[2]
    assert rewrite(found, [came]) == (
        before
        + """
  # Between the two.
  - mai ◂: |-
      mới

      [Xem]
  - lan ◂ 19:50 14/10: |-
      nói: "#"
"""
        + after.replace(
            '"   # kept\n',
            '"   # kept\n  - mai ◂: |-\n      Dạ\n',
        )
    )


BOTH = """\
title: On both
starts: 2025-10-14T19:42
network: [zalo, telegram]
people: {lan: []}
talks:
  - about: one
    talk:
      - ▸: "a"
      - ▸: "b"
"""


def test_what_differs_between_networks_is_written_for_each() -> None:
    found = parse_transcript(PATH, BOTH)
    (talk,) = found.talks
    same = [WrittenAnswer("lan", "vâng")]
    zalo = _make_played(talk, Network.ZALO, same, [WrittenAnswer("lan", "gõ OK")])
    telegram = _make_played(talk, Network.TELEGRAM, same, [WrittenAnswer("lan", "[OK]")])
    text = rewrite(found, [zalo, telegram])
    assert text == (
        BOTH.replace(
            '"b"\n',
            '"b"\n      - ◂ zalo: |-\n          gõ OK\n      - ◂ telegram: |-\n          [OK]\n',
        ).replace('"a"\n', '"a"\n      - ◂: |-\n          vâng\n')
    )
    again = parse_transcript(PATH, text)
    assert rewrite(again, [_move_to(each, again.talks[0]) for each in (zalo, telegram)]) == text


def _move_to(played: PlayedTalk, talk: Talk) -> PlayedTalk:
    return _make_played(talk, played.network, *(turn.came for turn in played.turns))


def test_a_talk_that_broke_off_is_not_written() -> None:
    found = parse_transcript(PATH, FILE)
    with pytest.raises(CannotWrite, match=r"talk\.yaml:2: not everything could be played"):
        rewrite(found, [_make_played(found.talks[0], None, [])])


def test_words_that_yaml_would_read_otherwise_are_refused() -> None:
    found = parse_transcript(PATH, BOTH)
    (talk,) = found.talks
    odd = _make_played(talk, Network.ZALO, [WrittenAnswer("lan", "  lùi vào")], [])
    with pytest.raises(CannotWrite, match="YAML"):
        rewrite(found, [odd])
