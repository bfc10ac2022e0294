"""How blind lists are judged, and that what they brought does not get lost again."""

from pathlib import Path

import pytest

from bench.blind import CODES, is_same, judge_forms, judge_line, read_items

LISTS = Path(__file__).parents[2] / "bench" / "blind_lists"
MOST_SILENT = 0.009
LEAST_RIGHT = 0.90
PAIR = {"joined": 2, "left": 1}


@pytest.mark.parametrize(
    ("item", "said", "way"),
    [
        ({"want": {"1.1": 2}}, {"value": 2, "doubt": False}, "right"),
        ({"want": {"1.1": 2}}, {"value": 2.0, "doubt": True}, "right"),
        ({"want": {"1.1": 2}}, {"value": 3, "doubt": False}, "silent"),
        ({"want": {"1.1": 2}}, {"value": 3, "doubt": True}, "marked wrong"),
        ({"want": {"1.1": 2}}, None, "missed"),
        ({"want": {}}, {"value": 0, "doubt": False}, "silent"),
        ({"want": {}}, None, "right"),
        ({"want": {"1.1": 2}, "either": ["1.1"]}, None, "right"),
        ({"want": {"1.1": 2}, "either": ["1.1"]}, {"value": 3, "doubt": False}, "silent"),
        ({"want": {}, "either": ["1.1"]}, {"value": 3, "doubt": True}, "right"),
        ({"want": {}, "either": ["1.1"]}, {"value": 3, "doubt": False}, "silent"),
    ],
)
def test_a_line_is_judged(
    item: dict[str, object], said: dict[str, object] | None, way: str
) -> None:
    got = {"answers": {} if said is None else {"1.1": said}, "asked": [], "sent": False}
    assert judge_line(item, got, "1.1") == way


def test_pairs_are_compared_by_field() -> None:
    assert is_same(PAIR, {"left": 1.0, "joined": 2.0})
    assert not is_same(PAIR, {"joined": 1, "left": 2})


def test_what_the_last_list_brought_stays() -> None:
    judged = judge_forms(read_items(LISTS / "fifth" / "reports.jsonl"))
    every = sum(judged.lines.values())
    assert every == len(CODES) * judged.conversations
    assert judged.lines["silent"] / every <= MOST_SILENT
    assert judged.lines["right"] / every >= LEAST_RIGHT
