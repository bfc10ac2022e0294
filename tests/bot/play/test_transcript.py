"""The format of transcripts: what is read, and every fault with its line."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.engine.channel import Network
from bot.play.transcript import (
    Person,
    Sign,
    TranscriptMistake,
    WrittenAnswer,
    WrittenPost,
    find_moment,
    parse_transcript,
    read_transcript,
)
from domain.people.roles import Role
from domain.periods import VIETNAM
from tests.support.paths import ROOT

PATH = Path("talk.yaml")
NOON = datetime(2025, 10, 14, 12, tzinfo=VIETNAM)
HEAD = """\
title: A talk
starts: 2025-10-14T19:42
people: {lan: [zalo, leader, Chi hội Nà Pồng, Hoàng Thị Lan]}
"""


def test_one_talk() -> None:
    found = parse_transcript(
        PATH, HEAD + 'talk:\n  - ▸: "chào em"\n  - ◂: |-\n      Dạ\n      vâng\n'
    )
    (talk,) = found.talks
    post = WrittenPost(Role.LEADER, "Chi hội Nà Pồng")
    assert talk.people == (Person("lan", Network.ZALO, (post,), "Hoàng Thị Lan"),)
    assert (talk.networks, talk.starts.hour, talk.about) == ((None,), 19, "")
    (turn,) = talk.turns
    assert (turn.action.line, turn.action.who, turn.action.text) == (5, "lan", "chào em")
    assert turn.answers == [WrittenAnswer("lan", "Dạ\nvâng")]


def test_a_talk_has_what_its_file_has_and_more() -> None:
    found = parse_transcript(
        PATH,
        """\
title: Two talks
starts: 2025-10-14T19:42
network: [zalo, telegram]
people: {lan: [leader, Chi hội Nà Pồng, deputy, Chi hội Khuổi Mực], mai: [telegram]}
secret: [lời riêng]
talks:
  - about: the first
    talk:
      - nhóm/lan ▸: "chào"
      - nhóm ◂ zalo: "A"
      - nhóm ◂ telegram: "B"
      - ⏱: "2 giờ"
      - mai ◂ 20:10 14/10: "C"
  - about: the second
    starts: 2025-10-15T08:00
    network: telegram
    messages_out: 3
    undated: [IV.4-a]
    days: {IV.4-a: 2025-12-05 2025-12-07, IV.1: null}
    talk:
      - ✂: "mai"
""",
    )
    first, second = found.talks
    assert first.networks == (Network.ZALO, Network.TELEGRAM)
    assert [post.role for post in first.people[0].posts] == [Role.LEADER, Role.DEPUTY]
    assert first.turns[0].find_answers(Network.TELEGRAM) == [WrittenAnswer("nhóm", "B")]
    assert first.turns[1].answers == [WrittenAnswer("mai", "C", "20:10 14/10")]
    assert (second.networks, second.messages_out) == ((Network.TELEGRAM,), 3)
    assert second.secret == ("lời riêng",)
    assert second.days["IV.1"] is None
    assert (second.turns[0].action.sign, second.turns[0].action.who) == (Sign.REMOVED, "mai")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["1: (file): is empty"]),
        (HEAD, ["1: talks: is missing"]),
        (HEAD + "talk: []\n", ["4: talk: must be a list of lines"]),
        (HEAD + "talks: []\n", ["4: talks: must hold a talk"]),
        (HEAD + 'tlak: 1\ntalk:\n  - ▸: "a"\n', ["4: tlak: unknown field"]),
        (HEAD.replace("19:42", "late") + 'talk:\n  - ▸: "a"\n', ["2: starts: must be a moment"]),
        (HEAD.replace("zalo, ", "") + 'talk:\n  - ▸: "a"\n', ["1: network: is missing"]),
        (HEAD.replace("Nà Pồng", "X") + 'talk:\n  - ▸: "a"\n', ["3: people.lan: 'Chi hội X'"]),
        (HEAD.replace("leader", "lead") + 'talk:\n  - ▸: "a"\n', ["3: people.lan: must be [net"]),
        (HEAD + 'talk:\n  - ◂: "a"\n', ["5: talk: a talk begins with what somebody does"]),
        (HEAD + 'talk:\n  - hoa ▸: "a"\n', ["5: talk: 'hoa' is none of the people"]),
        (HEAD + 'talk:\n  - ✂: "hoa"\n', ["5: talk: 'hoa' is none of the people"]),
        (HEAD + 'talk:\n  - ⏱: "soon"\n', ["5: talk: ⏱ must be"]),
        (HEAD + 'talk:\n  - ⏱: "07:00 31/2"\n', ["5: talk: ⏱ must be"]),
        (HEAD + 'talk:\n  - lan: "a"\n', ["5: talk: 'lan' is no line"]),
        (HEAD + "talk:\n  - ▸: [a]\n", ["5: talk: ▸: must be a text"]),
        (
            HEAD + 'invites: {CB-7K4-Q2M-9RT: [leader, X]}\ntalk:\n  - ▸: "a"\n',
            ["4: invites.CB-7K4-Q2M-9RT: 'X'", "4: invites: CB-7K4-Q2M-9RT has no right check"],
        ),
        (HEAD + 'days: {IV.1: soon}\ntalk:\n  - ▸: "a"\n', ["4: days.IV.1: must be two days"]),
    ],
)
def test_every_fault_is_named_with_its_line(text: str, faults: list[str]) -> None:
    with pytest.raises(TranscriptMistake) as raised:
        parse_transcript(PATH, text)
    told = str(raised.value).splitlines()
    assert len(told) == len(faults)
    for fault, line in zip(sorted(faults), sorted(told), strict=True):
        assert line.startswith(f"talk.yaml:{fault}")


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(TranscriptMistake, match="cannot be read: No such file"):
        read_transcript(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("31 phút", "2025-10-14T12:31"),
        ("2 giờ", "2025-10-14T14:00"),
        ("6 ngày", "2025-10-20T12:00"),
        ("07:00 15/10", "2025-10-15T07:00"),
        ("07:00 2/1", "2026-01-02T07:00"),
        ("11:59 14/10", "2026-10-14T11:59"),
    ],
)
def test_where_the_clock_goes(text: str, found: str) -> None:
    assert find_moment(text, NOON).isoformat(timespec="minutes")[:16] == found


@pytest.mark.parametrize("text", ["", "phút", "0 phút", "31 phut", "25:00 15/10", "07:00 31/2"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever message
        find_moment(text, NOON)


def test_the_examples_in_the_documents_are_transcripts() -> None:
    text = (ROOT / "docs" / "transcripts.md").read_text("utf-8")
    examples = [block.split("```")[0] for block in text.split("```yaml\n")[1:]]
    assert len(examples) == 2
    for example in examples:
        assert parse_transcript(PATH, example).talks
