"""Cases opened while the process is killed: a small run of what bench/cases.py does at large."""

from pathlib import Path

import pytest

from bench import cases


@pytest.mark.slow
def test_no_case_is_lost_or_told_twice(tmp_path: Path) -> None:
    found = cases.run(tmp_path, count=12, kills=3, seed=7)
    assert (found["cases"], found["kills"]) == (12, 3)
    assert found["wrong"] == dict.fromkeys(found["wrong"], 0)


def test_the_judge_sees_what_is_wrong(tmp_path: Path) -> None:
    cases.prepare(tmp_path, 2)
    cases.work(tmp_path, 2)
    log = tmp_path / "sent.log"
    log.write_text(log.read_text() * 2)
    wrong = cases.judge(tmp_path, count=3, kills=0)["wrong"]
    assert wrong["lost"] == 1
    assert wrong["sent again beyond the one in flight"] > 0
    assert wrong["told twice"] == 0
