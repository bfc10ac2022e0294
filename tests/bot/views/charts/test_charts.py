"""Pictures: their size and cost, letters with all their marks, and figures that are missing."""

import csv
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path
from unicodedata import normalize

import pytest
from PIL import Image, ImageFont

from bot.views import charts
from bot.views.charts import Heading, Light, PlacedUnit, Trend, UnitMark
from bot.views.charts.canvas import WIDTH, keep_drawable, measure_width, shorten, wrap
from domain.notices.progress import ProgressFacts
from domain.org.levels import Level
from domain.periods import Period
from domain.progress.coverage import Coverage
from domain.progress.forecast import judge_outlook
from domain.progress.percents import round_percent
from domain.progress.progress import (
    Cutoff,
    IndicatorProgress,
    Node,
    ProgressStatus,
    Row,
    compute_progress,
    compute_year_elapsed,
)
from domain.progress.standing import Standing, judge_ratio, judge_sum
from domain.rollups import RollUp
from tests.support.stage import NOW, ROOT, Phone, plan

SURFACE = Phone("telegram").surface
DAY = date(2025, 10, 14)
LONG = "Ban Thường vụ Hội Liên hiệp Phụ nữ xã Bế Văn Đàn, huyện Quảng Hòa cũ, tỉnh Cao Bằng " * 2
HEADING = Heading("Tỉnh Cao Bằng", DAY, "1.2a Hộ thoát nghèo")
LETTERS = [
    normalize("NFC", case(base + tone))
    for base, tone, case in product(
        "aăâeêioôơuưyd", ["", *"\u0300\u0301\u0303\u0309\u0323"], (str.lower, str.upper)
    )
    if base != "d"
] + ["đ", "Đ"]


