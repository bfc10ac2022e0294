"""A roll-up of the tests' own, per 1,000: computing and judging need nothing but the class."""

from dataclasses import replace

from domain.measures import Share, Tally
from domain.progress.coverage import Coverage
from domain.progress.standing import Standing, judge_ratio
from domain.rollups import Ratio
from tests.support.stage import plan

PER_THOUSAND = Ratio("per_1000", scale=1000, suffix="‰")
SUMS = Tally({"part": 9, "whole": 3000}, {"part": 2, "whole": 2})


class JudgedByRatio:
    """Judges nine of three thousand against three in a thousand; no other way is expected."""

    def judge_ratio(self, scale: float) -> Standing:
        return judge_ratio(9, 3000, 3, Coverage(2, 2), scale=scale)

    def judge_sum(self) -> Standing:
        raise AssertionError

    judge_share = judge_below = judge_sum


def test_a_figure_is_shown_per_thousand() -> None:
    line = next(i for i in plan().indicators if isinstance(i.measure, Share))
    assert replace(line, rollup=PER_THOUSAND).to_shown_amount(SUMS) == 3
    assert replace(line, rollup=PER_THOUSAND).count_cases(SUMS) == 3000


def test_it_is_judged_per_thousand() -> None:
    standing = PER_THOUSAND.judge(JudgedByRatio())
    assert (standing.achieved, standing.target, standing.met) == (3, 3, True)
