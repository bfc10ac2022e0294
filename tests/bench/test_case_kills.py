"""Cases while the process is killed: a small run of what bench/cases.py does at large."""

import multiprocessing
from collections.abc import Callable

import pytest

from bench import cases
from bench.case_lives import LIVES
from bench.case_process import serve
from bench.fault_stage import SqliteFiles

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("case_kills")]

_COUNT, _KILLS = len(LIVES), 3


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> cases.Played:
    folder = tmp_path_factory.mktemp("cases")
    return cases.play(SqliteFiles(folder), folder, _COUNT, _KILLS, seed=7)


def _change_sent(played: cases.Played, change: Callable[[list[str]], list[str]]) -> dict[str, int]:
    """What is wrong once the file of what left has been changed; it is put back."""
    log = played.folder / "sent.log"
    before = log.read_text()
    try:
        log.write_text("".join(change(before.splitlines(keepends=True))))
        return played.judge().wrong
    finally:
        log.write_text(before)


def test_nothing_is_lost_told_twice_or_unseen(played: cases.Played) -> None:
    verdict = played.judge()
    assert (verdict.figures["cases"], played.kills) == (_COUNT, _KILLS)
    assert verdict.wrong == dict.fromkeys(verdict.wrong, 0), verdict.notes


def test_what_was_heard_before_a_kill_is_said_again_also_when_its_case_has_ended(
    played: cases.Played,
) -> None:
    heard, done = played.folder / "heard.log", played.folder / "done"
    lines = heard.read_text().splitlines(keepends=True)
    heard.write_text("".join(lines[:-3]))
    done.unlink()
    again = multiprocessing.get_context("spawn").Process(
        target=serve, args=(played.folder, played.url, _COUNT, 99)
    )
    again.start()
    again.join(60)
    assert done.exists(), (played.folder / "log.txt").read_text()
    assert not any(played.judge().wrong.values())


def test_a_lost_case_is_seen(played: cases.Played) -> None:
    more = cases.Played(played.url, played.folder, _COUNT + 1, played.kills, played.seconds)
    assert more.judge().wrong["lost"] == 1


def test_what_is_sent_twice_without_a_kill_is_seen(played: cases.Played) -> None:
    wrong = _change_sent(played, lambda lines: lines * 2)
    assert wrong["sent again beyond the one in flight"] > 0


def test_a_clock_that_nobody_heard_is_seen(played: cases.Played) -> None:
    to_owner = '"to": "c0"'
    wrong = _change_sent(played, lambda lines: [each for each in lines if to_owner not in each])
    assert wrong["clocks past unseen"] > 0
    assert wrong["commune told after 200 s"] == 0  # her colleague was


def test_a_province_that_was_not_told_is_seen(played: cases.Played) -> None:
    to_her = '"to": "p1"'
    wrong = _change_sent(played, lambda lines: [each for each in lines if to_her not in each])
    assert wrong["province not told in the opening transaction"] == _COUNT