def _load_communes() -> list[dict[str, str]]:
    with (ROOT / "plans/cao-bang/units-2025.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _make_mark(name: str, rate: float | None) -> UnitMark:
    if rate is None:
        return UnitMark(name, None, Light.NOTHING, 0.79)
    lights = [(1, Light.MET), (0.79, Light.ON_TRACK), (0.63, Light.BEHIND), (-9, Light.FAR_BEHIND)]
    return UnitMark(name, rate, next(light for least, light in lights if rate >= least), 0.79)


PLACED = [
    PlacedUnit(
        _make_mark(row["short"], None if number % 19 == 7 else number / 50),
        float(row["lat"]),
        float(row["lon"]),
    )
    for number, row in enumerate(_load_communes())
]
MARKS = [unit.mark for unit in PLACED]
TREND = Trend("1.2a Hộ thoát nghèo", (3, 9, 14, 20, 31, 40, 46, 60, 76), 110, Light.BEHIND)


def _make_facts(every: int = 1) -> ProgressFacts:
    """A province whose 56 communes each month report `every` of everything; 0: nothing at all."""
    nodes = [Node(1, Level.PROVINCE), *(Node(n, Level.COMMUNE, (1,)) for n in range(2, 58))]
    rows = [
        Row(node.unit_id, indicator.code, name, Period(2025, month), every)
        for indicator, node in product(plan().indicators, nodes)
        for name, month in product(indicator.field_names, range(1, 10))
        if node.level in indicator.entered_by and every
    ]
    found = compute_progress(Cutoff(plan(), Period(2025, 9), NOW), nodes, rows)
    elapsed = compute_year_elapsed(2025, DAY)
    return ProgressFacts("Tỉnh Cao Bằng", Level.PROVINCE, DAY, elapsed, found, None)


def _make_progress(
    standing: Standing, status: ProgressStatus, rollup: RollUp = RollUp.SUM
) -> IndicatorProgress:
    indicator = next(i for i in plan().indicators if i.rollup is rollup)
    return IndicatorProgress(indicator, standing, status, 0.79)


def _make_facts_with(*indicators: IndicatorProgress) -> ProgressFacts:
    return replace(_make_facts(0), indicators=indicators)


def _read_size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    Image.open(BytesIO(png)).verify()
    width, height = struct.unpack(">II", png[16:24])
    return width, height


DRAWINGS: dict[str, Callable[[], bytes]] = {
    "progress": lambda: charts.draw_progress_chart(_make_facts(), SURFACE),
    "trend": lambda: charts.draw_trend_chart(HEADING, [TREND] * 8, SURFACE),
    "ranking": lambda: charts.draw_ranking_chart(HEADING, MARKS, SURFACE),
    "map": lambda: charts.draw_commune_map(HEADING, PLACED, SURFACE),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_picture_fits_a_phone_and_costs_little(name: str) -> None:
    first = DRAWINGS[name]()
    started = time.thread_time()
    png = DRAWINGS[name]()
    assert time.thread_time() - started < 1.5
    width, height = _read_size(png)
    assert (width, len(png) < 200_000) == (WIDTH, True)
    assert 900 < height < 2000
    assert png == first, "the same figures give the same picture"


def test_pictures_may_be_drawn_at_the_same_time() -> None:
    alone = {name: draw() for name, draw in DRAWINGS.items()}
    with ThreadPoolExecutor(4) as pool:
        together = {name: pool.submit(draw) for name, draw in DRAWINGS.items()}
        assert {name: drawn.result() for name, drawn in together.items()} == alone


def test_pillow_comes_with_the_first_picture() -> None:
    script = "import sys, bot.views.charts; sys.exit('PIL' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)  # noqa: S603 - ourselves


@pytest.mark.parametrize("name", ["DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"])
def test_every_vietnamese_letter_has_a_glyph(name: str) -> None:
    fonts = Path(charts.__file__).parent / "fonts"
    font = ImageFont.truetype(fonts / name, 40, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(font.getmask("\ue123"))
    assert len(LETTERS) == 146
    shown = [*LETTERS, *"0123456789/%.,:·…–×“”‘’"]
    assert [letter for letter in shown if bytes(font.getmask(letter)) == missing] == []
    assert len({bytes(font.getmask(letter)) for letter in LETTERS}) == len(LETTERS)
    assert (fonts / "LICENSE").exists()


def test_all_names_at_hand_can_be_drawn() -> None:
    names = [f"{row['name']} {row['short']}" for row in _load_communes()]
    names += [f"{i.code} {i.name} {i.short}" for i in plan().indicators]
    assert [name for name in names if keep_drawable(name) != normalize("NFC", name).strip()] == []


def test_letters_are_composed_and_others_left_out() -> None:
    assert keep_drawable(normalize("NFD", "Tỉnh Cao Bằng")) == "Tỉnh Cao Bằng"
    assert keep_drawable("Hòa An 🌸\ue000") == "Hòa An"


def test_long_words_are_cut_to_fit() -> None:
    assert shorten("Hòa An", 500, 40) == "Hòa An"
    cut = shorten(LONG, 500, 40)
    assert cut.startswith("Ban Thường vụ")
    assert cut.endswith("…")
    lines = wrap(LONG, 500, 40, 2)
    assert len(lines) == 2
    assert all(
        measure_width(line, 40) <= 500 for line in (cut, *lines, *wrap("x" * 99, 500, 40, 2))
    )
    assert wrap("", 500, 40, 2) == ("",)


def test_long_names_fit_every_picture() -> None:
    heading = Heading(LONG, DAY, LONG)
    unit = PlacedUnit(_make_mark(LONG, 0.5), 22.7, 106.2)
    facts = replace(_make_facts(), unit_name=LONG)
    drawn = [
        charts.draw_progress_chart(facts, SURFACE),
        charts.draw_trend_chart(heading, [replace(TREND, name=LONG)] * 4, SURFACE),
        charts.draw_ranking_chart(heading, [unit.mark] * 3, SURFACE),
        charts.draw_commune_map(heading, [unit] * 3, SURFACE),
    ]
    assert {_read_size(png)[0] for png in drawn} == {WIDTH}


def test_where_nothing_is_known_a_picture_says_so() -> None:
    unknown = replace(TREND, by_month=(None, None))
    untargeted = _make_progress(judge_sum(5, None, Coverage(1, 1)), ProgressStatus.UNSET)
    drawn = {
        charts.draw_progress_chart(_make_facts(0), SURFACE),
        charts.draw_progress_chart(_make_facts_with(), SURFACE),
        charts.draw_progress_chart(_make_facts_with(untargeted), SURFACE),
        *(
            charts.draw_trend_chart(replace(HEADING, subject=""), t, SURFACE)
            for t in ([], [unknown])
        ),
        charts.draw_ranking_chart(
            replace(HEADING, subject=""), [_make_mark("Hòa An", None)], SURFACE
        ),
        charts.draw_commune_map(replace(HEADING, subject=""), [], SURFACE),
    }
    assert len(drawn) == 1
    assert _read_size(drawn.pop())[1] < 400


def test_a_ratio_of_nothing_has_no_bar() -> None:
    nothing = _make_progress(
        judge_ratio(0, 0, 80, Coverage(9, 9)), ProgressStatus.NOTHING, RollUp.RATIO
    )
    met = _make_progress(judge_sum(120, 110, Coverage(9, 9)), ProgressStatus.MET)
    alone, both = (
        charts.draw_progress_chart(_make_facts_with(*shown), SURFACE)
        for shown in ([met], [met, nothing])
    )
    assert charts.find_light(nothing) is Light.NOTHING
    assert _read_size(both)[1] > _read_size(alone)[1]


@pytest.mark.parametrize("rate", [-0.5, 0.0, 0.004, 1.0, 40.0])
def test_any_rate_can_be_drawn(rate: float) -> None:
    standing = Standing(achieved=rate, target=1, rate=rate, pace=rate, coverage=Coverage(1, 1))
    shown = _make_progress(standing, ProgressStatus.MET if rate >= 1 else ProgressStatus.BEHIND)
    mark = charts.make_unit_mark("Hòa An", shown, judge_outlook(shown))
    assert (mark.rate, mark.expected) == (rate, 0.79)
    charts.draw_progress_chart(_make_facts_with(shown), SURFACE)
    charts.draw_ranking_chart(HEADING, [mark], SURFACE)
    charts.draw_commune_map(HEADING, [PlacedUnit(mark, 22.7, 106.2)], SURFACE)


@pytest.mark.parametrize(
    ("achieved", "status", "light"),
    [
        (110, ProgressStatus.MET, Light.MET),
        (90, ProgressStatus.ON_TRACK, Light.ON_TRACK),
        (76, ProgressStatus.BEHIND, Light.BEHIND),
        (60, ProgressStatus.BEHIND, Light.FAR_BEHIND),
        (110, ProgressStatus.HOLDING, Light.HOLDING),
        (60, ProgressStatus.OPEN, Light.OPEN),
        (60, ProgressStatus.MISSED, Light.MISSED),
        (60, ProgressStatus.TOO_LITTLE, Light.TOO_LITTLE),
        (60, ProgressStatus.PROVISIONAL, Light.PROVISIONAL),
        (0, ProgressStatus.UNSET, Light.NOTHING),
        (0, ProgressStatus.NOTHING, Light.NOTHING),
    ],
)
def test_behind_is_told_in_two_steps(achieved: float, status: ProgressStatus, light: Light) -> None:
    shown = _make_progress(judge_sum(achieved, 110, Coverage(9, 9)), status)
    assert charts.find_light(shown) is light
    assert (charts.make_unit_mark("Hòa An", shown, judge_outlook(shown)).rate is None) == (
        not light.is_judged
    )


@pytest.mark.parametrize(
    "trend",
    [
        replace(TREND, by_month=(76,)),
        replace(TREND, by_month=(None, 8, None, 9), steady=True, suffix="%"),
        replace(TREND, target=None),
        replace(TREND, by_month=(-4, -9), target=10_000),
        replace(TREND, by_month=(40, 38), start=40, target=21),
        replace(TREND, by_month=tuple(range(99, 111))),
        replace(TREND, by_month=(0, 0), target=0),
        replace(TREND, ends=(101, 104, 109)),
        replace(TREND, by_month=(-4, -9), ends=(-30, -20, -10)),
    ],
)
def test_any_course_can_be_drawn(trend: Trend) -> None:
    assert _read_size(charts.draw_trend_chart(HEADING, [trend], SURFACE))[0] == WIDTH


def test_all_units_are_ranked_or_the_first_and_the_last() -> None:
    heights = [
        _read_size(charts.draw_ranking_chart(HEADING, MARKS[:n], SURFACE))[1] for n in (4, 7, 56)
    ]
    assert heights == sorted(set(heights))
    assert heights[-1] < 1600


def test_a_percent_is_the_nearest_and_100_only_when_nothing_is_left() -> None:
    shares = (0.996, 1.0, 0.29, 12 / 18, 10 / 18, 1.2, 0.0)
    assert [round_percent(share) for share in shares] == [99, 100, 29, 67, 56, 120, 0]


def test_english_too() -> None:
    english = Phone("telegram", "en").surface
    assert charts.draw_commune_map(HEADING, PLACED, english) != DRAWINGS["map"]()
