"""Measures how many answers are read in a second on one core, what hostile text costs, and how
whole messages are read: lines right, asked again, wrong in silence, and messages out a report.

    python -m bench.answers

Every answer is read anew (only single words are cached); the figures are the best of five rounds.
"""

import itertools
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone

from bench.messages import (
    FIRST,
    SECOND,
    format_figures,
    load_batches,
    load_quick_reports,
    read_batches,
    read_quickly,
)
from domain.answers import (
    Kind,
    Question,
    read_batch,
    read_count,
    read_date,
    read_share,
    read_yes_no,
)

NOW = datetime(2025, 10, 14, 8, tzinfo=timezone(timedelta(hours=7)))
COUNTS = (
    "12", "0", "k có", "3 hộ", "muoi hai", "mười lăm hộ", "dạ được 12 hộ ạ", "1.200", "1tr2",
    "không phát sinh", "khoảng 10", "hơn 20", "2 chục", "hai buổi", "chưa có ạ", "5-7", "k biết",
    "một trăm hai", "12 (mười hai)", "năm nay 12", "1 200 hv", "ba mươi mốt người", "05", "ko",
)  # fmt: skip
DATES = (
    "12/10", "hôm qua", "thứ 5 tuần trước", "ngày 12", "12/10/2025", "rằm tháng 8", "tháng trước",
    "mùng 8 tháng 3", "hôm kia", "cn", "3 ngày trước", "20/8 âm", "mồng 3 tết", "sáng nay",
    "tháng 4/2025", "ngày 20 tháng 10 năm 2024",
)  # fmt: skip
SHARES = ("80%", "12/15", "12 trên 15 hộ", "một nửa", "tất cả", "tám mươi phần trăm", "không ai")
YES_NO = ("có", "rồi ạ", "chưa", "không", "dạ có rồi", "k", "đã nhận", "chưa nhận được")
MONTH = "hai buổi, 2, k có, 1, 3/0, rồi, 0, ko"
MONTH_IN_SPACES = MONTH.replace(",", "")
_MONTH_KINDS = (*(Kind.COUNT,) * 4, Kind.PAIR, Kind.YES_NO, Kind.COUNT, Kind.YES_NO)
MONTH_QUESTIONS = tuple(Question(kind) for kind in _MONTH_KINDS)
HOSTILE = (
    "1" * 10_000, "không " * 1_700, "một trăm " * 1_100, "1,1" * 3_300, "(" * 10_000,
    "tháng năm " * 1_000, "hai mươi " * 1_100, "\u0301" * 10_000, "/" * 10_000, "a" * 10_000,
)  # fmt: skip


def measure_rate(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return answers a second of CPU, the best of five rounds: other load counts little."""
    many = list(itertools.islice(itertools.cycle(texts), 6_000))
    best = 0.0
    for _ in range(5):
        begun = time.process_time()
        for text in many:
            read(text)
        best = max(best, len(many) / (time.process_time() - begun))
    return best


def measure_slowest_hostile() -> float:
    """Return the milliseconds of the slowest reading of 10 KB."""
    readers: tuple[Callable[[str], object], ...] = (
        read_count,
        read_share,
        read_yes_no,
        lambda text: read_date(text, NOW),
        lambda text: read_batch(text, MONTH_QUESTIONS),
    )
    slowest = 0.0
    for read, text in itertools.product(readers, HOSTILE):
        begun = time.perf_counter()
        read(text)
        slowest = max(slowest, time.perf_counter() - begun)
    return slowest * 1000


def main() -> None:
    """Print the figures."""
    rows: tuple[tuple[str, Callable[[str], object], Sequence[str]], ...] = (
        ("counts", read_count, COUNTS),
        ("dates", lambda text: read_date(text, NOW), DATES),
        ("shares", read_share, SHARES),
        ("yes-no", read_yes_no, YES_NO),
        ("months of 8", lambda text: read_batch(text, MONTH_QUESTIONS), (MONTH,)),
        ("months of 8, spaces", lambda t: read_batch(t, MONTH_QUESTIONS), (MONTH_IN_SPACES,)),
    )
    for name, read, texts in rows:
        print(f"{name:20} {measure_rate(read, texts):>10,.0f} a second")
    print(f"{'hostile 10 KB':20} {measure_slowest_hostile():>10.2f} ms at worst")
    for name, cases in (("whole forms", FIRST), ("whole forms, 2nd", SECOND)):
        print(f"{name:20} {format_figures(read_batches(list(load_batches(cases))))}")
    for name in ("quick", "second_quick"):
        print(f"{name:20} {format_figures(read_quickly(list(load_quick_reports([name]))))}")


if __name__ == "__main__":
    main()
